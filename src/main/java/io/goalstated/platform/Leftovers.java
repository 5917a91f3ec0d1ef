package io.goalstated.platform;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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

    /**
     * Tries each one again: none is touched before it is on the disk that it is out of the way.
     *
     * @return why one of them stays
     */
    Optional<String> remove(NameSync names) {
        Optional<String> reason = Optional.empty();
        for (Path path : List.copyOf(paths)) {
            try {
                if (disk.exists(path)) {
                    names.settle(Disk.parentOf(path));
                    disk.deleteTree(path);
                }
                paths.remove(path);
            } catch (IOException e) {
                reason = Optional.of(path + ": " + e.getMessage());
            }
        }
        return reason;
    }
}
