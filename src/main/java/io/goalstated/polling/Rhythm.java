package io.goalstated.polling;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How long to wait before asking what again (spec 01 §14.2, OPS-2). The conditional vmSettings request is the cheap
 * hint of a change in either channel; the goal state itself is the safety net.
 */
final class Rhythm {
    /** So long after a change everything is looked at every second. */
    static final Duration ACTIVE_FOR = Duration.ofMinutes(1);

    /** One change is often followed by another: the hints grow rare in two steps. */
    static final Duration SUBSIDING_FOR = Duration.ofMinutes(2);

    static final Duration ACTIVE = Duration.ofSeconds(1);
    static final Duration IDLE_GOAL_STATE = Duration.ofSeconds(15);
    static final Duration SUBSIDING_HINT = Duration.ofSeconds(2);
    static final Duration IDLE_HINT = Duration.ofSeconds(3);
    static final Duration WITHOUT_HINTS = Duration.ofSeconds(6);
    static final Duration EXTENSIONS_DISABLED = Duration.ofMinutes(5);

    private final Supplier<PollingSettings> settings;

    /** @param settings asked each time: the owner may change them */
    Rhythm(Supplier<PollingSettings> settings) {
        this.settings = settings;
    }

    /**
     * @param sinceChange since the last sign of change; empty counts as long ago
     * @param hints whether this host answers vmSettings
     * @param failed the last look failed
     */
    record Moment(Optional<Duration> sinceChange, boolean hints, boolean failed) {
        boolean isActive() {
            return isWithin(ACTIVE_FOR);
        }

        private boolean isWithin(Duration time) {
            return sinceChange.isPresent() && sinceChange.get().compareTo(time) < 0;
        }
    }

    /** From one goal state request to the next. */
    Duration goalState(Moment moment) {
        if (!settings.get().extensionsEnabled()) {
            return EXTENSIONS_DISABLED;
        }
        if (moment.isActive()) {
            return ACTIVE;
        }
        // After a failure nothing is known, so the hints are no reason to be lazy.
        boolean lazy = moment.hints() && !moment.failed();
        return settings.get().period().orElse(lazy ? IDLE_GOAL_STATE : WITHOUT_HINTS);
    }

    /**
     * From one vmSettings request to the next. When the host has no such API, the poller asks along with the goal state
     * instead, and {@link VmSettingsSource} keeps the long intervals between probes.
     */
    Optional<Duration> hint(Moment moment) {
        if (!settings.get().fastTrackEnabled() || !moment.hints()) {
            return Optional.empty();
        }
        if (!settings.get().extensionsEnabled()) {
            return Optional.of(EXTENSIONS_DISABLED);
        }
        if (moment.isActive()) {
            return Optional.of(ACTIVE);
        }
        Duration idle = moment.isWithin(SUBSIDING_FOR) ? SUBSIDING_HINT : IDLE_HINT;
        return Optional.of(settings.get().period().orElse(idle));
    }
}
