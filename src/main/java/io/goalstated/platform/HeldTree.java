package io.goalstated.platform;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The plain files below a directory, parts of which others may change at any moment. Each step down goes through the directory above,
 * which is held open, and follows no link: what is found and what is removed is below that directory whatever they do. Blocks.
 */
public final class HeldTree {
    private static final int DEEPEST = 8;

    private final Disk disk;
    private final Path top;

    public HeldTree(Disk disk, Path top) {
        this.disk = disk;
        this.top = top;
    }

    /**
     * A plain file.
     *
     * @param path from the top on
     */
    public record Entry(Path path, FileStamp stamp) {}

    /**
     * The files, so many at most; none when the top is no directory. What vanishes meanwhile, cannot be entered or lies deeper than
     * eight directories is passed over.
     */
    public List<Entry> files(int most) throws IOException {
        List<Entry> found = new ArrayList<>();
        if (!disk.isDirectory(top)) {
            return found;
        }
        try (SecureDirectoryStream<Path> held = open()) {
            collect(held, Path.of(""), 0, most, found);
        }
        return found;
    }

    private void collect(SecureDirectoryStream<Path> held, Path at, int depth, int most, List<Entry> found)
            throws IOException {
        try {
            for (Path each : held) {
                Path name = each.getFileName();
                Optional<FileStamp> stamp = stamp(held, name);
                if (found.size() < most && stamp.filter(FileStamp::regular).isPresent()) {
                    found.add(new Entry(at.resolve(name), stamp.get()));
                } else if (depth < DEEPEST && stamp.filter(FileStamp::directory).isPresent()) {
                    descend(held, at, name, depth, most, found);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private void descend(SecureDirectoryStream<Path> held, Path at, Path name, int depth, int most, List<Entry> found)
            throws IOException {
        try (SecureDirectoryStream<Path> below = below(held, name)) {
            collect(below, at.resolve(name), depth + 1, most, found);
        } catch (NoSuchFileException e) {
            // Gone, a link by now, or closed to us: nothing of it is found.
            return;
        }
    }

    /** A plain file, open for reading; to be closed. */
    public record Opened(SeekableByteChannel content, FileStamp stamp) {}

    /**
     * Opens a plain file; what is none is refused before it is opened, since a named pipe would be waited for.
     *
     * @param file from the top on
     * @throws NoSuchFileException when it is gone, or a link by now, or below one
     */
    public Opened open(Path file) throws IOException {
        List<SecureDirectoryStream<Path>> opened = new ArrayList<>();
        try {
            SecureDirectoryStream<Path> held = holdAbove(file, opened);
            Path name = file.getFileName();
            FileStamp stamp = stamp(held, name).orElseThrow(() -> new NoSuchFileException(file.toString()));
            if (!stamp.regular()) {
                throw new NoSuchFileException(file.toString(), null, "no plain file");
            }
            return new Opened(
                    held.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)), stamp);
        } finally {
            for (SecureDirectoryStream<Path> each : opened) {
                each.close();
            }
        }
    }

    /** The directory that the file is in, held by way of all above it; each that was opened is added to the list. */
    private SecureDirectoryStream<Path> holdAbove(Path file, List<SecureDirectoryStream<Path>> opened)
            throws IOException {
        opened.add(open());
        for (Path name : Optional.ofNullable(file.getParent()).orElse(Path.of(""))) {
            if (!name.toString().isEmpty()) {
                opened.add(below(opened.get(opened.size() - 1), name));
            }
        }
        return opened.get(opened.size() - 1);
    }

    /** Removes that very file; false when it is not there any more, or another has its name. */
    public boolean remove(Entry entry) throws IOException {
        List<SecureDirectoryStream<Path>> opened = new ArrayList<>();
        try {
            SecureDirectoryStream<Path> held = holdAbove(entry.path(), opened);
            Path name = entry.path().getFileName();
            if (stamp(held, name).filter(entry.stamp()::equals).isEmpty()) {
                return false;
            }
            disk.announce("delete", top.resolve(entry.path()));
            held.deleteFile(name);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } finally {
            for (SecureDirectoryStream<Path> each : opened) {
                each.close();
            }
        }
    }

    /** @throws NoSuchFileException when it is no directory, a link to one included, or may not be entered */
    private static SecureDirectoryStream<Path> below(SecureDirectoryStream<Path> held, Path name) throws IOException {
        try {
            return held.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
        } catch (FileSystemException e) {
            throw new NoSuchFileException(name.toString(), null, e.getReason());
        }
    }

    private SecureDirectoryStream<Path> open() throws IOException {
        try (DirectoryStream<Path> above = Files.newDirectoryStream(Disk.parentOf(top))) {
            if (above instanceof SecureDirectoryStream<Path> held) {
                return held.newDirectoryStream(top.getFileName(), LinkOption.NOFOLLOW_LINKS);
            }
            throw new IOException(top + " cannot be held open");
        }
    }

    private static Optional<FileStamp> stamp(SecureDirectoryStream<Path> held, Path name) throws IOException {
        try {
            BasicFileAttributeView view =
                    held.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            return Optional.of(FileStamp.of(view.readAttributes(), name));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
