package io.goalstated.simulation.disk;

import java.nio.file.FileStore;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;

/** A disk with plenty of room: that it is full comes as a surprise, from the gate. */
final class MemoryStore extends FileStore {
    private static final long SPACE = 1L << 34;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String type() {
        return "memory";
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public long getTotalSpace() {
        return SPACE;
    }

    @Override
    public long getUsableSpace() {
        return SPACE;
    }

    @Override
    public long getUnallocatedSpace() {
        return SPACE;
    }

    @Override
    public boolean supportsFileAttributeView(Class<? extends FileAttributeView> type) {
        return true;
    }

    @Override
    public boolean supportsFileAttributeView(String name) {
        return true;
    }

    @Override
    public <V extends FileStoreAttributeView> V getFileStoreAttributeView(Class<V> type) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Object getAttribute(String attribute) {
        throw new UnsupportedOperationException();
    }
}
