package io.goalstated.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** An open file; every write to it is announced first, in as many steps as the watcher wants to see. */
final class AnnouncedChannel implements WritableByteChannel {
    private final FileChannel opened;
    private final Path file;
    private final DiskSteps.Watcher watcher;

    AnnouncedChannel(FileChannel opened, Path file, DiskSteps.Watcher watcher) {
        this.opened = opened;
        this.file = file;
        this.watcher = watcher;
    }

    /** Writes all of it. */
    @Override
    public int write(ByteBuffer source) throws IOException {
        int length = source.remaining();
        int end = source.limit();
        source.limit(source.position() + watcher.atOnce(file, length));
        drain(source);
        source.limit(end);
        drain(source);
        return length;
    }

    private void drain(ByteBuffer source) throws IOException {
        if (source.hasRemaining()) {
            watcher.before("write", file);
        }
        while (source.hasRemaining()) {
            opened.write(source);
        }
    }

    @Override
    public boolean isOpen() {
        return opened.isOpen();
    }

    @Override
    public void close() throws IOException {
        opened.close();
    }
}
