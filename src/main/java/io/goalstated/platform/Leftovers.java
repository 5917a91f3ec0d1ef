package io.goalstated.platform;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What nobody needs any more and the disk has not let go yet. Names that are never used again. */
final class Leftovers {
    /** More than that is left to the sweep of the next start. */
    private static final int MOST = 1000;

    private final Disk disk;
    private final Set<Path> paths = ConcurrentHashMap.newKeySet();

    Leftovers(Disk disk) {
        this.disk = disk;
    }

    void add(Path path) {
        if (paths.size() < MOST) {
            paths.add(path);
        }
    }

    boolean isEmpty() {
        return paths.isEmpty();
    }

    /** Tries each one again. */
    void remove() {
        for (Path path : List.copyOf(paths)) {
            try {
                disk.deleteTree(path);
                paths.remove(path);
            } catch (IOException e) {
                // It stays for the next time.
            }
        }
    }
}
