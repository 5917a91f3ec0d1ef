package io.goalstated.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Lock;

/**
 * Every change that the agent makes to files goes through here: written to a temporary name, synced, renamed, directory
 * synced, so that a kill at any instruction leaves the old content or the new. Modes are named at creation and never
 * left to the umask. All methods block; none follows a symbolic link at the last component of a path.
 *
 * <p>Each step that changes the disk is announced to the {@link Watcher} first, steps within one method too, so that tests
 * can stop the world before any one of them.
 */
public final class Disk extends DiskView {
    /** Read and written by the owner only. */
    public static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rw-------");
    /** Read by the owner only. */
    public static final Set<PosixFilePermission> SEALED = PosixFilePermissions.fromString("r--------");
    /** Readable by everybody. */
    public static final Set<PosixFilePermission> PUBLIC = PosixFilePermissions.fromString("rw-r--r--");

    public static final Set<PosixFilePermission> PRIVATE_DIRECTORY = PosixFilePermissions.fromString("rwx------");
    public static final Set<PosixFilePermission> PUBLIC_DIRECTORY = PosixFilePermissions.fromString("rwxr-xr-x");

    /** What no sensible umask takes away. */
    private static final Set<PosixFilePermission> OWNERS = PRIVATE_DIRECTORY;

    /** Temporary names start so: never with a digit, which handlers take for settings (spec 02 §4.3). */
    private static final String TEMPORARY = ".goalstated-";

    private final Watcher watcher;
    /** Tells what is being written now from what somebody else has left. */
    private final String temporary = TEMPORARY + random() + "-";

    private final NameSync names;
    private final Trees trees = new Trees(this);
    private final Leftovers leftovers = new Leftovers(this);

    /** Told of every change before it is made; may throw to stand for a crash or a full disk. */
    @FunctionalInterface
    public interface Watcher {
        void before(String operation, Path path) throws IOException;

        /** How many of these bytes are written at once; when not all, the rest is announced as another step. */
        default int atOnce(Path file, int bytes) {
            return bytes;
        }
    }

    /** Writes a file's content; see {@link #fill}. */
    @FunctionalInterface
    public interface Content {
        void writeTo(WritableByteChannel file) throws IOException;
    }

    public Disk() {
        this((operation, path) -> {});
    }

    public Disk(Watcher watcher) {
        this.watcher = watcher;
        this.names = new NameSync(watcher);
    }

    /** Replaces the file's content, or creates it with that mode. */
    public void write(Path file, byte[] content, Set<PosixFilePermission> mode) throws IOException {
        replace(file, content, mode, true);
        names.settle(parentOf(file));
    }

    /**
     * The same for what a crash of the machine may take: nothing waits for the disk. A crash of the agent alone leaves the old
     * content or the new.
     */
    public void writeLoosely(Path file, String content, Set<PosixFilePermission> mode) throws IOException {
        replace(file, content.getBytes(StandardCharsets.UTF_8), mode, false);
    }

    private void replace(Path file, byte[] content, Set<PosixFilePermission> mode, boolean force) throws IOException {
        Path temporary = temporaryIn(parentOf(file));
        try {
            try (FileChannel channel = create(temporary, mode)) {
                extend(channel, temporary, content);
                if (force) {
                    channel.force(true);
                }
            }
            watcher.before("rename", file);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            discardFile(temporary);
            throw e;
        }
    }

    public void write(Path file, String content, Set<PosixFilePermission> mode) throws IOException {
        write(file, content.getBytes(StandardCharsets.UTF_8), mode);
    }

    private Path temporaryIn(Path directory) {
        return directory.resolve(temporary + random());
    }

    private static String random() {
        return Long.toHexString(ThreadLocalRandom.current().nextLong());
    }

    /** A new, empty file with that mode, opened for writing. Fails when the name is taken. */
    public FileChannel create(Path file, Set<PosixFilePermission> mode) throws IOException {
        watcher.before("create", file);
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

    /** Writes at the end of a file that {@link #create} has opened. Not synced. */
    public void extend(FileChannel opened, Path file, byte[] content) throws IOException {
        new AnnouncedChannel(opened, file, watcher).write(ByteBuffer.wrap(content));
    }

    /** A new file with that content and mode. Not synced: for what a crash may take. Fails when the name is taken. */
    public void createFile(Path file, String content, Set<PosixFilePermission> mode) throws IOException {
        try (FileChannel channel = create(file, mode)) {
            extend(channel, file, content.getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Adds one line to a file that only grows (created {@link #PRIVATE}), and waits until it is on the disk, its name
     * included. What a crash has left of an earlier line is ended first, so that it spoils no other.
     */
    public void append(Path file, String line) throws IOException {
        Path directory = parentOf(file);
        boolean nameOwed = !exists(file) || names.isOwed(directory);
        String start = endsInMidLine(file) ? "\n" : "";
        try (FileChannel channel = openToAppend(file, PRIVATE)) {
            extend(channel, file, (start + line + "\n").getBytes(StandardCharsets.UTF_8));
            channel.force(false);
        } catch (IOException e) {
            names.owe(directory);
            throw e;
        }
        if (nameOwed) {
            names.settle(directory);
        }
    }

    private static boolean endsInMidLine(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return channel.size() > 0 && channel.read(last, channel.size() - 1) == 1 && last.get(0) != '\n';
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Adds text to a log, created with that mode. Not synced. */
    public void appendLog(Path file, String text, Set<PosixFilePermission> mode) throws IOException {
        try (FileChannel channel = openToAppend(file, mode)) {
            extend(channel, file, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private FileChannel openToAppend(Path file, Set<PosixFilePermission> mode) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            create(file, mode).close();
        }
        return FileChannel.open(file, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
    }

    /** Cuts a log that has grown beyond the limit to its last lines. */
    public void keepTail(Path file, int limit, Set<PosixFilePermission> mode) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) <= limit) {
            return;
        }
        byte[] tail = new byte[limit];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            channel.read(ByteBuffer.wrap(tail), channel.size() - limit);
        }
        int start = 0;
        while (start < tail.length && tail[start] != '\n') {
            start++;
        }
        write(file, Arrays.copyOfRange(tail, Math.min(start + 1, tail.length), tail.length), mode);
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
        watcher.before("mkdir", directory);
        if (parent != null) {
            names.owe(parent);
        }
        try {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(mode));
            if (!OWNERS.containsAll(mode)) {
                // The umask may have taken bits away; never added any.
                watcher.before("mode", directory);
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

    /** Writes to a file of the kernel's ({@code /sys}, {@code /proc}), where a write is an order. */
    public void tell(Path file, String order) throws IOException {
        watcher.before("tell", file);
        try (FileChannel channel = openForWriting(file)) {
            channel.write(ByteBuffer.wrap(order.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** Renames within one file system, replacing a file of that name. */
    public void move(Path from, Path to) throws IOException {
        watcher.before("rename", to);
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        names.settle(parentOf(to));
    }

    /** Copies a regular file with its times and mode; whoever reads the copy meanwhile sees the old file or the new. */
    public void copy(Path from, Path to) throws IOException {
        Path temporary = temporaryIn(parentOf(to));
        watcher.before("copy", temporary);
        try {
            Files.copy(from, temporary, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
            NameSync.force(temporary);
            watcher.before("rename", to);
            Files.move(temporary, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            discardFile(temporary);
            throw e;
        }
        names.settle(parentOf(to));
    }

    public void setModified(Path file, FileTime time) throws IOException {
        watcher.before("touch", file);
        Files.setLastModifiedTime(file, time);
    }

    /** Removes a file if it is there. */
    public void delete(Path file) throws IOException {
        watcher.before("delete", file);
        Files.deleteIfExists(file);
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
     * disk refuses or somebody goes on writing there, is removed by one of the next calls of {@link #removeLeftovers}.
     */
    public void discard(Path path) {
        try {
            deleteTree(path);
        } catch (IOException e) {
            leftovers.add(path);
        }
    }

    /** Not now: for what is out of the way by a rename that is not on the disk yet. */
    public void discardLater(Path path) {
        leftovers.add(path);
    }

    private void discardFile(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            leftovers.add(temporary);
        }
    }

    /** Whether it is, or was, being written, and is nobody's yet. */
    public static boolean isTemporary(Path file) {
        return String.valueOf(file.getFileName()).startsWith(TEMPORARY);
    }

    /** Whether something could not be discarded yet. Does not block. */
    public boolean hasLeftovers() {
        return !leftovers.isEmpty();
    }

    /** Tries again to remove what could not be discarded; returns why something stays. */
    public Optional<String> removeLeftovers() {
        return leftovers.remove(names);
    }

    /**
     * Removes what killed agents have left of writes in this very directory; what this one is writing stays. All names that
     * remain are on the disk then: a killed agent may have made one without waiting for that, and whoever finds it relies
     * on it.
     *
     * @return how many files that were
     */
    public int sweep(Path directory) throws IOException {
        int swept = 0;
        for (Path entry : list(directory)) {
            String name = entry.getFileName().toString();
            if (name.startsWith(TEMPORARY)
                    && !name.startsWith(temporary)
                    && Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                delete(entry);
                swept++;
            }
        }
        if (Files.isDirectory(directory)) {
            names.settle(directory);
        }
        return swept;
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
            content.writeTo(new AnnouncedChannel(channel, file, watcher));
            channel.force(true);
        } catch (IOException e) {
            discardFile(file);
            throw e;
        }
    }

    /** Replaces the file's content and keeps its mode, owner and group; the mode is for a new one. */
    public void rewrite(Path file, String content, Set<PosixFilePermission> mode) throws IOException {
        Optional<PosixFileAttributes> before = attributes(file);
        Path next = temporaryIn(parentOf(file));
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

    /** An existing file for writing from its start. Not a symbolic link. */
    public FileChannel openForWriting(Path file) throws IOException {
        watcher.before("write", file);
        return FileChannel.open(file, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    }

    /** Changes the mode of a file or directory of ours. */
    public void setMode(Path path, Set<PosixFilePermission> mode) throws IOException {
        watcher.before("mode", path);
        Files.setPosixFilePermissions(path, mode);
    }

    /** Adds owner-execute to every regular file below; links are neither followed nor changed. */
    public void makeExecutable(Path directory) throws IOException {
        trees.makeExecutable(directory);
    }

    /** Announces what a neighbour is about to do that is no change of files but cannot be undone either. */
    void announce(String operation, Path path) throws IOException {
        watcher.before(operation, path);
    }

    static Path parentOf(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException(file + " has no directory");
        }
        return parent;
    }
}
