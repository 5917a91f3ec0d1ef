package io.goalstated.platform;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The claim to be the only daemon of a root (spec 04 OPS-12): a lock on {@code /run/goalstated/lock}, which the kernel gives
 * up when the process ends in whatever way. The lock file itself stays. Nothing else in the process may open it: closing any
 * other channel to it would give the lock up.
 */
public final class InstanceLock implements AutoCloseable {
    /** What a process exits with when another one holds the lock. */
    public static final int ALREADY_RUNNING = 75;

    private static final String RUN_DIRECTORY = "/run/goalstated";

    private final FileChannel channel;
    private final Disk disk;
    private final Path pidFile;

    private InstanceLock(FileChannel channel, Disk disk, Path pidFile) {
        this.channel = channel;
        this.disk = disk;
        this.pidFile = pidFile;
    }

    /** Takes the lock and writes the process id to that file; empty when another process (or this one) has the lock. */
    public static Optional<InstanceLock> acquire(SystemRoot root, Disk disk, Path pidFile) throws IOException {
        Path directory = root.resolve(RUN_DIRECTORY);
        disk.createDirectory(directory, Disk.PRIVATE_DIRECTORY);
        FileChannel channel = FileChannel.open(
                directory.resolve("lock"),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(Disk.PRIVATE));
        if (tryLock(channel) == null) {
            channel.close();
            return Optional.empty();
        }
        Path parent = pidFile.getParent();
        if (parent != null) {
            disk.createDirectory(parent, Disk.PUBLIC_DIRECTORY);
            disk.leftovers().sweep(parent);
        }
        disk.write(pidFile, Long.toString(ProcessHandle.current().pid()), Disk.PUBLIC);
        return Optional.of(new InstanceLock(channel, disk, pidFile));
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Removes the process id and gives the lock up. */
    @Override
    public void close() throws IOException {
        try {
            disk.delete(pidFile);
        } finally {
            channel.close();
        }
    }
}
