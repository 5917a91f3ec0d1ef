package io.goalstated.artifact;

import io.goalstated.platform.Timers;
import java.time.Duration;

/** The time in which one document or package has to be there; looked at between URIs (spec 01 §9.3). */
final class Budget {
    static final Duration LIMIT = Duration.ofMinutes(5);

    private final Timers timers;
    private final long began;

    Budget(Timers timers) {
        this.timers = timers;
        this.began = timers.nanoTime();
    }

    boolean isSpent() {
        return timers.nanoTime() - began > LIMIT.toNanos();
    }
}
