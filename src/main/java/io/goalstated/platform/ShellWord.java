package io.goalstated.platform;

import java.util.regex.Pattern;

/** Text that a shell takes as it is. */
public final class ShellWord {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./-]+");

    private ShellWord() {}

    /** The text as one word of a POSIX shell, whatever is in it. */
    public static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** The same, but letter for letter the text where nothing in it means anything to a shell. */
    public static String of(String text) {
        return PLAIN.matcher(text).matches() ? text : quoted(text);
    }
}
