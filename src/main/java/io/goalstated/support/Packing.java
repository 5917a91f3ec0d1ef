package io.goalstated.support;

import java.util.Locale;

/** How the content of a file is packed: by its first bytes, whatever its name says. */
enum Packing {
    NONE,
    GZIP,
    /** Something that cannot be unpacked here. */
    OTHER;

    /** So many bytes tell. */
    static final int BYTES = 6;

    private static final byte[][] OTHERS = {
        {'P', 'K', 3, 4},
        {(byte) 0xfd, '7', 'z', 'X', 'Z', 0},
        {'B', 'Z', 'h'},
        {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd},
        {0x04, 0x22, 0x4d, 0x18},
        {'7', 'z', (byte) 0xbc, (byte) 0xaf},
        {0x5d, 0, 0}
    };

    static Packing of(byte[] start, int length) {
        if (begins(start, length, new byte[] {0x1f, (byte) 0x8b})) {
            return GZIP;
        }
        for (byte[] magic : OTHERS) {
            if (begins(start, length, magic)) {
                return OTHER;
            }
        }
        return NONE;
    }

    private static boolean begins(byte[] start, int length, byte[] magic) {
        if (length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if (start[i] != magic[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether the name says that it is packed: of such a file the end alone is of no use. */
    static boolean isNamed(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        return lower.endsWith(".gz") || lower.endsWith(".zip") || lower.endsWith(".xz");
    }
}
