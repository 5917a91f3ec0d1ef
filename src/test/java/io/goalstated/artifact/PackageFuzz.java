package io.goalstated.artifact;

import io.goalstated.platform.Disk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Archives that are unpacked as root: nothing of them lies outside of their directory, and nothing is a link. */
public final class PackageFuzz {
    private static final UnpackLimits LIMITS = new UnpackLimits(100, 64 << 10, 1 << 20, 200, 64 << 10);
    private static final Path DIRECTORY = directory();
    private static final Disk DISK = new Disk();

    private PackageFuzz() {}

    private static Path directory() {
        try {
            return Files.createTempDirectory("package");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        Path archive = Files.write(DIRECTORY.resolve("archive"), data);
        Path unpacked = DIRECTORY.resolve("unpacked");
        try {
            new Unpacker(DISK, LIMITS).unpack(FileChannel.open(archive), unpacked);
        } catch (BadArchive refused) {
            // As promised.
        }
        check(unpacked);
        DISK.deleteTree(unpacked);
    }

    private static void check(Path unpacked) throws IOException {
        try (Stream<Path> beside = Files.list(DIRECTORY)) {
            if (beside.count() > 2) {
                throw new AssertionError("something lies beside the archive");
            }
        }
        if (Files.exists(unpacked)) {
            try (Stream<Path> all = Files.walk(unpacked)) {
                if (all.anyMatch(Files::isSymbolicLink)) {
                    throw new AssertionError("there is a link");
                }
            }
        }
    }
}
