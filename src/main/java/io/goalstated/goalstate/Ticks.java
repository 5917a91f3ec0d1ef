package io.goalstated.goalstate;

import java.time.Instant;

/**
 * A point in time in 100 ns units since 0001-01-01T00:00:00Z, compared as an exact 64-bit integer (spec 01 §0: the
 * reference goes through a double and loses microseconds).
 */
public record Ticks(long value) implements Comparable<Ticks> {
    /** Absent or unreadable ticks: older than everything. */
    public static final Ticks MINIMUM = new Ticks(0);

    private static final long UNIX_EPOCH_SECONDS = 62_135_596_800L;

    /** The ticks of that decimal text; anything else counts as {@link #MINIMUM}. */
    public static Ticks parse(String text) {
        try {
            long value = Long.parseLong(text.strip());
            return value < 0 ? MINIMUM : new Ticks(value);
        } catch (NumberFormatException e) {
            return MINIMUM;
        }
    }

    public Instant toInstant() {
        return Instant.ofEpochSecond(value / 10_000_000L - UNIX_EPOCH_SECONDS, value % 10_000_000L * 100);
    }

    @Override
    public int compareTo(Ticks other) {
        return Long.compare(value, other.value);
    }
}
