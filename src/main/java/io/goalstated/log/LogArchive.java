package io.goalstated.log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/** Log files put aside: {@code waagent.log-<milliseconds>}, compressed to {@code .gz}, the oldest removed above the limits. */
final class LogArchive {
    private static final String COMPRESSED = ".gz";
    private static final String PARTIAL = ".gz.tmp";

    private final Path log;
    private final int maxFiles;
    private final long maxBytes;

    /** @param maxBytes that the files put aside may take together */
    LogArchive(Path log, int maxFiles, long maxBytes) {
        this.log = log;
        this.maxFiles = maxFiles;
        this.maxBytes = maxBytes;
    }

    static Path nameFor(Path log, Instant time) {
        return log.resolveSibling(log.getFileName() + "-" + time.toEpochMilli());
    }

    /** Compresses what is not yet, then removes the oldest until the limits hold. Blocks; one call at a time a process. */
    void tidy() {
        synchronized (LogArchive.class) {
            try {
                for (Path file : aside()) {
                    if (!file.toString().endsWith(COMPRESSED)) {
                        compress(file);
                    }
                }
                prune();
            } catch (IOException e) {
                // The next turn tries again; the log itself is not touched by this.
                System.err.println("goalstated: cannot tidy the log files beside " + log + ": " + e);
            }
        }
    }

    private static void compress(Path file) throws IOException {
        Path partial = Path.of(file + PARTIAL);
        Files.deleteIfExists(partial);
        try (InputStream in = Files.newInputStream(file);
                FileChannel channel = FileChannel.open(
                        partial,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
                OutputStream out = new GZIPOutputStream(Channels.newOutputStream(channel))) {
            in.transferTo(out);
        }
        Files.move(partial, Path.of(file + COMPRESSED), StandardCopyOption.ATOMIC_MOVE);
        Files.delete(file);
    }

    private void prune() throws IOException {
        List<Path> newestFirst = aside();
        Collections.reverse(newestFirst);
        int files = 0;
        long bytes = 0;
        for (Path file : newestFirst) {
            files++;
            bytes += Files.size(file);
            if (files > maxFiles || bytes > maxBytes) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Files put aside by us, oldest first. Others of similar names (logrotate's) are not ours to touch. */
    private List<Path> aside() throws IOException {
        List<Path> files = new ArrayList<>();
        Path directory = log.toAbsolutePath().getParent();
        String start = log.getFileName() + "-";
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (name.startsWith(start) && isOurs(name.substring(start.length()))) {
                    files.add(entry);
                }
            }
        }
        Collections.sort(files);
        return files;
    }

    /** Thirteen digits of milliseconds, perhaps compressed. */
    private static boolean isOurs(String rest) {
        String digits = rest.endsWith(COMPRESSED) ? rest.substring(0, rest.length() - COMPRESSED.length()) : rest;
        if (digits.length() != 13) {
            return false;
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
