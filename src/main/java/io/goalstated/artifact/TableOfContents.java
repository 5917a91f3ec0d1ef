package io.goalstated.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * Walks a zip's central directory without keeping anything of it, before a library that loads it whole may see it:
 * a few megabytes of tiny records would otherwise fill the daemon's small heap. Finds the directory exactly as Commons
 * Compress does, or the two could be shown different ones.
 */
final class TableOfContents {
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_LENGTH = 22;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final int LOCATOR64_SIGNATURE = 0x07064b50;
    private static final int LOCATOR64_LENGTH = 20;
    private static final int END64_SIGNATURE = 0x06064b50;
    private static final int END64_LENGTH = 56;
    private static final int RECORD_SIGNATURE = 0x02014b50;
    private static final int RECORD_LENGTH = 46;

    private final FileChannel archive;

    private TableOfContents(FileChannel archive) {
        this.archive = archive;
    }

    /** @throws BadArchive when there is no such directory, or it is larger than the limits allow */
    static void check(FileChannel archive, UnpackLimits limits) throws IOException {
        new TableOfContents(archive).walk(limits);
    }

    private void walk(UnpackLimits limits) throws IOException {
        long start = start();
        long position = start;
        int entries = 0;
        while (position + RECORD_LENGTH <= archive.size()) {
            ByteBuffer record = read(position, RECORD_LENGTH);
            if (record.getInt(0) != RECORD_SIGNATURE) {
                break;
            }
            position += RECORD_LENGTH + unsigned(record, 28) + unsigned(record, 30) + unsigned(record, 32);
            entries++;
            if (entries > limits.entries()) {
                throw new BadArchive("the package has more than " + limits.entries() + " entries");
            }
            if (position - start > limits.directoryBytes()) {
                throw new BadArchive(
                        "the package's table of contents is larger than " + limits.directoryBytes() + " bytes");
            }
        }
    }

    private long start() throws IOException {
        long end = end();
        if (end > LOCATOR64_LENGTH) {
            ByteBuffer locator = read(end - LOCATOR64_LENGTH, LOCATOR64_LENGTH);
            if (locator.getInt(0) == LOCATOR64_SIGNATURE) {
                return start64(locator.getLong(8));
            }
        }
        ByteBuffer record = read(end, END_LENGTH);
        long length = Integer.toUnsignedLong(record.getInt(12));
        long offset = Integer.toUnsignedLong(record.getInt(16));
        // Something may stand before the archive; offsets then count from where the archive begins.
        long preamble = Math.max(end - length - offset, 0);
        return offset + preamble;
    }

    private long start64(long end64) throws IOException {
        if (end64 < 0 || end64 > archive.size() - END64_LENGTH) {
            throw damaged();
        }
        ByteBuffer record = read(end64, END64_LENGTH);
        long offset = record.getLong(48);
        if (record.getInt(0) != END64_SIGNATURE || offset < 0 || offset > archive.size()) {
            throw damaged();
        }
        return offset;
    }

    /** Where the last end-of-directory record is; a comment may follow it. */
    private long end() throws IOException {
        long size = archive.size();
        long first = Math.max(0, size - END_LENGTH - LONGEST_COMMENT);
        if (size < END_LENGTH) {
            throw damaged();
        }
        ByteBuffer tail = read(first, (int) (size - first));
        for (int i = tail.limit() - END_LENGTH; i >= 0; i--) {
            if (tail.getInt(i) == END_SIGNATURE) {
                return first + i;
            }
        }
        throw damaged();
    }

    private ByteBuffer read(long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (archive.read(buffer, position + buffer.position()) < 0) {
                throw damaged();
            }
        }
        return buffer.flip();
    }

    private static int unsigned(ByteBuffer record, int offset) {
        return Short.toUnsignedInt(record.getShort(offset));
    }

    private static BadArchive damaged() {
        return new BadArchive("the package is not a zip archive, or it is cut short");
    }
}
