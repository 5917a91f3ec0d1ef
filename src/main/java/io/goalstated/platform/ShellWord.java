package io.goalstated.platform;

/** Text that a shell takes as it is. */
public final class ShellWord {
    private ShellWord() {}

    /** The text as one word of a POSIX shell, whatever is in it. */
    public static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
