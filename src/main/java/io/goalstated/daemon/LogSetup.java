package io.goalstated.daemon;

import io.goalstated.config.AgentKeys;
import io.goalstated.config.Configuration;
import io.goalstated.log.LogSettings;
import io.goalstated.platform.Disk;
import io.goalstated.platform.FileTrouble;
import io.goalstated.platform.SystemRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.event.Level;

/**
 * What the configuration means for the log of the daemon.
 *
 * @param verbose every step is logged, whatever the configuration says
 */
record LogSetup(SystemRoot root, Disk disk, boolean verbose) {
    private static final long MEGABYTE = 1 << 20;

    /** The directory of the file is made where it is missing: a scratch root starts empty. Blocks. */
    LogSettings of(Configuration configuration) {
        boolean all = verbose || configuration.get(AgentKeys.VERBOSE);
        return new LogSettings(
                all ? Level.DEBUG : Level.INFO,
                Optional.of(file(configuration)),
                configuration.get(AgentKeys.LOG_MAX_SIZE_MB) * MEGABYTE,
                configuration.get(AgentKeys.LOG_MAX_FILES),
                configuration.get(AgentKeys.LOG_MAX_TOTAL_MB) * MEGABYTE,
                configuration.get(AgentKeys.LOG_FORMAT).equals("json"),
                System.getenv("JOURNAL_STREAM") != null);
    }

    private Path file(Configuration configuration) {
        Path file = root.resolve(configuration.get(AgentKeys.LOG_FILE));
        try {
            disk.createDirectory(file.resolveSibling(""), Disk.PUBLIC_DIRECTORY);
        } catch (IOException e) {
            System.err.println("goalstated run: cannot make the directory of " + file + ": " + FileTrouble.text(e));
        }
        return file;
    }
}
