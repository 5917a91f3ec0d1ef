package io.goalstated.disc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An ISO 9660 volume, with the names of Joliet, of Rock Ridge, or plain ones, where {@code ovf-env.xml} is {@code
 * OVF_ENV.XML;1} (spec 03 §3.3). Only the root directory is looked at.
 */
final class IsoVolume {
    private static final int FIRST_DESCRIPTOR = 16;
    private static final int MAX_DESCRIPTORS = 16;
    private static final int PRIMARY = 1;
    private static final int SUPPLEMENTARY = 2;
    private static final int TERMINATOR = 255;
    private static final int DIRECTORY_OR_IN_PIECES = 0x82;
    private static final int MAX_DIRECTORY = 64 << 10;
    private static final List<String> JOLIET = List.of("%/@", "%/C", "%/E");

    private final Blocks blocks;

    IsoVolume(Blocks blocks) {
        this.blocks = blocks;
    }

    Optional<byte[]> read(String name) throws IOException, UnreadableDisc {
        List<Fields> joliet = new ArrayList<>();
        List<Fields> primary = new ArrayList<>();
        for (int i = 0; i < MAX_DESCRIPTORS; i++) {
            Fields descriptor = blocks.block(FIRST_DESCRIPTOR + i);
            if (!descriptor.text(1, 5, StandardCharsets.ISO_8859_1).equals("CD001") || descriptor.u8(0) == TERMINATOR) {
                break;
            }
            if (descriptor.u8(0) == PRIMARY) {
                primary.add(descriptor);
            } else if (descriptor.u8(0) == SUPPLEMENTARY
                    && JOLIET.contains(descriptor.text(88, 3, StandardCharsets.ISO_8859_1))) {
                joliet.add(descriptor);
            }
        }
        for (Fields descriptor : joliet) {
            Optional<byte[]> found = find(descriptor, name, true);
            if (found.isPresent()) {
                return found;
            }
        }
        return primary.isEmpty() ? Optional.empty() : find(primary.get(0), name, false);
    }

    private Optional<byte[]> find(Fields descriptor, String name, boolean joliet) throws IOException, UnreadableDisc {
        if (descriptor.u16(128) != Blocks.SIZE) {
            throw new UnreadableDisc("its blocks are not of 2048 bytes");
        }
        Fields directory = new Fields(extent(descriptor, 156, MAX_DIRECTORY));
        int at = 0;
        int entries = 0;
        while (entries < Disc.MAX_ENTRIES && at < directory.length()) {
            int length = directory.u8(at);
            if (length == 0) {
                // No record crosses the border of a block.
                at = (at / Blocks.SIZE + 1) * Blocks.SIZE;
                continue;
            }
            entries++;
            Fields entry = directory.part(at, length);
            if ((entry.u8(25) & DIRECTORY_OR_IN_PIECES) == 0 && isCalled(entry, name, joliet)) {
                return Optional.of(extent(entry, 0, Disc.MAX_FILE));
            }
            at += length;
        }
        return Optional.empty();
    }

    private byte[] extent(Fields record, int at, int limit) throws IOException, UnreadableDisc {
        long size = record.u32(at + 10);
        if (size > limit) {
            throw new UnreadableDisc("a file is larger than " + limit + " bytes");
        }
        return blocks.read(record.u32(at + 2) + record.u8(at + 1), (int) size);
    }

    private static boolean isCalled(Fields entry, String name, boolean joliet) throws UnreadableDisc {
        int length = entry.u8(32);
        if (joliet) {
            return unversioned(entry.text(33, length, StandardCharsets.UTF_16BE))
                    .equalsIgnoreCase(name);
        }
        // A name of even length is followed by one byte of padding.
        Optional<String> rockRidge = rockRidge(entry, 33 + length + (length % 2 == 0 ? 1 : 0));
        String plain = unversioned(entry.text(33, length, StandardCharsets.ISO_8859_1));
        return rockRidge.map(name::equalsIgnoreCase).orElse(false)
                || plain.equalsIgnoreCase(name)
                || plain.equalsIgnoreCase(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** The name in the record's system use area: pieces of {@code NM}. */
    private static Optional<String> rockRidge(Fields entry, int start) throws UnreadableDisc {
        StringBuilder name = new StringBuilder();
        int at = start;
        while (at + 4 <= entry.length()) {
            int length = entry.u8(at + 2);
            if (length < 4 || at + length > entry.length()) {
                break;
            }
            if (length >= 5 && entry.text(at, 2, StandardCharsets.ISO_8859_1).equals("NM")) {
                name.append(entry.text(at + 5, length - 5, StandardCharsets.UTF_8));
            }
            at += length;
        }
        return name.isEmpty() ? Optional.empty() : Optional.of(name.toString());
    }

    private static String unversioned(String name) {
        int semicolon = name.indexOf(';');
        String bare = semicolon < 0 ? name : name.substring(0, semicolon);
        return bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
    }
}
