package io.goalstated.provision;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes the plainest ISO 9660 image: one file, {@code OVF_ENV.XML;1}, in its root directory. */
final class DiscImage {
    private static final int BLOCK = 2048;
    private static final int ROOT = 18;
    private static final int FILE = 19;

    private DiscImage() {}

    static byte[] of(byte[] document) {
        int blocks = FILE + (document.length + BLOCK - 1) / BLOCK;
        ByteBuffer image = ByteBuffer.allocate(blocks * BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        descriptor(image, 16, 1);
        image.putShort(16 * BLOCK + 128, (short) BLOCK);
        record(image, 16 * BLOCK + 156, ROOT, BLOCK, 2, "\0");
        descriptor(image, 17, 255);
        record(image, ROOT * BLOCK, ROOT, BLOCK, 2, "\0");
        record(image, ROOT * BLOCK + 34, ROOT, BLOCK, 2, "\1");
        record(image, ROOT * BLOCK + 68, FILE, document.length, 0, "OVF_ENV.XML;1");
        image.position(FILE * BLOCK).put(document);
        return image.array();
    }

    private static void descriptor(ByteBuffer image, int block, int type) {
        image.put(block * BLOCK, (byte) type);
        image.position(block * BLOCK + 1).put("CD001\1".getBytes(StandardCharsets.US_ASCII));
    }

    private static void record(ByteBuffer image, int at, int block, int length, int flags, String name) {
        int nameLength = name.length();
        image.put(at, (byte) (33 + nameLength + (nameLength % 2 == 0 ? 1 : 0)));
        image.putInt(at + 2, block).putInt(at + 10, length).put(at + 25, (byte) flags);
        image.put(at + 32, (byte) nameLength);
        image.position(at + 33).put(name.getBytes(StandardCharsets.US_ASCII));
    }
}
