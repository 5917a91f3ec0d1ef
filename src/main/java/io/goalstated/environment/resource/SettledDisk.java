package io.goalstated.environment.resource;

import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The word that {@code goalstated-resource-disk.target} waits for: the resource disk can be used now, or none will come. It holds
 * until the next boot; that the agent is started anew takes nothing away. Blocks.
 */
public final class SettledDisk {
    private static final String DIRECTORY = "/run/goalstated";
    private static final String FILE = DIRECTORY + "/resource-disk-settled";

    private final Disk disk;
    private final SystemRoot root;

    public SettledDisk(Disk disk, SystemRoot root) {
        this.disk = disk;
        this.root = root;
    }

    /** @param mountPoint where it can be used; empty: nowhere, as far as the agent knows */
    public void tell(Optional<String> mountPoint) throws IOException {
        Path file = root.resolve(FILE);
        disk.createDirectory(root.resolve(DIRECTORY), Disk.PRIVATE_DIRECTORY);
        disk.writeLoosely(file, mountPoint.map(place -> "mounted at " + place).orElse("none") + "\n", Disk.PUBLIC);
    }
}
