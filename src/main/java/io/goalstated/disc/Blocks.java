package io.goalstated.disc;

import java.io.IOException;

/** The medium in blocks of 2048 bytes. No read leaves the medium, whatever the image says. */
final class Blocks {
    static final int SIZE = 2048;

    private final Medium medium;
    private final long size;

    Blocks(Medium medium) throws IOException {
        this.medium = medium;
        this.size = medium.size();
    }

    /** How many whole blocks there are. */
    long count() {
        return size / SIZE;
    }

    Fields block(long number) throws IOException, UnreadableDisc {
        return new Fields(read(number, SIZE));
    }

    /** So many bytes from the start of that block on. */
    byte[] read(long block, int length) throws IOException, UnreadableDisc {
        if (block < 0 || length < 0 || block > count() || block * SIZE + length > size) {
            throw new UnreadableDisc("the image ends before what it refers to");
        }
        return medium.read(block * SIZE, length);
    }
}
