package io.goalstated.disc;

import java.nio.charset.Charset;
import java.util.Arrays;

/** Little-endian numbers in a piece of the image. Reading beyond its end is an error of the image, not of ours. */
final class Fields {
    private final byte[] bytes;

    Fields(byte[] bytes) {
        this.bytes = bytes;
    }

    int length() {
        return bytes.length;
    }

    int u8(int at) throws UnreadableDisc {
        check(at, 1);
        return bytes[at] & 0xFF;
    }

    int u16(int at) throws UnreadableDisc {
        return u8(at) | u8(at + 1) << 8;
    }

    long u32(int at) throws UnreadableDisc {
        return u16(at) | (long) u16(at + 2) << 16;
    }

    /** Not negative: larger numbers are an error. */
    long u63(int at) throws UnreadableDisc {
        long value = u32(at) | u32(at + 4) << 32;
        if (value < 0) {
            throw new UnreadableDisc("a number on the image is absurd");
        }
        return value;
    }

    byte[] bytes(long at, long length) throws UnreadableDisc {
        check(at, length);
        return Arrays.copyOfRange(bytes, (int) at, (int) (at + length));
    }

    Fields part(long at, long length) throws UnreadableDisc {
        return new Fields(bytes(at, length));
    }

    String text(int at, int length, Charset charset) throws UnreadableDisc {
        return new String(bytes(at, length), charset);
    }

    private void check(long at, long length) throws UnreadableDisc {
        if (at < 0 || length < 0 || at > bytes.length - length) {
            throw new UnreadableDisc("a structure on the image is cut off");
        }
    }
}
