package io.goalstated.goalstate;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Names one state of the Fabric channel. Opaque: only equality means something, it restarts at 1 when a VM is created
 * anew after hibernation (spec 01 §4.1). It becomes part of file names, so it must be a safe one of at most 64
 * characters.
 */
public record Incarnation(String value) {
    private static final int MAX_LENGTH = 64;

    public Incarnation {
        if (!isSafe(value)) {
            throw new IllegalArgumentException("not an incarnation");
        }
    }

    public static Optional<Incarnation> parse(String text) {
        return isSafe(text) ? Optional.of(new Incarnation(text)) : Optional.empty();
    }

    private static boolean isSafe(String text) {
        return text.length() <= MAX_LENGTH && SafeName.isSafe(text);
    }

    /** Spelled out: the first call of a record's own costs milliseconds on the way to the first report. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Incarnation that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
