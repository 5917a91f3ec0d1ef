package io.goalstated.polling;

import io.goalstated.platform.Disk;
import io.goalstated.platform.Draft;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Directories of the history that are over, each in one archive of its name (spec 01 §12.3). A kill at any point loses
 * nothing: a directory goes when its archive is whole and on the disk. All methods block.
 */
final class HistoryArchive {
    private static final Pattern DIRECTORY = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d-\\d\\d-\\d\\d(__.*)?");
    private static final String ARCHIVE = ".zip";
    /** Of WALinuxAgent, killed while it packed. */
    private static final String UNFINISHED = ".zip.tmp";

    private final Disk disk;
    private final Path history;

    HistoryArchive(Disk disk, Path history) {
        this.disk = disk;
        this.history = history;
    }

    /** Whether there is a directory, or an archive, of that tag. */
    boolean holds(String tag) throws IOException {
        return disk.list(history).stream()
                .map(entry -> entry.getFileName().toString())
                .anyMatch(name -> name.endsWith("_" + tag) || name.endsWith("_" + tag + ARCHIVE));
    }

    /**
     * Packs all directories but the last by name and the newest, into which somebody may still write.
     *
     * @return which stay as they are, and why
     */
    Map<Path, String> pack(Optional<Path> newest) throws IOException {
        for (Path entry : disk.list(history)) {
            if (entry.getFileName().toString().endsWith(UNFINISHED) && !disk.isDirectory(entry)) {
                disk.delete(entry);
            }
        }
        List<Path> directories = disk.list(history).stream()
                .filter(entry ->
                        DIRECTORY.matcher(entry.getFileName().toString()).matches())
                .filter(disk::isDirectory)
                .toList();
        Map<Path, String> refused = new LinkedHashMap<>();
        for (Path directory : directories.subList(0, Math.max(0, directories.size() - 1))) {
            if (!newest.equals(Optional.of(directory))) {
                try {
                    pack(directory);
                } catch (IOException e) {
                    refused.put(directory, String.valueOf(e.getMessage()));
                }
            }
        }
        return refused;
    }

    private void pack(Path directory) throws IOException {
        Path archive = directory.resolveSibling(directory.getFileName() + ARCHIVE);
        // One that is there is whole: only the removal of the directory was cut short, and what is left of it is less.
        if (!disk.exists(archive)) {
            try (Draft draft = new Draft(disk, archive, Disk.PRIVATE)) {
                write(directory, new BufferedOutputStream(draft));
                draft.finish();
            }
        }
        disk.deleteTree(directory);
    }

    private void write(Path directory, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        for (Path file : disk.list(directory)) {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                ZipEntry entry = new ZipEntry(file.getFileName().toString());
                entry.setLastModifiedTime(Files.getLastModifiedTime(file));
                zip.putNextEntry(entry);
                try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                    in.transferTo(zip);
                }
                zip.closeEntry();
            }
        }
        zip.finish();
        zip.flush();
    }
}
