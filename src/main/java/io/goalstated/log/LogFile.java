package io.goalstated.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The log file: only ever appended to, since extensions write to it too (OPS-82). Opened again when its name has come to
 * mean another file (logrotate), put aside and compressed when it has grown too large (OPS-77). Trouble is told once.
 */
final class LogFile {
    private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-r-----");
    private static final long LOOK_EVERY_NANOS = 1_000_000_000L;

    private final Path path;
    private LogSettings limits;
    private @Nullable FileChannel channel;
    private @Nullable Object identity;
    private long size;
    private long lookedAt;
    private boolean troubled;

    LogFile(Path path, LogSettings limits) {
        this.path = path;
        this.limits = limits;
    }

    void limits(LogSettings newLimits) {
        limits = newLimits;
    }

    /** Appends the line. What goes wrong is returned the first time and swallowed until a line gets through again. */
    Optional<String> write(String line) {
        // A file to which an interrupted thread writes is closed, under everybody's hands.
        boolean interrupted = Thread.interrupted();
        Optional<String> problem = append(line);
        if (channel != null && !channel.isOpen()) {
            interrupted |= Thread.interrupted();
            close();
            troubled = false;
            problem = append(line);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return problem;
    }

    private Optional<String> append(String line) {
        try {
            FileChannel open = open();
            ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
            size += bytes.remaining();
            while (bytes.hasRemaining()) {
                open.write(bytes);
            }
            troubled = false;
            if (size >= limits.maxBytes()) {
                putAside();
            }
            return Optional.empty();
        } catch (IOException e) {
            boolean first = !troubled;
            troubled = true;
            return first ? Optional.of("cannot write " + path + ": " + e) : Optional.empty();
        }
    }

    /** The next line opens the file again. */
    void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // Every line was handed to the system when it was written; there is nothing to lose here.
            troubled = true;
        }
        channel = null;
    }

    private FileChannel open() throws IOException {
        if (channel != null && System.nanoTime() - lookedAt >= LOOK_EVERY_NANOS && isAnotherFile()) {
            close();
        }
        FileChannel open = channel;
        if (open == null) {
            boolean isNew = !Files.exists(path);
            Path directory = path.toAbsolutePath().getParent();
            if (isNew && directory != null && !Files.isDirectory(directory)) {
                Files.createDirectories(directory);
            }
            open = FileChannel.open(
                    path,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
                    PosixFilePermissions.asFileAttribute(MODE));
            channel = open;
            if (isNew) {
                // The umask may have taken bits away; never added any.
                Files.setPosixFilePermissions(path, MODE);
            }
            identity = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            size = open.size();
            lookedAt = System.nanoTime();
        }
        return open;
    }

    private boolean isAnotherFile() throws IOException {
        lookedAt = System.nanoTime();
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            size = now.size();
            return !now.fileKey().equals(identity);
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    private void putAside() throws IOException {
        Path aside = LogArchive.nameFor(path, Instant.now());
        Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
        close();
        LogArchive archive = new LogArchive(path, limits.maxFiles(), limits.maxTotalBytes() - limits.maxBytes());
        // Compressing takes a second; whoever logs does not wait for that.
        Thread thread = new Thread(archive::tidy, "log-archive");
        thread.setDaemon(true);
        thread.start();
    }
}
