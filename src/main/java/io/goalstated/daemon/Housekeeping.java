package io.goalstated.daemon;

import io.goalstated.artifact.PackageFetcher;
import io.goalstated.platform.Disk;
import io.goalstated.supervise.LibraryDirectory;
import java.io.IOException;
import java.nio.file.Path;

/** What the disk needs before an agent works with it. All methods block. */
final class Housekeeping {
    private final Setup setup;
    private final Disk disk;
    private final PackageFetcher packages;

    Housekeeping(Setup setup, Disk disk, PackageFetcher packages) {
        this.setup = setup;
        this.disk = disk;
        this.packages = packages;
    }

    /** The directories that everything else relies on. */
    Path prepareDirectories() throws IOException {
        library().prepare();
        return setup.libDirectory();
    }

    /** Takes away what a killed agent left half-done, and brings up to date what an older one left. */
    Path tidyUp() throws IOException {
        packages.sweep();
        library().tidyUp();
        return setup.libDirectory();
    }

    private LibraryDirectory library() {
        return new LibraryDirectory(disk, setup.libDirectory(), setup.logDirectory());
    }
}
