package io.goalstated.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Set;

/**
 * A file that is written at its end only: a journal, on whose lines somebody relies, or a log. It is created by the first
 * addition; a symbolic link is refused. All methods block.
 */
public final class GrowingFile {
    private final Disk disk;
    private final Path file;
    private final Set<PosixFilePermission> mode;

    /** @param mode for a new file; one that is there keeps its own until it is cut */
    public GrowingFile(Disk disk, Path file, Set<PosixFilePermission> mode) {
        this.disk = disk;
        this.file = file;
        this.mode = mode;
    }

    /**
     * Adds one line, and waits until it is on the disk, the file's name included. What a crash has left of an earlier line is
     * ended first, so that it spoils no other.
     */
    public void append(String line) throws IOException {
        NameSync names = disk.names();
        Path directory = Disk.parentOf(file);
        boolean nameOwed = !disk.exists(file) || names.isOwed(directory);
        String start = endsInMidLine() ? "\n" : "";
        try (FileChannel channel = open()) {
            disk.extend(channel, file, (start + line + "\n").getBytes(StandardCharsets.UTF_8));
            channel.force(false);
        } catch (IOException e) {
            names.owe(directory);
            throw e;
        }
        if (nameOwed) {
            names.settle(directory);
        }
    }

    private boolean endsInMidLine() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return channel.size() > 0 && channel.read(last, channel.size() - 1) == 1 && last.get(0) != '\n';
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Adds text as it is, for what a crash may take: nothing waits for the disk. */
    public void appendLoosely(String text) throws IOException {
        try (FileChannel channel = open()) {
            disk.extend(channel, file, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private FileChannel open() throws IOException {
        if (!disk.exists(file)) {
            disk.create(file, mode).close();
        }
        return FileChannel.open(file, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
    }

    /** Cuts a file that is longer than so many bytes to its last lines. What is missing or no regular file is left alone. */
    public void keepTail(int limit) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) <= limit) {
            return;
        }
        byte[] tail = new byte[limit];
        try (FileChannel channel = disk.open(file)) {
            channel.read(ByteBuffer.wrap(tail), channel.size() - limit);
        }
        int start = 0;
        while (start < tail.length && tail[start] != '\n') {
            start++;
        }
        disk.write(file, Arrays.copyOfRange(tail, Math.min(start + 1, tail.length), tail.length), mode);
    }
}
