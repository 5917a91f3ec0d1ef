package io.goalstated.platform;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/**
 * A directory in which others leave files for the agent. Nothing in it is trusted: links are not followed, only plain
 * files of root's (or of whoever runs this process) are read, sub-directories are left alone, and the number of files
 * that is dealt with at a time is bounded. All methods block.
 */
public final class DropBox {
    private static final Duration FUTURE = Duration.ofMinutes(1);

    private final Disk disk;
    private final Path directory;

    public DropBox(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    public Path directory() {
        return directory;
    }

    /** Whether it is there, a real directory, and of the right owner. */
    public boolean isUsable() throws IOException {
        return disk.isDirectory(directory) && disk.isOwn(directory);
    }

    /** Of the names that are wanted the greatest, in descending order: names that are times, newest first. */
    public List<String> newest(Predicate<String> wanted, int most) throws IOException {
        PriorityQueue<String> greatest = new PriorityQueue<>();
        forEach(file -> {
            String name = file.getFileName().toString();
            if (wanted.test(name)) {
                greatest.add(name);
                if (greatest.size() > most) {
                    greatest.remove();
                }
            }
            return true;
        });
        List<String> names = new ArrayList<>(greatest);
        names.sort(Comparator.reverseOrder());
        return names;
    }

    private interface Visitor {
        /** @return whether to go on */
        boolean visit(Path file) throws IOException;
    }

    private void forEach(Visitor visitor) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (!visitor.visit(file)) {
                    return;
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // Nothing has been left there.
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** What was found under a name. */
    public sealed interface Found {
        /** To be closed. Ends at the limit even if the file grows meanwhile. */
        record Opened(InputStream content, Instant modified) implements Found {}

        record Refused(String why) implements Found {}

        record Gone() implements Found {}
    }

    /** Opens a file; larger ones than the limit are refused. */
    public Found open(String name, int maxBytes) throws IOException {
        Path file = directory.resolve(name);
        Optional<FileStamp> stamp = disk.stamp(file);
        if (stamp.isEmpty()) {
            return new Found.Gone();
        }
        if (!stamp.get().regular()) {
            return new Found.Refused("not a regular file");
        }
        try {
            if (!disk.isOwn(file)) {
                return new Found.Refused("does not belong to root");
            }
            FileChannel channel = disk.open(file);
            if (channel.size() > maxBytes) {
                channel.close();
                return new Found.Refused("larger than " + maxBytes + " bytes");
            }
            return new Found.Opened(
                    new Limited(Channels.newInputStream(channel), maxBytes),
                    stamp.get().modified());
        } catch (NoSuchFileException e) {
            return new Found.Gone();
        }
    }

    /** Removes whatever has that name, unless it is a directory. */
    public void remove(String name) throws IOException {
        Path file = directory.resolve(name);
        if (!disk.isDirectory(file)) {
            disk.delete(file);
        }
    }

    /**
     * Removes what was there before that moment, sub-directories aside; a time further in the future than clocks differ
     * is none.
     *
     * @param most so many at a time; the rest stays for the next time
     * @return how many were removed
     */
    public int sweep(Instant before, Instant now, int most) throws IOException {
        int[] removed = {0};
        forEach(file -> {
            Optional<FileStamp> stamp = disk.stamp(file);
            if (stamp.isPresent()
                    && !stamp.get().directory()
                    && isOlder(stamp.get().modified(), before, now)) {
                disk.delete(file);
                removed[0]++;
            }
            return removed[0] < most;
        });
        return removed[0];
    }

    private static boolean isOlder(Instant modified, Instant before, Instant now) {
        return modified.isBefore(before) || modified.isAfter(now.plus(FUTURE));
    }

    private static final class Limited extends FilterInputStream {
        private int left;

        Limited(InputStream in, int left) {
            super(in);
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            int b = left > 0 ? super.read() : -1;
            left -= b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            if (left <= 0) {
                return -1;
            }
            int count = super.read(bytes, from, Math.min(length, left));
            left -= Math.max(0, count);
            return count;
        }
    }
}
