package io.goalstated.support;

import io.goalstated.platform.Disk;
import io.goalstated.platform.FileStamp;
import io.goalstated.platform.Leftovers;
import io.goalstated.platform.SystemRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** {@code <lib>/logcollector}: the one archive that there is, for a day (OPS-87). All methods block. */
final class Depot {
    /** So long an archive stays after it was given to the platform, or made. */
    static final Duration STAY = Duration.ofHours(24);

    /** No collection takes so long: what is older under a temporary name was left by one that was killed. */
    private static final Duration LONGEST_COLLECTION = Duration.ofHours(2);

    private final Disk disk;
    private final Path library;

    Depot(Disk disk, SystemRoot root, String library) {
        this.disk = disk;
        this.library = root.resolve(library);
    }

    private Path directory() {
        return library.resolve("logcollector");
    }

    Path archive() {
        return directory().resolve("logs.zip");
    }

    Path results() {
        return directory().resolve(Archive.RESULTS);
    }

    /** The directory is there, the agent's own, and holds nothing of a collection that was killed. */
    void prepare(Instant now) throws IOException {
        if (!disk.exists(library)) {
            disk.createDirectory(library, Disk.PRIVATE_DIRECTORY);
        }
        disk.claimDirectory(directory(), Disk.PRIVATE_DIRECTORY);
        for (Path entry : disk.list(directory())) {
            if (Leftovers.isTemporary(entry) && isOlder(entry, now, LONGEST_COLLECTION)) {
                disk.discard(entry);
            }
        }
    }

    /** Its day begins. */
    void given(Instant now) throws IOException {
        disk.setModified(archive(), FileTime.from(now));
    }

    /** Removes what has been there for a day; a file from the future counts as that old. */
    void expire(Instant now) throws IOException {
        if (isOlder(archive(), now, STAY)) {
            disk.delete(archive());
        }
        if (!disk.exists(archive()) && disk.exists(results())) {
            disk.delete(results());
        }
    }

    private boolean isOlder(Path file, Instant now, Duration age) throws IOException {
        Optional<FileStamp> stamp = disk.stamp(file);
        return stamp.isPresent()
                && (!stamp.get().modified().plus(age).isAfter(now)
                        || stamp.get().modified().isAfter(now.plus(age)));
    }
}
