package io.goalstated.support;

import io.goalstated.platform.Disk;
import io.goalstated.platform.FileStamp;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is in a directory, a line each, much as {@code ls -l} tells it. Blocks. */
final class Listing {
    private static final int MOST = 1_000;

    private final Disk disk;

    Listing(Disk disk) {
        this.disk = disk;
    }

    List<String> of(Path directory) {
        try {
            List<Path> entries = disk.some(directory, MOST + 1);
            List<String> lines = new ArrayList<>();
            for (Path entry : entries.subList(0, Math.min(MOST, entries.size()))) {
                describe(entry).ifPresent(lines::add);
            }
            if (entries.size() > MOST) {
                lines.add("and more");
            }
            return lines;
        } catch (IOException e) {
            return List.of("cannot be listed: " + e.getMessage());
        }
    }

    private Optional<String> describe(Path entry) throws IOException {
        Optional<FileStamp> stamp = disk.stamp(entry);
        String mode = disk.mode(entry).map(PosixFilePermissions::toString).orElse("?");
        String target = disk.linkTarget(entry).map(place -> " -> " + place).orElse("");
        return stamp.map(known -> "%s%s %10d %s %s%s"
                .formatted(
                        known.directory() ? "d" : known.regular() ? "-" : target.isEmpty() ? "?" : "l",
                        mode,
                        known.size(),
                        known.modified().truncatedTo(ChronoUnit.SECONDS),
                        entry.getFileName(),
                        target));
    }
}
