package io.goalstated.wire;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * When and how often a call is sent again (spec 01 §2.2). A value; the loop is in one place.
 *
 * @param maxAttempts attempts in all
 * @param delay unit of the growing pauses 2, 3, 5, 8, 13 ...
 * @param throttleDelay pause once the server has throttled
 * @param throttledAttempts attempts in all once the server has throttled
 * @param retryStatuses answers that are asked again
 */
public record RetryPolicy(
        int maxAttempts, Duration delay, Duration throttleDelay, int throttledAttempts, Set<Integer> retryStatuses) {
    private static final Set<Integer> RETRY = Set.of(205, 206, 403, 429, 500, 501, 502, 503, 504, 507);
    private static final Set<Integer> THROTTLE = Set.of(403, 429, 503);

    /** No pause between attempts is longer. */
    public static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    public static final RetryPolicy DEFAULT =
            new RetryPolicy(6, Duration.ofSeconds(1), Duration.ofSeconds(1), 25, RETRY);

    /** One attempt; the answer is returned whatever its status. */
    public static final RetryPolicy ONCE = new RetryPolicy(1, Duration.ZERO, Duration.ZERO, 1, Set.of());

    public RetryPolicy {
        retryStatuses = Set.copyOf(retryStatuses);
    }

    public boolean isThrottling(int status) {
        return THROTTLE.contains(status);
    }

    public RetryPolicy alsoRetrying(int status) {
        Set<Integer> more = new HashSet<>(retryStatuses);
        more.add(status);
        return new RetryPolicy(maxAttempts, delay, throttleDelay, throttledAttempts, more);
    }

    public RetryPolicy withAttempts(int attempts) {
        return new RetryPolicy(attempts, delay, throttleDelay, Math.max(attempts, throttledAttempts), retryStatuses);
    }

    /** That many attempts in all, whether the server throttles or not. */
    public RetryPolicy atMost(int attempts) {
        return new RetryPolicy(attempts, delay, throttleDelay, attempts, retryStatuses);
    }

    /** Whether every answer is the caller's business, 410 included (spec 01 §2.2, "raw" mode). */
    public boolean isRaw() {
        return retryStatuses.isEmpty();
    }

    /** Attempts in all. */
    public int attempts(boolean throttled) {
        return throttled ? Math.max(maxAttempts, throttledAttempts) : maxAttempts;
    }

    /**
     * The pause after that many attempts, varied by up to a fifth so that the VMs of a scale set do not come back in step.
     *
     * @param random between 0 and 1
     */
    Duration varied(int attemptsMade, boolean throttled, double random) {
        Duration even = pause(attemptsMade, throttled);
        long nanos = (long) (even.toNanos() * (0.8 + 0.4 * random));
        return Duration.ofNanos(Math.min(nanos, LONGEST_PAUSE.toNanos()));
    }

    /** The pause after that many attempts, before jitter. */
    public Duration pause(int attemptsMade, boolean throttled) {
        if (throttled) {
            return throttleDelay;
        }
        long a = 1;
        long b = 2;
        for (int i = 1; i < attemptsMade && b < 1000; i++) {
            long next = a + b;
            a = b;
            b = next;
        }
        Duration pause = delay.multipliedBy(b);
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
}
