package io.goalstated.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Single changes of the disk: those that need no other, and those that {@link Disk} puts together to what survives a kill.
 * Each is announced to the {@link Watcher} before it is made, so that tests can stop the world before any one of them; none
 * waits until it is on the disk. All methods block; none follows a symbolic link at the last component of a path where it
 * opens or removes what is there.
 */
public abstract sealed class DiskSteps extends DiskView permits Disk {
    /** Read and written by the owner only. */
    public static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rw-------");
    /** Read by the owner only. */
    public static final Set<PosixFilePermission> SEALED = PosixFilePermissions.fromString("r--------");
    /** Readable by everybody. */
    public static final Set<PosixFilePermission> PUBLIC = PosixFilePermissions.fromString("rw-r--r--");

    public static final Set<PosixFilePermission> PRIVATE_DIRECTORY = PosixFilePermissions.fromString("rwx------");
    public static final Set<PosixFilePermission> PUBLIC_DIRECTORY = PosixFilePermissions.fromString("rwxr-xr-x");

    /** What no sensible umask takes away. */
    static final Set<PosixFilePermission> OWNERS = PRIVATE_DIRECTORY;

    private final Watcher watcher;

    DiskSteps(Watcher watcher) {
        this.watcher = watcher;
    }

    /** Told of every change before it is made; may throw to stand for a crash or a full disk. */
    @FunctionalInterface
    public interface Watcher {
        void before(String operation, Path path) throws IOException;

        /** How many of these bytes are written at once; when not all, the rest is announced as another step. */
        default int atOnce(Path file, int bytes) {
            return bytes;
        }
    }

    /** A new, empty file with that mode, opened for writing. Fails when the name is taken. */
    public FileChannel create(Path file, Set<PosixFilePermission> mode) throws IOException {
        announce("create", file);
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(mode));
        if (!OWNERS.containsAll(mode)) {
            // The umask may have taken bits away; never added any.
            Files.setPosixFilePermissions(file, mode);
        }
        return channel;
    }

    /** Writes at the end of a file that {@link #create} has opened. */
    public void extend(FileChannel opened, Path file, byte[] content) throws IOException {
        announced(opened, file).write(ByteBuffer.wrap(content));
    }

    AnnouncedChannel announced(FileChannel opened, Path file) {
        return new AnnouncedChannel(opened, file, watcher);
    }

    /** An existing file for writing from its start. Not a symbolic link. */
    public FileChannel openForWriting(Path file) throws IOException {
        announce("write", file);
        return FileChannel.open(file, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    }

    /** Writes to a file of the kernel's ({@code /sys}, {@code /proc}), where a write is an order. */
    public void tell(Path file, String order) throws IOException {
        announce("tell", file);
        try (FileChannel channel = openForWriting(file)) {
            channel.write(ByteBuffer.wrap(order.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** Renames within one file system, replacing a file of that name. */
    void rename(Path from, Path to) throws IOException {
        announce("rename", to);
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes a file if it is there. */
    public void delete(Path file) throws IOException {
        announce("delete", file);
        Files.deleteIfExists(file);
    }

    /** Changes the mode of a file or directory of ours. */
    public void setMode(Path path, Set<PosixFilePermission> mode) throws IOException {
        announce("mode", path);
        Files.setPosixFilePermissions(path, mode);
    }

    public void setModified(Path file, FileTime time) throws IOException {
        announce("touch", file);
        Files.setLastModifiedTime(file, time);
    }

    /** Announces a step that is made by whoever calls this: of another kind, or no change of files but not to be undone either. */
    void announce(String operation, Path path) throws IOException {
        watcher.before(operation, path);
    }
}
