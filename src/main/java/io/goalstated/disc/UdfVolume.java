package io.goalstated.disc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A UDF volume of plain partitions (ECMA-167, OSTA UDF 1.02 to 2.01; spec 03 §3.3): anchor, volume descriptor sequence, file
 * set, root directory, file. Each descriptor's tag is checked. Nothing refers to itself in a way that is followed, so there
 * are no loops; every list has a limit.
 */
final class UdfVolume {
    private static final int ANCHOR = 2;
    private static final int PARTITION = 5;
    private static final int LOGICAL_VOLUME = 6;
    private static final int TERMINATOR = 8;
    private static final int FILE_SET = 256;
    private static final int FILE_IDENTIFIER = 257;
    private static final int FILE_ENTRY = 261;
    private static final int EXTENDED_FILE_ENTRY = 266;

    private static final int MAX_DESCRIPTORS = 64;
    private static final int MAX_EXTENTS = 1024;
    private static final int MAX_DIRECTORY = 256 << 10;
    private static final int DIRECTORY_OR_DELETED_OR_PARENT = 0x0E;

    private final Blocks blocks;
    /** Of each partition by its number: the first block. */
    private final Map<Integer, Long> starts = new HashMap<>();
    /** Partition numbers by reference. */
    private final List<Integer> maps = new ArrayList<>();

    UdfVolume(Blocks blocks) {
        this.blocks = blocks;
    }

    /** A place that an image refers to. */
    private record Address(long block, int partition) {}

    Optional<byte[]> read(String name) throws IOException, UnreadableDisc {
        Address fileSet = volume(anchor());
        Fields set = tagged(fileSet, FILE_SET);
        Fields directory = new Fields(content(address(set, 400), MAX_DIRECTORY));
        int at = 0;
        for (int i = 0; i < Disc.MAX_ENTRIES && at + 38 <= directory.length(); i++) {
            checkTag(directory.part(at, 16), FILE_IDENTIFIER);
            int nameLength = directory.u8(at + 19);
            int useLength = directory.u16(at + 36);
            boolean isFile = (directory.u8(at + 18) & DIRECTORY_OR_DELETED_OR_PARENT) == 0;
            if (isFile
                    && identifier(directory.bytes(at + 38L + useLength, nameLength))
                            .equalsIgnoreCase(name)) {
                return Optional.of(content(address(directory, at + 20), Disc.MAX_FILE));
            }
            at += (38 + useLength + nameLength + 3) / 4 * 4;
        }
        return Optional.empty();
    }

    private Fields anchor() throws IOException, UnreadableDisc {
        long last = blocks.count() - 1;
        for (long place : new long[] {256, last, last - 256}) {
            if (place < 0 || place > last) {
                continue;
            }
            Fields candidate = blocks.block(place);
            if (isTagged(candidate, ANCHOR)) {
                return candidate;
            }
        }
        throw new UnreadableDisc("no anchor was found");
    }

    /** Reads the partitions, and gives the place of the file set. */
    private Address volume(Fields anchor) throws IOException, UnreadableDisc {
        long length = Math.min(anchor.u32(16) / Blocks.SIZE, MAX_DESCRIPTORS);
        long first = anchor.u32(20);
        Optional<Fields> logical = Optional.empty();
        for (long i = 0; i < length; i++) {
            Fields descriptor = blocks.block(first + i);
            if (isTagged(descriptor, TERMINATOR)) {
                break;
            }
            if (isTagged(descriptor, PARTITION)) {
                starts.put(descriptor.u16(22), descriptor.u32(188));
            } else if (isTagged(descriptor, LOGICAL_VOLUME)) {
                logical = Optional.of(descriptor);
            }
        }
        Fields volume = logical.orElseThrow(() -> new UnreadableDisc("no logical volume was found"));
        if (volume.u32(212) != Blocks.SIZE) {
            throw new UnreadableDisc("its blocks are not of 2048 bytes");
        }
        readMaps(volume);
        return address(volume, 248);
    }

    private void readMaps(Fields volume) throws UnreadableDisc {
        long count = volume.u32(268);
        int at = 440;
        for (long i = 0; i < count; i++) {
            if (volume.u8(at) != 1 || volume.u8(at + 1) != 6) {
                throw new UnreadableDisc("its kind of partition is not supported");
            }
            maps.add(volume.u16(at + 4));
            at += 6;
        }
    }

    /** The content of the file or directory whose entry is there. */
    private byte[] content(Address entryAddress, int limit) throws IOException, UnreadableDisc {
        Fields entry = blocks.block(physical(entryAddress));
        boolean extended = isTagged(entry, EXTENDED_FILE_ENTRY);
        if (!extended) {
            checkTag(entry, FILE_ENTRY);
        }
        int base = extended ? 208 : 168;
        long size = entry.u63(56);
        if (size > limit) {
            throw new UnreadableDisc("a file is larger than " + limit + " bytes");
        }
        long start = base + 8 + entry.u32(base);
        Fields allocation = entry.part(start, entry.u32(base + 4));
        int form = entry.u16(34) & 7;
        return switch (form) {
            case 0, 1 -> extents(allocation, form == 1, (int) size, entryAddress.partition());
            case 3 -> allocation.bytes(0, size);
            default -> throw new UnreadableDisc("its way of storing files is not supported");
        };
    }

    private byte[] extents(Fields allocation, boolean isLong, int size, int partition)
            throws IOException, UnreadableDisc {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        int width = isLong ? 16 : 8;
        for (int i = 0; i < MAX_EXTENTS && content.size() < size && (i + 1) * width <= allocation.length(); i++) {
            int at = i * width;
            long length = allocation.u32(at) & 0x3FFFFFFF;
            long kind = allocation.u32(at) >> 30;
            int wanted = (int) Math.min(length, size - content.size());
            if (kind == 3) {
                throw new UnreadableDisc("a file is in too many pieces");
            }
            if (wanted == 0) {
                break;
            }
            Address place = isLong ? address(allocation, at) : new Address(allocation.u32(at + 4), partition);
            // Kinds 1 and 2 were never written: they read as zeros.
            content.writeBytes(kind == 0 ? blocks.read(physical(place), wanted) : new byte[wanted]);
        }
        if (content.size() != size) {
            throw new UnreadableDisc("a file is cut off");
        }
        return content.toByteArray();
    }

    /** The place that a long allocation descriptor names. */
    private static Address address(Fields fields, int at) throws UnreadableDisc {
        return new Address(fields.u32(at + 4), fields.u16(at + 8));
    }

    private long physical(Address address) throws UnreadableDisc {
        Long start = address.partition() < maps.size() ? starts.get(maps.get(address.partition())) : null;
        if (start == null) {
            throw new UnreadableDisc("it refers to a partition that it does not have");
        }
        return start + address.block();
    }

    private Fields tagged(Address address, int id) throws IOException, UnreadableDisc {
        Fields block = blocks.block(physical(address));
        checkTag(block, id);
        return block;
    }

    private static void checkTag(Fields descriptor, int id) throws UnreadableDisc {
        if (!isTagged(descriptor, id)) {
            throw new UnreadableDisc("descriptor " + id + " is damaged");
        }
    }

    /** Whether there is a descriptor of that kind, with the right checksum over its tag. */
    private static boolean isTagged(Fields descriptor, int id) throws UnreadableDisc {
        int sum = 0;
        for (int i = 0; i < 16; i++) {
            sum += i == 4 ? 0 : descriptor.u8(i);
        }
        return descriptor.u16(0) == id && descriptor.u8(4) == (sum & 0xFF);
    }

    /** A name in OSTA compressed Unicode. */
    private static String identifier(byte[] bytes) {
        if (bytes.length == 0) {
            return "";
        }
        return new String(
                bytes, 1, bytes.length - 1, bytes[0] == 16 ? StandardCharsets.UTF_16BE : StandardCharsets.ISO_8859_1);
    }
}
