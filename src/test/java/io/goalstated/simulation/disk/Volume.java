package io.goalstated.simulation.disk;

import io.goalstated.simulation.disk.Gate.Act;
import io.goalstated.simulation.disk.Node.Directory;
import io.goalstated.simulation.disk.Node.Link;
import io.goalstated.simulation.disk.Node.Plain;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NotDirectoryException;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The tree of names and what is durable of it. A file's content is durable once the file was synced, a name once its
 * directory was; a rename is one step whatever happens. That is all that POSIX promises, and less than any file system in
 * use does.
 */
final class Volume {
    static final Set<PosixFilePermission> DEFAULT_DIRECTORY = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final int LINKS = 8;

    private final Directory root;
    private final LongSupplier clock;
    private final List<Change> pending = new ArrayList<>();
    Gate gate = (act, path) -> {};

    /** One step that is not durable yet: one name, or two when something was moved between directories. */
    private record Change(List<Edit> edits) {
        boolean concerns(Directory directory) {
            for (Edit edit : edits) {
                if (edit.directory == directory) {
                    return true;
                }
            }
            return false;
        }

        void apply() {
            for (Edit edit : edits) {
                if (edit.node == null) {
                    edit.directory.durable.remove(edit.name);
                } else {
                    edit.directory.durable.put(edit.name, edit.node);
                }
            }
        }
    }

    private record Edit(
            Directory directory, String name, @Nullable Node node) {
        void make() {
            if (node == null) {
                directory.entries.remove(name);
            } else {
                directory.entries.put(name, node);
            }
        }
    }

    /** @param clock wall time in nanoseconds, for modification times */
    Volume(LongSupplier clock) {
        this.clock = clock;
        this.root = new Directory(DEFAULT_DIRECTORY, clock.getAsLong());
    }

    private void change(Edit... edits) {
        for (Edit edit : edits) {
            edit.make();
            edit.directory.modifiedNanos = clock.getAsLong();
        }
        pending.add(new Change(List.of(edits)));
    }

    /** What the path names; a link in its last place only followed when asked to. */
    Node find(MemoryPath path, boolean follow) throws IOException {
        return find(path, follow, LINKS);
    }

    private Node find(MemoryPath path, boolean follow, int links) throws IOException {
        Node node = root;
        int count = path.getNameCount();
        for (int i = 0; i < count; i++) {
            if (!(node instanceof Directory directory)) {
                throw new FileSystemException(path.toString(), null, "Not a directory");
            }
            String name = path.name(i);
            Node next = directory.entries.get(name);
            if (next == null) {
                throw new Missing(path.toString());
            }
            if (next instanceof Link link && (i < count - 1 || follow)) {
                if (links == 0) {
                    throw new FileSystemLoopException(path.toString());
                }
                next = find(path.first(i).resolve(link.target).normalize(), true, links - 1);
            }
            node = next;
        }
        return node;
    }

    private Directory parent(MemoryPath path) throws IOException {
        MemoryPath parent = path.getParent();
        if (parent == null) {
            throw new FileSystemException(path.toString(), null, "Device or resource busy");
        }
        if (find(parent, true) instanceof Directory directory) {
            return directory;
        }
        throw new FileSystemException(path.toString(), null, "Not a directory");
    }

    Plain create(MemoryPath path, Set<PosixFilePermission> mode) throws IOException {
        gate.before(Act.CREATE, path);
        Directory directory = parent(path);
        if (directory.entries.containsKey(path.last())) {
            throw new FileAlreadyExistsException(path.toString());
        }
        Plain made = new Plain(mode, clock.getAsLong());
        change(new Edit(directory, path.last(), made));
        return made;
    }

    void mkdir(MemoryPath path, Set<PosixFilePermission> mode) throws IOException {
        gate.before(Act.CREATE, path);
        Directory directory = parent(path);
        if (directory.entries.containsKey(path.last())) {
            throw new FileAlreadyExistsException(path.toString());
        }
        change(new Edit(directory, path.last(), new Directory(mode, clock.getAsLong())));
    }

    void link(MemoryPath path, String target) throws IOException {
        gate.before(Act.CREATE, path);
        Directory directory = parent(path);
        if (directory.entries.containsKey(path.last())) {
            throw new FileAlreadyExistsException(path.toString());
        }
        change(new Edit(directory, path.last(), new Link(target, clock.getAsLong())));
    }

    void delete(MemoryPath path) throws IOException {
        gate.before(Act.DELETE, path);
        Node node = find(path, false);
        if (node instanceof Directory directory && !directory.entries.isEmpty()) {
            throw new DirectoryNotEmptyException(path.toString());
        }
        change(new Edit(parent(path), path.last(), null));
    }

    void rename(MemoryPath from, MemoryPath to) throws IOException {
        gate.before(Act.RENAME, to);
        Node moved = find(from, false);
        Directory target = parent(to);
        Node replaced = target.entries.get(to.last());
        if (replaced instanceof Directory directory
                && (!(moved instanceof Directory) || !directory.entries.isEmpty())) {
            throw new FileSystemException(from.toString(), to.toString(), "Directory not empty or is a directory");
        }
        if (moved instanceof Directory && replaced != null && !(replaced instanceof Directory)) {
            throw new FileSystemException(from.toString(), to.toString(), "Not a directory");
        }
        change(new Edit(parent(from), from.last(), null), new Edit(target, to.last(), moved));
    }

    List<String> list(MemoryPath path) throws IOException {
        gate.before(Act.LOOK, path);
        if (find(path, true) instanceof Directory directory) {
            return List.copyOf(directory.entries.keySet());
        }
        throw new NotDirectoryException(path.toString());
    }

    void sync(MemoryPath path, Node node) throws IOException {
        gate.before(Act.SYNC, path);
        if (node instanceof Plain file) {
            file.sync();
        } else if (node instanceof Directory directory) {
            writeBack(directory);
        }
    }

    private void writeBack(Directory directory) {
        pending.removeIf(change -> {
            boolean concerned = change.concerns(directory);
            if (concerned) {
                change.apply();
            }
            return concerned;
        });
    }

    Optional<String> durable(MemoryPath path) {
        Node node = root;
        for (int i = 0; i < path.getNameCount(); i++) {
            Node next = node instanceof Directory directory ? directory.durable.get(path.name(i)) : null;
            if (next == null) {
                return Optional.empty();
            }
            node = next;
        }
        return node instanceof Plain file ? Optional.of(file.durable()) : Optional.empty();
    }

    /** The kernel has had the time to write everything back. */
    void writeBackAll() {
        pending.forEach(Change::apply);
        pending.clear();
        syncFiles(root);
    }

    private static void syncFiles(Directory directory) {
        for (Node node : directory.entries.values()) {
            if (node instanceof Directory inner) {
                syncFiles(inner);
            } else if (node instanceof Plain file) {
                file.sync();
            }
        }
    }

    /** Power fails: of what is not durable, any part may be there afterwards. */
    void crash(Random random) {
        int keep = random.nextInt(3);
        for (Change change : pending) {
            if (keep == 2 || (keep == 1 && random.nextBoolean())) {
                change.apply();
            }
        }
        pending.clear();
        revert(root, random);
    }

    private static void revert(Directory directory, Random random) {
        directory.entries.clear();
        directory.entries.putAll(directory.durable);
        for (Node node : directory.entries.values()) {
            if (node instanceof Directory inner) {
                revert(inner, random);
            } else if (node instanceof Plain file) {
                file.crash(random);
            }
        }
    }

    long now() {
        return clock.getAsLong();
    }
}
