package io.goalstated.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is known of the terminal without asking it. */
public final class Terminal {
    private static final int DEFAULT_WIDTH = 120;

    private Terminal() {}

    /** Whether a person can answer on standard input. */
    static boolean canAnswer() {
        try {
            String input = Files.readSymbolicLink(Path.of("/proc/self/fd/0")).toString();
            return input.startsWith("/dev/pts/") || input.startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether a person looks at standard output. */
    public static boolean isInteractive() {
        try {
            String output = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            boolean terminal = output.startsWith("/dev/pts/") || output.startsWith("/dev/tty");
            return terminal && !"dumb".equals(System.getenv("TERM"));
        } catch (IOException e) {
            return false;
        }
    }

    /** In characters; a pipe has room for everything. */
    public static int width() {
        if (!isInteractive()) {
            return 10_000;
        }
        String columns = System.getenv("COLUMNS");
        try {
            return columns == null ? DEFAULT_WIDTH : Math.max(40, Integer.parseInt(columns));
        } catch (NumberFormatException e) {
            return DEFAULT_WIDTH;
        }
    }
}
