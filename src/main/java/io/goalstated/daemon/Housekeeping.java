package io.goalstated.daemon;

import io.goalstated.platform.Disk;
import io.goalstated.supervise.LibraryDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the disk needs before an agent works with it. All methods block. */
final class Housekeeping {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private final Setup setup;
    private final Disk disk;
    private final Chore packages;

    /** Something to be put in order; it may fail. */
    @FunctionalInterface
    interface Chore {
        void run() throws IOException;
    }

    /** @param packages removes packages that were being unpacked */
    Housekeeping(Setup setup, Disk disk, Chore packages) {
        this.setup = setup;
        this.disk = disk;
        this.packages = packages;
    }

    /** The directories that everything else relies on. */
    Path prepareDirectories() throws IOException {
        Optional<Path> distrusted =
                disk.distrusted(setup.root().directory(), setup.libDirectory().resolveSibling(""));
        distrusted.ifPresent(part -> LOG.warn(
                "others than root may change {}, and with it what is in {}: have it be a directory of root's that"
                        + " nobody else may write to",
                part,
                setup.libDirectory()));
        library().prepare();
        return setup.libDirectory();
    }

    /**
     * Takes away what a killed agent left half-done, and brings up to date what an older one left. What cannot be tidied
     * stays and is told: it is in nobody's way.
     */
    Path tidyUp() {
        attempt(packages);
        attempt(library()::tidyUp);
        return setup.libDirectory();
    }

    private static void attempt(Chore chore) {
        try {
            chore.run();
        } catch (IOException e) {
            LOG.warn("what an earlier run left behind could not be tidied up: {}", e.toString());
        }
    }

    /** Whether the owner or the platform wants the agent to stay silent. */
    boolean isAgentDisabled() {
        return disk.exists(setup.libDirectory().resolve("disable_agent"));
    }

    private LibraryDirectory library() {
        return new LibraryDirectory(disk, setup.libDirectory(), setup.logDirectory());
    }
}
