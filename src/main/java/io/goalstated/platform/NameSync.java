package io.goalstated.platform;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A name is on the disk once its directory is synced. Until then, and when something fails in between, it is there to see
 * and may be lost yet: the directory is remembered, and whoever else relies on the name waits for it, too.
 */
final class NameSync {
    private final DiskSteps steps;
    private final Set<Path> owed = ConcurrentHashMap.newKeySet();

    NameSync(DiskSteps steps) {
        this.steps = steps;
    }

    boolean isOwed(Path directory) {
        return owed.contains(directory);
    }

    /** A name is about to be made in there, or was. */
    void owe(Path directory) {
        owed.add(directory);
    }

    /** Waits until the names in that directory are on the disk. When that fails, it stays owed. */
    void settle(Path directory) throws IOException {
        owed.add(directory);
        steps.announce("sync", directory);
        force(directory);
        owed.remove(directory);
    }

    /** Waits until the content of a file, or the names in a directory, are on the disk. */
    static void force(Path fileOrDirectory) throws IOException {
        try (FileChannel channel = FileChannel.open(fileOrDirectory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
