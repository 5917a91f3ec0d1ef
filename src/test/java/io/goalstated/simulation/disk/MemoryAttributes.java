package io.goalstated.simulation.disk;

import io.goalstated.simulation.disk.Gate.Act;
import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What is known of a node at one moment. */
record MemoryAttributes(Node node, long modifiedNanos, long size, Set<PosixFilePermission> permissions)
        implements PosixFileAttributes {

    static MemoryAttributes of(Node node) {
        return new MemoryAttributes(node, node.modifiedNanos, node.size(), node.mode());
    }

    /** The caller's own. */
    @Override
    public Set<PosixFilePermission> permissions() {
        return EnumSet.copyOf(permissions);
    }

    @Override
    public FileTime lastModifiedTime() {
        return FileTime.from(modifiedNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public FileTime lastAccessTime() {
        return lastModifiedTime();
    }

    @Override
    public FileTime creationTime() {
        return lastModifiedTime();
    }

    @Override
    public boolean isRegularFile() {
        return node instanceof Node.Plain;
    }

    @Override
    public boolean isDirectory() {
        return node instanceof Node.Directory;
    }

    @Override
    public boolean isSymbolicLink() {
        return node instanceof Node.Link;
    }

    @Override
    public boolean isOther() {
        return false;
    }

    @Override
    public Object fileKey() {
        return node;
    }

    @Override
    public UserPrincipal owner() {
        throw new UnsupportedOperationException();
    }

    @Override
    public GroupPrincipal group() {
        throw new UnsupportedOperationException();
    }

    /** Changes what is known. */
    record View(Volume volume, MemoryPath path, boolean follow) implements PosixFileAttributeView {
        @Override
        public String name() {
            return "posix";
        }

        private Node node() throws IOException {
            return volume.find(path, follow);
        }

        @Override
        public PosixFileAttributes readAttributes() throws IOException {
            volume.gate.before(Act.LOOK, path);
            return of(node());
        }

        @Override
        public void setPermissions(Set<PosixFilePermission> permissions) throws IOException {
            volume.gate.before(Act.TOUCH, path);
            node().mode(permissions);
        }

        @Override
        public void setTimes(@Nullable FileTime modified, @Nullable FileTime accessed, @Nullable FileTime created)
                throws IOException {
            volume.gate.before(Act.TOUCH, path);
            if (modified != null) {
                node().modifiedNanos = modified.to(TimeUnit.NANOSECONDS);
            }
        }

        @Override
        public void setGroup(GroupPrincipal group) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setOwner(UserPrincipal owner) {
            throw new UnsupportedOperationException();
        }

        @Override
        public UserPrincipal getOwner() {
            throw new UnsupportedOperationException();
        }
    }
}
