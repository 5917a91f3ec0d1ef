package io.goalstated.log;

import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.event.Level;

/**
 * Where lines go and which.
 *
 * @param threshold the lowest level of our own loggers that is written
 * @param file the log file, if there is one
 * @param maxBytes above which the file is put aside
 * @param maxFiles how many files put aside are kept
 * @param maxTotalBytes how much all of them and the file may take together
 * @param json whether lines on standard error are JSON; the file is plain text always, since extensions read it (OPS-82)
 * @param priorities whether lines on standard error begin with systemd's {@code <6>}
 * @param console whether lines go to standard error at all
 */
public record LogSettings(
        Level threshold,
        Optional<Path> file,
        long maxBytes,
        int maxFiles,
        long maxTotalBytes,
        boolean json,
        boolean priorities,
        boolean console) {
    /** For commands: warnings and errors, on standard error. */
    public static final LogSettings QUIET =
            new LogSettings(Level.WARN, Optional.empty(), Long.MAX_VALUE, 1, Long.MAX_VALUE, false, false);

    public LogSettings(
            Level threshold,
            Optional<Path> file,
            long maxBytes,
            int maxFiles,
            long maxTotalBytes,
            boolean json,
            boolean priorities) {
        this(threshold, file, maxBytes, maxFiles, maxTotalBytes, json, priorities, true);
    }

    public LogSettings {
        if (maxBytes < 1 || maxFiles < 1 || maxTotalBytes < 1) {
            throw new IllegalArgumentException("limits of the log must be positive");
        }
    }

    /** Everything into that file and nothing to standard error: for commands whose terminal tells something else. */
    public static LogSettings onlyTo(Path file) {
        return new LogSettings(Level.INFO, Optional.of(file), Long.MAX_VALUE, 1, Long.MAX_VALUE, false, false, false);
    }
}
