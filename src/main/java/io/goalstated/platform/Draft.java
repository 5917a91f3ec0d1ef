package io.goalstated.platform;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Set;

/**
 * A file that is written piece by piece under a temporary name and gets its own when it is whole. A kill leaves the old
 * file, and of the draft what the next start sweeps. All methods block.
 */
public final class Draft extends OutputStream {
    private final Disk disk;
    private final Path temporary;
    private final Path file;
    private final FileChannel channel;

    /** Begins one; the directory is there. */
    public Draft(Disk disk, Path file, Set<PosixFilePermission> mode) throws IOException {
        this.disk = disk;
        this.file = file;
        this.temporary = disk.leftovers().temporaryIn(Disk.parentOf(file));
        this.channel = disk.create(temporary, mode);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        disk.extend(channel, temporary, Arrays.copyOfRange(bytes, from, from + length));
    }

    /** Bytes so far. */
    public long size() throws IOException {
        return channel.size();
    }

    /** The file is whole: it is on the disk when this returns, in the place of one that was there. */
    public void finish() throws IOException {
        channel.force(true);
        channel.close();
        disk.move(temporary, file);
    }

    /** There shall be no file; harmless when it is finished. */
    @Override
    public void close() throws IOException {
        channel.close();
        disk.discard(temporary);
    }
}
