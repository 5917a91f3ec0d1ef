package io.goalstated.artifact;

import io.goalstated.platform.Disk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Enumeration;
import java.util.Set;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Unpacks a package byte for byte (spec 05 B2) and trusts nothing in it (OPS-111). Modes in the archive are ignored: every
 * file can be executed by its owner (spec 05 B1) and changed by nobody else. Blocks; keeps no file open (spec 05 B28).
 */
final class Unpacker {
    static final Set<PosixFilePermission> FILE_MODE = PosixFilePermissions.fromString("rwxr--r--");
    private static final int BUFFER = 64 << 10;

    private final Disk disk;
    private final UnpackLimits limits;

    Unpacker(Disk disk, UnpackLimits limits) {
        this.disk = disk;
        this.limits = limits;
    }

    /**
     * Unpacks into a directory that does not exist yet. What is there after a failure is the caller's to remove.
     *
     * @param archive open for reading; closed by this
     * @throws BadArchive when the archive is at fault
     * @throws IOException when the disk is
     */
    void unpack(FileChannel archive, Path directory) throws IOException {
        long packed = archive.size();
        try (ZipFile zip = Inspection.open(archive, limits)) {
            long declared = Inspection.declaredBytes(zip, limits);
            disk.createDirectory(directory, Disk.PUBLIC_DIRECTORY);
            requireSpace(directory, declared);
            Unpacking unpacking = new Unpacking(zip, packed);
            for (Enumeration<ZipArchiveEntry> all = zip.getEntriesInPhysicalOrder(); all.hasMoreElements(); ) {
                unpacking.extract(all.nextElement(), directory);
            }
        }
    }

    private void requireSpace(Path directory, long bytes) throws IOException {
        long usable = disk.usableSpace(directory);
        if (bytes > usable) {
            throw new IOException(
                    "No space left on device: the package needs " + bytes + " bytes, " + usable + " are free");
        }
    }

    private static Path place(Path directory, EntryName name) throws BadArchive {
        try {
            Path place = directory;
            for (String part : name.parts()) {
                place = place.resolve(part);
            }
            return place;
        } catch (InvalidPathException e) {
            throw EntryName.refused(name.toString(), "has a name that this system's locale cannot write");
        }
    }

    /** One archive on its way to the disk. What it really holds is measured: sizes in its table of contents may lie. */
    private final class Unpacking {
        private final ZipFile zip;
        private final long packed;
        private final byte[] buffer = new byte[BUFFER];
        private long unpacked;

        Unpacking(ZipFile zip, long packed) {
            this.zip = zip;
            this.packed = packed;
        }

        void extract(ZipArchiveEntry entry, Path directory) throws IOException {
            EntryName name = Inspection.name(entry);
            Path place = place(directory, name);
            if (name.isDirectory()) {
                disk.createDirectory(place, Disk.PUBLIC_DIRECTORY);
                return;
            }
            Path parent = place.getParent();
            if (parent != null) {
                disk.createDirectory(parent, Disk.PUBLIC_DIRECTORY);
            }
            disk.fill(place, FILE_MODE, file -> copy(entry, file));
        }

        private void copy(ZipArchiveEntry entry, WritableByteChannel file) throws IOException {
            CRC32 sum = new CRC32();
            long size = 0;
            try (InputStream content = content(entry)) {
                for (int read = read(content, entry); read >= 0; read = read(content, entry)) {
                    size += read;
                    count(entry, size, read);
                    sum.update(buffer, 0, read);
                    ByteBuffer chunk = ByteBuffer.wrap(buffer, 0, read);
                    while (chunk.hasRemaining()) {
                        file.write(chunk);
                    }
                }
            }
            if (size != entry.getSize() || sum.getValue() != entry.getCrc()) {
                throw EntryName.refused(entry.getName(), "is damaged: length or checksum is wrong");
            }
        }

        private void count(ZipArchiveEntry entry, long size, int more) throws BadArchive {
            unpacked += more;
            if (size > entry.getSize()) {
                throw EntryName.refused(entry.getName(), "holds more than it declares");
            }
            if (unpacked > limits.totalBytes()) {
                throw new BadArchive("the package unpacks to more than " + limits.totalBytes() + " bytes");
            }
            if (limits.isTooDense(unpacked, packed)) {
                throw new BadArchive("the package unpacks to more than " + limits.ratio() + " times its size");
            }
        }

        private InputStream content(ZipArchiveEntry entry) throws BadArchive {
            try {
                return zip.getInputStream(entry);
            } catch (IOException | RuntimeException e) {
                throw damaged(entry, e);
            }
        }

        private int read(InputStream content, ZipArchiveEntry entry) throws BadArchive {
            try {
                return content.read(buffer);
            } catch (IOException | RuntimeException e) {
                throw damaged(entry, e);
            }
        }

        private BadArchive damaged(ZipArchiveEntry entry, Exception cause) {
            return EntryName.refused(entry.getName(), "is damaged: " + cause.getMessage());
        }
    }
}
