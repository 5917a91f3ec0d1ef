package io.goalstated.report;

import io.goalstated.platform.Disk;
import io.goalstated.platform.FileStamp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads small files that handlers rewrite whenever they like, and only when they have changed. One round of looks at one
 * moment; the next round starts from what this one has learned. Handlers write in place, so a file that makes no sense is
 * given a little time before it is believed (spec 02 W-5): the last sense it made holds for ten seconds, and when it
 * never made any, it counts as not there for two.
 *
 * @param <T> what a file is read as
 */
final class FileMemory<T> {
    private static final Duration HOLD = Duration.ofSeconds(10);
    private static final Duration FIRST_WRITE = Duration.ofSeconds(2);
    /** A file changed so shortly before it was read may change again within the same tick of the file system's clock. */
    private static final Duration TICK = Duration.ofMillis(100);

    private final Disk disk;
    private final Format<T> format;
    private final Instant now;
    private final long nanos;
    private final Map<Path, Entry<T>> before;
    private final Map<Path, Entry<T>> after = new HashMap<>();

    /** How to make sense of a file. None of these throws. */
    interface Format<T> {
        int maxBytes();

        T parse(byte[] content);

        T missing();

        T unreadable(String reason);

        /** Whether it looks like something that is only half written. */
        boolean isBroken(T value);
    }

    /**
     * @param modified of the content shown; the epoch when there is none
     * @param missingFor how long there has been nothing to read
     * @param unsettled broken for the first time, and not for long
     */
    record Look<T>(T value, Instant modified, Duration missingFor, boolean unsettled) {}

    /**
     * What is remembered of one file.
     *
     * @param stamp of the content that was read; empty when it has to be read again
     * @param sense the last content that made sense
     * @param since when it stopped making sense, or was gone
     */
    record Entry<T>(Optional<FileStamp> stamp, T read, Optional<T> sense, Instant modified, Optional<Long> since) {}

    /**
     * @param now by the wall clock, to compare with times of files
     * @param nanos by the clock that never goes back
     */
    FileMemory(Disk disk, Format<T> format, Map<Path, Entry<T>> before, Instant now, long nanos) {
        this.disk = disk;
        this.format = format;
        this.before = before;
        this.now = now;
        this.nanos = nanos;
    }

    /** What the next round starts from: only files that were looked at in this one. */
    Map<Path, Entry<T>> remembered() {
        return Map.copyOf(after);
    }

    /** Blocks. */
    Look<T> look(Path file) {
        Optional<Entry<T>> known = Optional.ofNullable(before.get(file));
        try {
            Optional<FileStamp> stamp = disk.stamp(file);
            if (stamp.isEmpty()) {
                return missing(file, known);
            }
            if (!stamp.get().regular()) {
                return new Look<>(
                        format.unreadable("it is not a regular file"),
                        stamp.get().modified(),
                        Duration.ZERO,
                        false);
            }
            if (known.isPresent() && known.get().stamp().equals(stamp)) {
                return judge(file, stamp, known.get().read(), known, stamp.get().modified());
            }
            Optional<byte[]> content = disk.read(file, format.maxBytes());
            if (content.isEmpty()) {
                return missing(file, known);
            }
            Optional<FileStamp> reliable = stamp.filter(it -> it.modified().isBefore(now.minus(TICK)));
            return judge(
                    file,
                    reliable,
                    format.parse(content.get()),
                    known,
                    stamp.get().modified());
        } catch (IOException e) {
            return new Look<>(format.unreadable(String.valueOf(e.getMessage())), now, Duration.ZERO, false);
        }
    }

    private Look<T> missing(Path file, Optional<Entry<T>> known) {
        boolean already = known.isPresent() && known.get().sense().isEmpty();
        long since = already ? known.get().since().orElse(nanos) : nanos;
        T nothing = format.missing();
        after.put(file, new Entry<>(Optional.empty(), nothing, Optional.empty(), Instant.EPOCH, Optional.of(since)));
        return new Look<>(nothing, Instant.EPOCH, Duration.ofNanos(nanos - since), false);
    }

    private Look<T> judge(Path file, Optional<FileStamp> stamp, T read, Optional<Entry<T>> known, Instant modified) {
        if (!format.isBroken(read)) {
            after.put(file, new Entry<>(stamp, read, Optional.of(read), modified, Optional.empty()));
            return new Look<>(read, modified, Duration.ZERO, false);
        }
        Optional<T> sense = known.flatMap(Entry::sense);
        boolean brokenBefore = known.isPresent() && format.isBroken(known.get().read());
        long since = brokenBefore ? known.get().since().orElse(nanos) : nanos;
        Instant shown = sense.isPresent() ? known.get().modified() : modified;
        after.put(file, new Entry<>(stamp, read, sense, shown, Optional.of(since)));
        Duration patience = sense.isPresent() ? HOLD : FIRST_WRITE;
        if (nanos - since >= patience.toNanos()) {
            return new Look<>(read, modified, Duration.ZERO, false);
        }
        return new Look<>(
                sense.orElseGet(format::missing),
                sense.isPresent() ? shown : Instant.EPOCH,
                Duration.ZERO,
                sense.isEmpty());
    }
}
