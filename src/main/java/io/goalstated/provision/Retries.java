package io.goalstated.provision;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether provisioning is tried again after a failure, and when (spec 03 §2.4): with growing pauses for twenty minutes, then every
 * five, unless trying cannot help. Pure.
 *
 * @param isFinal the platform is told, and extensions are released
 * @param pause until the next attempt; empty: there is none
 */
record Retries(boolean isFinal, Optional<Duration> pause) {
    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /**
     * Judges a failure.
     *
     * @param attempt the number of the attempt that failed, from 1; 0 when none was begun
     * @param tried since the first
     */
    static Retries after(ProvisioningFailure failure, int attempt, Duration tried) {
        if (!failure.isRetryable()) {
            return new Retries(true, Optional.empty());
        }
        boolean isFinal = tried.compareTo(PATIENCE) >= 0;
        Duration growing = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt, 6) >> 1);
        boolean longest = isFinal || growing.compareTo(LONGEST_PAUSE) > 0;
        return new Retries(isFinal, Optional.of(longest ? LONGEST_PAUSE : growing));
    }
}
