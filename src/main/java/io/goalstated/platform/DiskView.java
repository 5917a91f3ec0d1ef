package io.goalstated.platform;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is on the disk, for whoever only looks. All methods block; none follows a symbolic link at the last component of a
 * path, and none waits for a named pipe or reads without end.
 */
public abstract sealed class DiskView permits DiskSteps {
    /** The file's text, or empty when there is none. Longer files are an error, symbolic links too. */
    public Optional<String> readText(Path file, int maxBytes) throws IOException {
        return read(file, maxBytes).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /**
     * The file's bytes, or empty when there is none. Longer files are an error, symbolic links and whatever else is no
     * regular file too: a named pipe would be waited for without end.
     */
    public Optional<byte[]> read(Path file, int maxBytes) throws IOException {
        if (isSomethingElse(file)) {
            throw new IOException(file + " is not a regular file");
        }
        try (SeekableByteChannel channel =
                        Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
                InputStream in = Channels.newInputStream(channel)) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new IOException(file + " is larger than " + maxBytes + " bytes");
            }
            return Optional.of(bytes);
        } catch (NoSuchFileException | FileNotFoundException e) {
            return Optional.empty();
        }
    }

    /**
     * The end of a file's text, so many bytes at most and no half line at its start; empty when there is no file. What is no regular
     * file is an error.
     */
    public Optional<String> tail(Path file, int maxBytes) throws IOException {
        if (isSomethingElse(file)) {
            throw new IOException(file + " is not a regular file");
        }
        try (FileChannel channel = open(file)) {
            long start = Math.max(0, channel.size() - maxBytes);
            InputStream in = Channels.newInputStream(channel.position(start));
            String text = new String(in.readNBytes(maxBytes), StandardCharsets.UTF_8);
            return Optional.of(start == 0 ? text : text.substring(text.indexOf('\n') + 1));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static boolean isSomethingElse(Path file) {
        return !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** What is there under that name, a symbolic link itself rather than what it points to; empty when nothing is. */
    public Optional<FileStamp> stamp(Path file) throws IOException {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return Optional.of(FileStamp.of(found, file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Where a symbolic link points to, as it says; empty when there is no link of that name. */
    public Optional<Path> linkTarget(Path link) throws IOException {
        try {
            return Optional.of(Files.readSymbolicLink(link));
        } catch (NoSuchFileException | NotLinkException e) {
            return Optional.empty();
        }
    }

    /** The entries of a directory in name order; none when it is not there. */
    public List<Path> list(Path directory) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(entries::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        entries.sort(Path::compareTo);
        return entries;
    }

    /**
     * Entries of a directory that others may have filled, so many at most, in name order; which, where there are more, nobody can say.
     * None when it is not there.
     */
    public List<Path> some(Path directory, int most) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path entry : stream) {
                if (entries.size() >= most) {
                    break;
                }
                entries.add(entry);
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        entries.sort(Path::compareTo);
        return entries;
    }

    /** An existing file for reading. Not a symbolic link. */
    public FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    /** The mode of a file; empty when it is not there. */
    public Optional<Set<PosixFilePermission>> mode(Path file) throws IOException {
        try {
            return Optional.of(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Whether it is a directory; a link to one is none. */
    public boolean isDirectory(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Whether that is a directory, not a link to one, which belongs to root or to whoever runs this and which nobody else may
     * change.
     */
    public boolean isTrustedDirectory(Path path) throws IOException {
        if (!isDirectory(path)) {
            return false;
        }
        return isOwn(path) && !isOpenToOthers(path);
    }

    /** Whether others than its owner may write to it. */
    public boolean isOpenToOthers(Path path) throws IOException {
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
        return mode.contains(PosixFilePermission.GROUP_WRITE) || mode.contains(PosixFilePermission.OTHERS_WRITE);
    }

    /** Whether it belongs to root or to whoever runs this. Of a link itself, not of what it leads to. */
    public boolean isOwn(Path path) throws IOException {
        Object owner = Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        return owner.equals(0) || owner.equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    /**
     * The first part of the path below that base which is there and is no {@link #isTrustedDirectory}: whoever may change it decides
     * what all below it is.
     */
    public Optional<Path> distrusted(Path base, Path path) throws IOException {
        Path part = base;
        for (Path name : base.relativize(path)) {
            part = part.resolve(name);
            if (exists(part) && !isTrustedDirectory(part)) {
                return Optional.of(part);
            }
        }
        return Optional.empty();
    }

    /** Whether there is anything of that name, a link to nowhere included. */
    public boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether nobody but its owner may read, write or execute it. */
    public boolean isClosed(Path path) throws IOException {
        return DiskSteps.OWNERS.containsAll(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    }

    /** Bytes that the file system there has in all. */
    public long totalSpace(Path directory) throws IOException {
        return Files.getFileStore(directory).getTotalSpace();
    }

    /** Bytes that may still be written where the directory is. */
    public long usableSpace(Path directory) throws IOException {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            // Java wants to find the mount point in the list of mounts, where a changed root has none.
            return directory.toFile().getUsableSpace();
        }
    }

    static Optional<PosixFileAttributes> attributes(Path file) throws IOException {
        try {
            return Optional.of(Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
