package io.goalstated.disc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Finds a file in the root directory of an image. */
public final class Disc {
    /** Larger files are refused. */
    static final int MAX_FILE = 4 << 20;

    /** More entries of the root directory are not looked at. */
    static final int MAX_ENTRIES = 64;

    private static final int FIRST_DESCRIPTOR = 16;
    private static final int DESCRIPTORS = 32;

    private Disc() {}

    /**
     * The file's content; UDF is tried first, then ISO 9660.
     *
     * @param name compared without case
     * @throws UnreadableDisc when the image has no such file, or is damaged
     * @throws IOException when the medium itself cannot be read
     */
    public static byte[] read(Medium medium, String name) throws IOException, UnreadableDisc {
        Blocks blocks = new Blocks(medium);
        String failure = "there is neither UDF nor ISO 9660 on it";
        if (hasMark(blocks, "NSR02") || hasMark(blocks, "NSR03")) {
            try {
                Optional<byte[]> found = new UdfVolume(blocks).read(name);
                if (found.isPresent()) {
                    return found.get();
                }
                failure = "there is no " + name + " on it";
            } catch (UnreadableDisc e) {
                failure = "UDF: " + e.getMessage();
            }
        }
        if (hasMark(blocks, "CD001")) {
            try {
                Optional<byte[]> found = new IsoVolume(blocks).read(name);
                if (found.isPresent()) {
                    return found.get();
                }
                failure = "there is no " + name + " on it";
            } catch (UnreadableDisc e) {
                failure = "ISO 9660: " + e.getMessage();
            }
        }
        throw new UnreadableDisc(failure);
    }

    /** Whether it looks like a provisioning medium: UDF or ISO 9660 (spec 03 §3.1). */
    public static boolean isDisc(Medium medium) throws IOException {
        Blocks blocks = new Blocks(medium);
        return hasMark(blocks, "NSR02") || hasMark(blocks, "NSR03") || hasMark(blocks, "CD001");
    }

    private static boolean hasMark(Blocks blocks, String mark) throws IOException {
        try {
            for (int i = 0; i < DESCRIPTORS && FIRST_DESCRIPTOR + i < blocks.count(); i++) {
                Fields block = blocks.block(FIRST_DESCRIPTOR + i);
                if (block.text(1, 5, StandardCharsets.ISO_8859_1).equals(mark)) {
                    return true;
                }
            }
            return false;
        } catch (UnreadableDisc e) {
            return false;
        }
    }
}
