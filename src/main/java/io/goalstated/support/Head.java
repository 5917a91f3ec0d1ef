package io.goalstated.support;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** The first bytes of a file. */
final class Head {
    private Head() {}

    static Packing packing(SeekableByteChannel file) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(Packing.BYTES);
        file.position(0);
        int count = 0;
        while (start.hasRemaining() && count >= 0) {
            count = file.read(start);
        }
        return Packing.of(start.array(), start.position());
    }
}
