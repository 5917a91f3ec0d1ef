package io.goalstated.artifact;

import io.goalstated.platform.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where packages are before they are in place: private directories under {@code <lib>/goalstated/staging}, so that what
 * was verified is what is unpacked (OPS-129). Same file system as the handlers, so that a rename suffices. Blocks.
 */
final class Staging {
    private final Disk disk;
    private final Path own;

    Staging(Disk disk, Path libDirectory) {
        this.disk = disk;
        this.own = libDirectory.resolve("goalstated");
    }

    /** A new directory for one acquisition; when it fails there is none. */
    Path open(PackageRequest request) throws IOException {
        disk.createDirectory(own, Disk.PRIVATE_DIRECTORY);
        disk.createDirectory(directory(), Disk.PRIVATE_DIRECTORY);
        Path opened = directory()
                .resolve(request.handler() + "-" + request.version() + "-"
                        + Long.toHexString(ThreadLocalRandom.current().nextLong()));
        try {
            disk.createDirectory(opened, Disk.PRIVATE_DIRECTORY);
            return opened;
        } catch (IOException e) {
            disk.discard(opened);
            throw e;
        }
    }

    /** What the disk does not let go now goes when it does. */
    void close(Path opened) {
        disk.discard(opened);
    }

    /** Removes what a killed agent left. Only while nothing is being acquired. */
    void sweep() throws IOException {
        disk.list(directory()).forEach(disk::discard);
    }

    private Path directory() {
        return own.resolve("staging");
    }
}
