package io.goalstated.report;

import java.time.Duration;

/**
 * How often is reported, and what.
 *
 * @param keepAlive a report goes out after this time even when nothing has changed for long
 * @param soonAfterChange the same in the minute after a change, while people look
 * @param coalesce changes within this time share one report
 * @param tellsOfCommands whether a failed command is reported as its extension's error when the handler left no status
 *     (spec 02 W-3)
 */
public record ReportRules(Duration keepAlive, Duration soonAfterChange, Duration coalesce, boolean tellsOfCommands) {
    private static final Duration COALESCE = Duration.ofMillis(250);
    static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration EXTENSIONS_DISABLED = Duration.ofMinutes(5);
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** The rules for that period, failed commands being told. */
    public static ReportRules of(Duration goalStatePeriod) {
        return of(goalStatePeriod, true, true);
    }

    /**
     * The rules for a configured {@code Extensions.GoalStatePeriod}. Who sets a period of five seconds or less watches
     * closely, in a test bed for instance: there every period brings a report, as it did with the agent before us.
     *
     * @param extensionsEnabled {@code Extensions.Enabled}; without it there is little to tell
     * @param tellsOfCommands {@code Extensions.ReportFailedCommands}
     */
    public static ReportRules of(Duration goalStatePeriod, boolean extensionsEnabled, boolean tellsOfCommands) {
        if (!extensionsEnabled) {
            return new ReportRules(EXTENSIONS_DISABLED, EXTENSIONS_DISABLED, COALESCE, tellsOfCommands);
        }
        if (goalStatePeriod.compareTo(SHORT) > 0) {
            return new ReportRules(LONGEST, SOON, COALESCE, tellsOfCommands);
        }
        Duration period = goalStatePeriod.compareTo(SHORTEST) < 0 ? SHORTEST : goalStatePeriod;
        return new ReportRules(period, period, COALESCE, tellsOfCommands);
    }
}
