package io.goalstated.cli;

import io.goalstated.platform.TerminalSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of the terminal that the command was typed at. */
public final class Terminal {
    private static final int DEFAULT_WIDTH = 80;
    private static final int LEAST_WIDTH = 40;

    private Terminal() {}

    /** Whether a person can answer on standard input. */
    static boolean canAnswer() {
        return terminal(0).isPresent();
    }

    /** Whether a person looks at standard output. */
    public static boolean isInteractive() {
        return terminal(1).isPresent() && !"dumb".equals(System.getenv("TERM"));
    }

    /** The terminal behind that descriptor of this process. */
    private static Optional<Path> terminal(int descriptor) {
        try {
            Path device = Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(descriptor)));
            return Optional.of(device)
                    .filter(it -> it.toString().startsWith("/dev/pts/")
                            || it.toString().startsWith("/dev/tty"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** In characters, as the owner says in {@code COLUMNS} or the terminal itself; a pipe has room for everything. */
    public static int width() {
        if (!isInteractive()) {
            return 10_000;
        }
        int columns = said(System.getenv("COLUMNS"))
                .or(() -> terminal(1).flatMap(TerminalSize::columns))
                .orElse(DEFAULT_WIDTH);
        return Math.max(LEAST_WIDTH, columns);
    }

    private static Optional<Integer> said(@Nullable String columns) {
        try {
            return columns == null ? Optional.empty() : Optional.of(Integer.parseInt(columns));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
