package io.goalstated.artifact;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Zip archives byte by byte, also such as no honest tool writes. */
final class ZipBytes {
    private final List<Entry> entries = new ArrayList<>();
    private byte[] preamble = new byte[0];

    /** One entry with every field open to lies. */
    static final class Entry {
        byte[] name;
        byte[] packed;
        int method = 8;
        int flags;
        long crc;
        long size;
        int externalAttributes;
        int madeBy = 3 << 8 | 20;
        byte[] extra = new byte[0];
        int offset = -1;

        Entry(String name, byte[] content) {
            this.name = name.getBytes(StandardCharsets.UTF_8);
            this.packed = deflated(content);
            this.size = content.length;
            CRC32 sum = new CRC32();
            sum.update(content);
            this.crc = sum.getValue();
        }

        Entry stored(byte[] content) {
            method = 0;
            packed = content;
            return this;
        }

        Entry unixMode(int mode) {
            externalAttributes = mode << 16;
            return this;
        }
    }

    static ZipBytes zip() {
        return new ZipBytes();
    }

    ZipBytes file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    ZipBytes file(String name, byte[] content) {
        return entry(name, content, entry -> {});
    }

    ZipBytes entry(String name, byte[] content, Consumer<Entry> change) {
        Entry entry = new Entry(name, content);
        change.accept(entry);
        entries.add(entry);
        return this;
    }

    ZipBytes after(byte[] bytes) {
        preamble = bytes;
        return this;
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(preamble);
        for (Entry entry : entries) {
            if (entry.offset < 0) {
                entry.offset = out.size() - preamble.length;
                out.writeBytes(local(entry));
                out.writeBytes(entry.packed);
            }
        }
        int start = out.size();
        for (Entry entry : entries) {
            out.writeBytes(central(entry));
        }
        int length = out.size() - start;
        out.writeBytes(little(22)
                .putInt(0x06054b50)
                .putInt(0)
                .putShort((short) entries.size())
                .putShort((short) entries.size())
                .putInt(length)
                .putInt(start - preamble.length)
                .putShort((short) 0)
                .array());
        return out.toByteArray();
    }

    private static byte[] local(Entry entry) {
        return little(30 + entry.name.length)
                .putInt(0x04034b50)
                .putShort((short) 20)
                .putShort((short) entry.flags)
                .putShort((short) entry.method)
                .putInt(0)
                .putInt((int) entry.crc)
                .putInt(entry.packed.length)
                .putInt((int) entry.size)
                .putShort((short) entry.name.length)
                .putShort((short) 0)
                .put(entry.name)
                .array();
    }

    private static byte[] central(Entry entry) {
        return little(46 + entry.name.length + entry.extra.length)
                .putInt(0x02014b50)
                .putShort((short) entry.madeBy)
                .putShort((short) 20)
                .putShort((short) entry.flags)
                .putShort((short) entry.method)
                .putInt(0)
                .putInt((int) entry.crc)
                .putInt(entry.packed.length)
                .putInt((int) entry.size)
                .putShort((short) entry.name.length)
                .putShort((short) entry.extra.length)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(entry.externalAttributes)
                .putInt(entry.offset)
                .put(entry.name)
                .put(entry.extra)
                .array();
    }

    static byte[] deflated(byte[] content) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(content);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return out.toByteArray();
    }

    /** The extra field that holds a size beyond 32 bits. */
    static byte[] size64(long size) {
        return little(12).putShort((short) 1).putShort((short) 8).putLong(size).array();
    }

    private static ByteBuffer little(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
