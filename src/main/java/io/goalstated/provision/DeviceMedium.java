package io.goalstated.provision;

import io.goalstated.disc.Medium;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A block device or an image file, opened for reading. */
record DeviceMedium(FileChannel channel) implements Medium {
    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public byte[] read(long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException("the device ends early");
            }
        }
        return buffer.array();
    }
}
