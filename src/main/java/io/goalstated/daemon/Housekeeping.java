package io.goalstated.daemon;

import io.goalstated.artifact.Initializer;
import io.goalstated.artifact.PackageFetcher;
import io.goalstated.plan.ObservedHandler;
import io.goalstated.plan.ObservedVersion;
import io.goalstated.platform.Disk;
import io.goalstated.supervise.DiskInventory;
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
        disk.createDirectory(setup.libDirectory(), Disk.PRIVATE_DIRECTORY);
        // One that was there already may be open to others, and settings and keys rely on it (OPS-108).
        disk.setMode(setup.libDirectory(), Disk.PRIVATE_DIRECTORY);
        disk.createDirectory(setup.logDirectory(), Disk.PUBLIC_DIRECTORY);
        disk.createDirectory(setup.libDirectory().resolve("goalstated"), Disk.PRIVATE_DIRECTORY);
        return setup.libDirectory();
    }

    /**
     * Takes away what a killed agent left half unpacked, and brings the environment files of handlers that an older
     * agent installed up to date (spec 02 §3).
     */
    Path tidyUp() throws IOException {
        packages.sweep();
        Initializer initializer = new Initializer(disk);
        for (ObservedHandler handler : DiskInventory.read(disk, setup.libDirectory(), setup.logDirectory())
                .values()) {
            for (ObservedVersion version : handler.versions()) {
                initializer.refresh(setup.layout(handler.name(), version.version()));
            }
        }
        return setup.libDirectory();
    }
}
