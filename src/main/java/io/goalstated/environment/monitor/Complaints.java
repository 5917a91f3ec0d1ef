package io.goalstated.environment.monitor;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which complaints are worth a line in the log: the same one three times, then once in twelve hours (spec 03 §12.1).
 */
final class Complaints {
    private static final int AT_ONCE = 3;
    private static final long REMINDER = Duration.ofHours(12).toNanos();
    private static final int MAX_TEXTS = 64;

    private final Map<String, Told> told = new LinkedHashMap<>();

    private record Told(int times, long last) {}

    /** @param now on a clock that never goes back, in nanoseconds */
    boolean isWorthTelling(String text, long now) {
        Told before = told.get(text);
        if (before != null && before.times() >= AT_ONCE && now - before.last() < REMINDER) {
            return false;
        }
        if (before == null && told.size() == MAX_TEXTS) {
            told.clear();
        }
        told.put(text, new Told(before == null ? 1 : before.times() + 1, now));
        return true;
    }
}
