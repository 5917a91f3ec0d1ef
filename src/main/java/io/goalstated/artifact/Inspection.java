package io.goalstated.artifact;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Enumeration;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Everything in a package, judged by its table of contents before the first byte is unpacked (OPS-111): only plain files
 * and directories, stored or deflated, not encrypted, within the limits as far as they are declared, and nothing where
 * the agent needs something else.
 */
final class Inspection {
    private static final int FORMAT = 0170000;
    private static final int FILE = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;

    /** PKWARE's Unix field: 12 bytes of times and owner, then the target of a link or the number of a device. */
    private static final int UNIX_FIELD = 0x000d;

    private static final int UNIX_FIELD_OF_FILE = 12;

    private final EntryTree tree;
    private final UnpackLimits limits;
    private long declaredBytes;

    private Inspection(UnpackLimits limits) {
        this.limits = limits;
        this.tree = new EntryTree(limits);
    }

    /** Opens the archive. The channel's position is moved, nothing else; closing the result closes it. */
    static ZipFile open(FileChannel archive, UnpackLimits limits) throws IOException {
        TableOfContents.check(archive, limits);
        try {
            return ZipFile.builder()
                    .setSeekableByteChannel(archive)
                    .setIgnoreLocalFileHeader(true)
                    // A second name for an entry is a second opinion on where it goes.
                    .setUseUnicodeExtraFields(false)
                    .get();
        } catch (IOException | RuntimeException e) {
            // The library meets some damages with unchecked exceptions.
            throw new BadArchive("the package is not a readable zip archive: " + e.getMessage());
        }
    }

    /**
     * What all files together claim to hold, in bytes.
     *
     * @throws BadArchive naming the first entry that must not be, and why
     */
    static long declaredBytes(ZipFile archive, UnpackLimits limits) throws BadArchive {
        Inspection inspection = new Inspection(limits);
        for (Enumeration<ZipArchiveEntry> all = archive.getEntriesInPhysicalOrder(); all.hasMoreElements(); ) {
            inspection.inspect(all.nextElement());
        }
        return inspection.declaredBytes;
    }

    /** Where an entry goes. Computed when needed: ten thousand of them would be a burden. */
    static EntryName name(ZipArchiveEntry stored) throws BadArchive {
        byte[] raw = stored.getRawName();
        return EntryName.of(stored.getName(), raw == null ? new byte[0] : raw);
    }

    private void inspect(ZipArchiveEntry stored) throws BadArchive {
        EntryName name = name(stored);
        tree.add(name);
        AgentPlaces.check(name);
        requirePlain(stored, name);
        if (name.isDirectory()) {
            return;
        }
        requireReadable(stored, name);
        if (limits.isTooDense(stored.getSize(), stored.getCompressedSize())) {
            throw EntryName.refused(name.toString(), "unpacks to more than " + limits.ratio() + " times its size");
        }
        declaredBytes += stored.getSize();
        if (declaredBytes < 0 || declaredBytes > limits.totalBytes()) {
            throw new BadArchive("the package unpacks to more than " + limits.totalBytes() + " bytes");
        }
    }

    private static void requirePlain(ZipArchiveEntry stored, EntryName name) throws BadArchive {
        int format = (int) (stored.getExternalAttributes() >>> 16) & FORMAT;
        boolean plain = format == 0 || format == (name.isDirectory() ? DIRECTORY : FILE);
        byte[] extra = stored.getCentralDirectoryExtra();
        if (!plain || hasLinkTarget(extra == null ? new byte[0] : extra)) {
            throw EntryName.refused(name.toString(), "is a link or a device");
        }
    }

    private static boolean hasLinkTarget(byte[] extra) {
        for (int i = 0; i + 4 <= extra.length; i += 4 + unsigned(extra, i + 2)) {
            if (unsigned(extra, i) == UNIX_FIELD && unsigned(extra, i + 2) > UNIX_FIELD_OF_FILE) {
                return true;
            }
        }
        return false;
    }

    private static int unsigned(byte[] bytes, int offset) {
        return (bytes[offset] & 0xff) | (bytes[offset + 1] & 0xff) << 8;
    }

    private static void requireReadable(ZipArchiveEntry stored, EntryName name) throws BadArchive {
        if (stored.getGeneralPurposeBit().usesEncryption()) {
            throw EntryName.refused(name.toString(), "is encrypted");
        }
        if (stored.getMethod() != STORED && stored.getMethod() != DEFLATED) {
            throw EntryName.refused(name.toString(), "is packed by method " + stored.getMethod() + ", not deflated");
        }
        if (stored.getSize() < 0 || stored.getCompressedSize() < 0) {
            throw EntryName.refused(name.toString(), "has no size");
        }
    }
}
