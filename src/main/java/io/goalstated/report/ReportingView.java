package io.goalstated.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How reporting goes, for the status command.
 *
 * @param delivered when the platform last took a report
 * @param bytes of that report
 * @param failure why the latest attempt failed; empty when it succeeded or there was none
 * @param failingSince the first failure since the last success
 * @param hasDestination whether the goal state says where to put reports
 * @param settled whether every handler and extension has reached a final status (spec 02 §7.10)
 */
public record ReportingView(
        Optional<Instant> delivered,
        int bytes,
        Optional<String> failure,
        Optional<Instant> failingSince,
        boolean hasDestination,
        boolean settled) {
    static final ReportingView NOTHING =
            new ReportingView(Optional.empty(), 0, Optional.empty(), Optional.empty(), false, false);

    /** How old the platform's picture of this VM is. */
    public Optional<Duration> age(Instant now) {
        return delivered.map(then -> Duration.between(then, now));
    }

    ReportingView delivered(Instant at, int size, boolean allSettled) {
        return new ReportingView(Optional.of(at), size, Optional.empty(), Optional.empty(), hasDestination, allSettled);
    }

    ReportingView failed(Instant at, String why) {
        return new ReportingView(
                delivered, bytes, Optional.of(why), failingSince.or(() -> Optional.of(at)), hasDestination, settled);
    }

    ReportingView withDestination(boolean known) {
        return new ReportingView(delivered, bytes, failure, failingSince, known, settled);
    }
}
