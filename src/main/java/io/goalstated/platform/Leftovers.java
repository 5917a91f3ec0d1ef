package io.goalstated.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What is on the disk and nobody needs: what it has not let go yet, which is tried again, and what killed agents were
 * writing, which its temporary name tells. All under names that are never used again.
 */
public final class Leftovers {
    /** More than that is left to the sweep of the next start. */
    private static final int MOST = 1000;

    /** Temporary names start so: never with a digit, which handlers take for settings (spec 02 §4.3). */
    private static final String TEMPORARY = ".goalstated-";

    /** Tells what is being written now from what somebody else has left. */
    private final String temporary = TEMPORARY + random() + "-";

    private final Disk disk;
    private final Set<Path> paths = ConcurrentHashMap.newKeySet();

    Leftovers(Disk disk) {
        this.disk = disk;
    }

    /** A name for what is being written in that directory, and is left over if this agent is killed meanwhile. */
    Path temporaryIn(Path directory) {
        return directory.resolve(temporary + random());
    }

    private static String random() {
        return Long.toHexString(ThreadLocalRandom.current().nextLong());
    }

    /** Whether it is, or was, being written, and is nobody's yet. */
    public static boolean isTemporary(Path file) {
        return String.valueOf(file.getFileName()).startsWith(TEMPORARY);
    }

    /**
     * Leaves it to the next calls of {@link #remove}: what cannot be removed now, or must not be, because it is out of the
     * way by a rename that is not on the disk yet. Does not block.
     */
    public void add(Path path) {
        if (paths.size() < MOST) {
            paths.add(path);
        }
    }

    /** Whether nothing waits for being removed. Does not block. */
    public boolean isEmpty() {
        return paths.isEmpty();
    }

    /**
     * Tries each one again: none is touched before it is on the disk that it is out of the way. Blocks.
     *
     * @return why one of them stays
     */
    public Optional<String> remove() {
        Optional<String> reason = Optional.empty();
        for (Path path : List.copyOf(paths)) {
            try {
                if (disk.exists(path)) {
                    disk.syncNames(Disk.parentOf(path));
                    disk.deleteTree(path);
                }
                paths.remove(path);
            } catch (IOException e) {
                reason = Optional.of(path + ": " + e.getMessage());
            }
        }
        return reason;
    }

    /**
     * Removes what killed agents have left of writes in this very directory; what this one is writing stays. All names that
     * remain are on the disk then: a killed agent may have made one without waiting for that, and whoever finds it relies
     * on it. Blocks.
     *
     * @return how many files that were
     */
    public int sweep(Path directory) throws IOException {
        int swept = 0;
        for (Path entry : disk.list(directory)) {
            if (isTemporary(entry)
                    && !entry.getFileName().toString().startsWith(temporary)
                    && Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                disk.delete(entry);
                swept++;
            }
        }
        if (Files.isDirectory(directory)) {
            disk.syncNames(directory);
        }
        return swept;
    }
}
