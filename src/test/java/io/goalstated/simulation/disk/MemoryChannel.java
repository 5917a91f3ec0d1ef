package io.goalstated.simulation.disk;

import io.goalstated.simulation.disk.Gate.Act;
import io.goalstated.simulation.disk.Node.Plain;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** An open file, or a directory opened to be synced. */
final class MemoryChannel extends FileChannel {
    private final Volume volume;
    private final MemoryPath path;
    private final Node node;
    private final boolean append;
    private long position;

    MemoryChannel(Volume volume, MemoryPath path, Node node, boolean append) {
        this.volume = volume;
        this.path = path;
        this.node = node;
        this.append = append;
    }

    private Plain file() throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        if (node instanceof Plain file) {
            return file;
        }
        throw new NonReadableChannelException();
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int read = read(into, position);
        position += Math.max(read, 0);
        return read;
    }

    @Override
    public int read(ByteBuffer into, long at) throws IOException {
        byte[] bytes = new byte[Math.min(into.remaining(), (int) Math.max(file().size() - at, 0))];
        if (bytes.length == 0) {
            return into.hasRemaining() ? -1 : 0;
        }
        int read = file().read(at, bytes, 0, bytes.length);
        into.put(bytes, 0, read);
        return read;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        int written = write(from, append ? file().size() : position);
        position = append ? file().size() : position + written;
        return written;
    }

    @Override
    public int write(ByteBuffer from, long at) throws IOException {
        volume.gate.before(Act.WRITE, path);
        byte[] bytes = new byte[from.remaining()];
        from.get(bytes);
        file().write(at, bytes, bytes.length);
        file().modifiedNanos = volume.now();
        return bytes.length;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        volume.sync(path, node);
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public FileChannel position(long wanted) {
        position = wanted;
        return this;
    }

    @Override
    public long size() throws IOException {
        return file().size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        volume.gate.before(Act.WRITE, path);
        file().truncate(size);
        return this;
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long at, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long at, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long at, long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long at, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(long at, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected void implCloseChannel() {
        // Nothing is held.
    }
}
