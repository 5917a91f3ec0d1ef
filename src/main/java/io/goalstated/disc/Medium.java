package io.goalstated.disc;

import java.io.IOException;

/** The bytes of a device or an image. */
public interface Medium {
    /** In bytes. */
    long size() throws IOException;

    /** Exactly so many bytes from that place on. Only asked for what lies within the size. */
    byte[] read(long position, int length) throws IOException;
}
