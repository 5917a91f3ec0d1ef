package io.goalstated.platform;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;

/**
 * Every change that the agent makes to files goes through here: written to a temporary name, synced, renamed, directory
 * synced, so that a kill at any instruction leaves the old content or the new. Modes are named at creation and never
 * left to the umask. All methods block; none follows a symbolic link at the last component of a path.
 *
 * <p>What is done here consists of announced {@link DiskSteps}, which are here for whoever needs but one. What only grows is
 * a {@link GrowingFile}.
 */
public final class Disk extends DiskSteps {
    private final NameSync names = new NameSync(this);
    private final Trees trees = new Trees(this);
    private final Leftovers leftovers = new Leftovers(this);

    /** Writes a file's content; see {@link #fill}. */
    @FunctionalInterface
    public interface Content {
        void writeTo(WritableByteChannel file) throws IOException;
    }

    public Disk() {
        this((operation, path) -> {});
    }

    public Disk(Watcher watcher) {
        super(watcher);
    }

    /** What this has not been able to remove yet, and what others have left of their writes. */
    public Leftovers leftovers() {
        return leftovers;
    }

    /** Which names are not on the disk yet. */
    NameSync names() {
        return names;
    }

    /** Replaces the file's content, or creates it with that mode. */
    public void write(Path file, byte[] content, Set<PosixFilePermission> mode) throws IOException {
        replace(file, content, mode, true);
        names.settle(parentOf(file));
    }

    public void write(Path file, String content, Set<PosixFilePermission> mode) throws IOException {
        write(file, content.getBytes(StandardCharsets.UTF_8), mode);
    }

    /**
     * The same for what a crash of the machine may take: nothing waits for the disk. A crash of the agent alone leaves the old
     * content or the new.
     */
    public void writeLoosely(Path file, String content, Set<PosixFilePermission> mode) throws IOException {
        replace(file, content.getBytes(StandardCharsets.UTF_8), mode, false);
    }

    private void replace(Path file, byte[] content, Set<PosixFilePermission> mode, boolean force) throws IOException {
        Path temporary = leftovers.temporaryIn(parentOf(file));
        try {
            try (FileChannel channel = create(temporary, mode)) {
                extend(channel, temporary, content);
                if (force) {
                    channel.force(true);
                }
            }
            rename(temporary, file);
        } catch (IOException e) {
            discardFile(temporary);
            throw e;
        }
    }

    /** Replaces the file's content and keeps its mode, owner and group; the mode is for a new one. */
    public void rewrite(Path file, String content, Set<PosixFilePermission> mode) throws IOException {
        Optional<PosixFileAttributes> before = attributes(file);
        Path next = leftovers.temporaryIn(parentOf(file));
        write(next, content, PRIVATE);
        try {
            if (before.isPresent()) {
                PosixFileAttributeView view = Files.getFileAttributeView(next, PosixFileAttributeView.class);
                PosixFileAttributes mine = view.readAttributes();
                if (!mine.owner().equals(before.get().owner())) {
                    view.setOwner(before.get().owner());
                }
                if (!mine.group().equals(before.get().group())) {
                    view.setGroup(before.get().group());
                }
            }
            Files.setPosixFilePermissions(
                    next, before.map(PosixFileAttributes::permissions).orElse(mode));
            move(next, file);
        } catch (IOException e) {
            discardFile(next);
            throw e;
        }
    }

    /** Copies a regular file with its times and mode; whoever reads the copy meanwhile sees the old file or the new. */
    public void copy(Path from, Path to) throws IOException {
        Path temporary = leftovers.temporaryIn(parentOf(to));
        announce("copy", temporary);
        try {
            Files.copy(from, temporary, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
            NameSync.force(temporary);
            rename(temporary, to);
        } catch (IOException e) {
            discardFile(temporary);
            throw e;
        }
        names.settle(parentOf(to));
    }

    /** Renames within one file system, replacing a file of that name. */
    public void move(Path from, Path to) throws IOException {
        rename(from, to);
        names.settle(parentOf(to));
    }

    /**
     * A new file of that mode, whatever the umask, with what the content writes, synced and closed; no process that is
     * started meanwhile holds it open if it can be run. When it fails there is no file. Fails when the name is taken.
     */
    public void fill(Path file, Set<PosixFilePermission> mode, Content content) throws IOException {
        if (!mode.contains(PosixFilePermission.OWNER_EXECUTE)) {
            fillAlone(file, mode, content);
            return;
        }
        Lock writing = Descriptors.writing();
        writing.lock();
        try {
            fillAlone(file, mode, content);
        } finally {
            writing.unlock();
        }
    }

    private void fillAlone(Path file, Set<PosixFilePermission> mode, Content content) throws IOException {
        FileChannel channel = create(file, mode);
        try (channel) {
            Files.setPosixFilePermissions(file, mode);
            content.writeTo(announced(channel, file));
            channel.force(true);
        } catch (IOException e) {
            discardFile(file);
            throw e;
        }
    }

    /** A new file with that content and mode. Not synced: for what a crash may take. Fails when the name is taken. */
    public void createFile(Path file, String content, Set<PosixFilePermission> mode) throws IOException {
        try (FileChannel channel = create(file, mode)) {
            extend(channel, file, content.getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Creates the directory with that mode, and missing parents with mode 0755. An existing one keeps its mode. What is
     * written into it later would be lost with its name, so that is on the disk.
     */
    public void createDirectory(Path directory, Set<PosixFilePermission> mode) throws IOException {
        Path parent = directory.getParent();
        if (Files.isDirectory(directory) && (parent == null || !names.isOwed(parent))) {
            return;
        }
        if (parent != null) {
            createDirectory(parent, PUBLIC_DIRECTORY);
        }
        announce("mkdir", directory);
        if (parent != null) {
            names.owe(parent);
        }
        try {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(mode));
            if (!OWNERS.containsAll(mode)) {
                // The umask may have taken bits away; never added any.
                announce("mode", directory);
                Files.setPosixFilePermissions(directory, mode);
            }
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
        if (parent != null) {
            names.settle(parent);
        }
    }

    /**
     * The same for a directory that is the agent's own: one that is there already gets that mode. What is no directory, a link to one
     * included, or belongs to neither root nor whoever runs this is refused: somebody else decides what it is.
     */
    public void claimDirectory(Path directory, Set<PosixFilePermission> mode) throws IOException {
        if (!exists(directory)) {
            createDirectory(directory, mode);
            return;
        }
        if (!isDirectory(directory)) {
            throw new IOException(
                    directory + " is a symbolic link or no directory; a directory of root's has to be there");
        }
        if (!isOwn(directory)) {
            throw new IOException(directory + " belongs to somebody else; make it root's: chown root " + directory);
        }
        if (!Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS).equals(mode)) {
            setMode(directory, mode);
        }
        createDirectory(directory, mode);
    }

    /** Waits for what an earlier write in that directory has left owing: it failed when all but the names was on the disk. */
    public void settleNames(Path directory) throws IOException {
        if (names.isOwed(directory)) {
            names.settle(directory);
        }
    }

    /** Waits until whatever anybody has done to the names in that directory is on the disk. */
    public void syncNames(Path directory) throws IOException {
        names.settle(directory);
    }

    /** Waits until the names of all that is in that directory, at any depth, are on the disk. */
    public void syncTree(Path directory) throws IOException {
        trees.sync(directory, names);
    }

    /** Adds owner-execute to every regular file below; links are neither followed nor changed. */
    public void makeExecutable(Path directory) throws IOException {
        trees.makeExecutable(directory);
    }

    /**
     * Removes a directory with all that is in it. Links are not followed. What vanishes meanwhile is no error, and what
     * comes meanwhile goes, too: processes of an extension may outlive its removal and go on writing. A file system that is
     * mounted in it is somebody else's: it stays, and is an error.
     */
    public void deleteTree(Path directory) throws IOException {
        trees.delete(directory);
    }

    /**
     * The same for what nobody needs any more, under a name that is never used again. What cannot be removed now, because the
     * disk refuses or somebody goes on writing there, is removed by one of the next calls of {@link Leftovers#remove}.
     */
    public void discard(Path path) {
        try {
            deleteTree(path);
        } catch (IOException e) {
            leftovers.add(path);
        }
    }

    private void discardFile(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            leftovers.add(temporary);
        }
    }

    static Path parentOf(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException(file + " has no directory");
        }
        return parent;
    }
}
