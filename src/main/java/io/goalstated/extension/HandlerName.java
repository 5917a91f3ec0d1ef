package io.goalstated.extension;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code Publisher.Type}, the name of an extension handler. It becomes part of file names under the library directory,
 * so only names that cannot leave it exist: letters, digits, {@code . _ -}, at most 200 characters, no {@code ..}.
 */
public record HandlerName(String value) {
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,198}[A-Za-z0-9_])?");

    public HandlerName {
        if (!isSafe(value)) {
            throw new IllegalArgumentException("not a handler name");
        }
    }

    /** The name, or empty when the text could not safely be part of a path. */
    public static Optional<HandlerName> parse(String text) {
        return isSafe(text) ? Optional.of(new HandlerName(text)) : Optional.empty();
    }

    private static boolean isSafe(String text) {
        return SAFE.matcher(text).matches() && !text.contains("..");
    }

    /** The part before the last dot, as {@code signingInfo} and policies use it; empty when there is no dot. */
    public String publisher() {
        int dot = value.lastIndexOf('.');
        return dot < 0 ? "" : value.substring(0, dot);
    }

    /** The part after the last dot. */
    public String type() {
        return value.substring(value.lastIndexOf('.') + 1);
    }

    public boolean equalsIgnoreCase(String other) {
        return value.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return value;
    }
}
