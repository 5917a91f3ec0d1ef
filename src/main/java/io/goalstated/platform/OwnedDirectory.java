package io.goalstated.platform;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A directory that belongs to a user who may change it at any moment, and into which root writes (spec 03 S7). It is held
 * open: files are reached through it, never by a path that could be redirected. Links are not followed, files of other
 * owners are not read, and a file is replaced by a new one, never written into.
 */
public final class OwnedDirectory implements AutoCloseable {
    private final SecureDirectoryStream<Path> stream;
    private final Path shown;
    private final int uid;
    private final int gid;
    private final Disk disk;

    private OwnedDirectory(SecureDirectoryStream<Path> stream, Path shown, int uid, int gid, Disk disk) {
        this.stream = stream;
        this.shown = shown;
        this.uid = uid;
        this.gid = gid;
        this.disk = disk;
    }

    /** Opens the directory, whose parents are the system's. It must be the owner's, and no link. */
    public static OwnedDirectory open(Path directory, int uid, int gid, Disk disk) throws IOException {
        Path parent = directory.getParent();
        Path name = directory.getFileName();
        if (parent == null || name == null) {
            throw new IOException(directory + " has no parent");
        }
        try (DirectoryStream<Path> above = Files.newDirectoryStream(parent)) {
            if (!(above instanceof SecureDirectoryStream<Path> held)) {
                throw new IOException(parent + " cannot be held open");
            }
            return of(held.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS), directory, uid, gid, disk);
        }
    }

    private static OwnedDirectory of(SecureDirectoryStream<Path> stream, Path shown, int uid, int gid, Disk disk)
            throws IOException {
        OwnedDirectory opened = new OwnedDirectory(stream, shown, uid, gid, disk);
        PosixFileAttributes found = attributes(stream.getFileAttributeView(PosixFileAttributeView.class));
        if (!opened.isOwners(found)) {
            stream.close();
            throw new IOException(shown + " does not belong to user " + uid);
        }
        return opened;
    }

    private boolean isOwners(PosixFileAttributes attributes) throws IOException {
        return attributes.owner().equals(owner(uid));
    }

    private UserPrincipal owner(int number) throws IOException {
        return fileSystem().getUserPrincipalLookupService().lookupPrincipalByName(Integer.toString(number));
    }

    private FileSystem fileSystem() {
        return shown.getFileSystem();
    }

    private static PosixFileAttributes attributes(@Nullable PosixFileAttributeView view) throws IOException {
        if (view == null) {
            throw new IOException("the file system knows no owners");
        }
        return view.readAttributes();
    }

    /** Takes write access from everybody but the owner, if anybody has it. */
    public void closeToOthers(Set<PosixFilePermission> mode) throws IOException {
        PosixFileAttributeView view = stream.getFileAttributeView(PosixFileAttributeView.class);
        Set<PosixFilePermission> found = attributes(view).permissions();
        if (view != null
                && (found.contains(PosixFilePermission.GROUP_WRITE)
                        || found.contains(PosixFilePermission.OTHERS_WRITE))) {
            disk.announce("mode", shown);
            view.setPermissions(mode);
        }
    }

    /** The directory of that name inside, made with that mode if it is missing. */
    public OwnedDirectory directory(String name, Set<PosixFilePermission> mode) throws IOException {
        Path inside = Path.of(name);
        try {
            return of(
                    stream.newDirectoryStream(inside, LinkOption.NOFOLLOW_LINKS), shown.resolve(name), uid, gid, disk);
        } catch (NoSuchFileException e) {
            make(inside, mode);
            SecureDirectoryStream<Path> made = stream.newDirectoryStream(inside, LinkOption.NOFOLLOW_LINKS);
            own(made.getFileAttributeView(PosixFileAttributeView.class), mode);
            return of(made, shown.resolve(name), uid, gid, disk);
        }
    }

    /**
     * A secure stream cannot make directories: made by its path, which the owner may redirect; what is opened afterwards
     * without following links is what counts, and an empty directory elsewhere harms nobody.
     */
    private void make(Path name, Set<PosixFilePermission> mode) throws IOException {
        disk.announce("mkdir", shown.resolve(name));
        try {
            Files.createDirectory(shown.resolve(name), PosixFilePermissions.asFileAttribute(mode));
        } catch (FileAlreadyExistsException e) {
            // Somebody was faster; it is looked at when it is opened.
            return;
        }
    }

    private void own(@Nullable PosixFileAttributeView view, Set<PosixFilePermission> mode) throws IOException {
        attributes(view);
        if (view != null) {
            view.setPermissions(mode);
            view.setOwner(owner(uid));
            view.setGroup(
                    fileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(Integer.toString(gid)));
        }
    }

    /** The file's bytes; empty when there is none. What is no regular file of the owner's is an error. */
    public Optional<byte[]> read(String name, int maxBytes) throws IOException {
        Path inside = Path.of(name);
        try {
            PosixFileAttributes found = attributes(
                    stream.getFileAttributeView(inside, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS));
            if (!found.isRegularFile() || !isOwners(found)) {
                throw new IOException(shown.resolve(name) + " is not a regular file of user " + uid);
            }
            try (SeekableByteChannel channel =
                            stream.newByteChannel(inside, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
                    InputStream in = Channels.newInputStream(channel)) {
                byte[] bytes = in.readNBytes(maxBytes + 1);
                if (bytes.length > maxBytes) {
                    throw new IOException(shown.resolve(name) + " is larger than " + maxBytes + " bytes");
                }
                return Optional.of(bytes);
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Replaces the file, or makes it, with that mode from its first byte on. */
    public void write(String name, byte[] content, Set<PosixFilePermission> mode) throws IOException {
        Path temporary = Path.of(
                ".goalstated-" + Long.toHexString(ThreadLocalRandom.current().nextLong()));
        disk.announce("create", shown.resolve(temporary));
        try {
            try (SeekableByteChannel channel = stream.newByteChannel(
                    temporary,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                    PosixFilePermissions.asFileAttribute(mode))) {
                ByteBuffer buffer = ByteBuffer.wrap(content);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                if (channel instanceof FileChannel file) {
                    file.force(true);
                }
            }
            own(stream.getFileAttributeView(temporary, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS), mode);
            disk.announce("rename", shown.resolve(name));
            stream.move(temporary, stream, Path.of(name));
        } catch (IOException e) {
            try {
                stream.deleteFile(temporary);
            } catch (NoSuchFileException gone) {
                throw e;
            }
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
