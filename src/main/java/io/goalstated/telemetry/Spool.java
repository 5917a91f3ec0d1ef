package io.goalstated.telemetry;

import io.goalstated.event.EventXml;
import io.goalstated.platform.Disk;
import io.goalstated.platform.GrowingFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files in which events wait for the wireserver (W-22). A line is on the disk before anybody counts on it; what a
 * crash has left of one is skipped. Blocks; one call at a time.
 */
final class Spool {
    private static final int MOST_BYTES = 2 * EventXml.MAX_BYTES;

    private final Disk disk;
    private final Path directory;

    Spool(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /** At its place below the library directory. */
    static Spool in(Shell shell) {
        return new Spool(
                shell.disk(), shell.libDirectory().resolve("goalstated").resolve("telemetry"));
    }

    /** What an earlier run has left. Files that are none of ours, or cannot be read, go. */
    SpoolIndex load() throws IOException {
        SpoolIndex index = SpoolIndex.EMPTY;
        for (Path file : disk.list(directory)) {
            Optional<Segment> segment =
                    Segment.named(file.getFileName().toString()).map(this::counted);
            if (segment.isPresent() && segment.get().events() > 0) {
                index = index.with(segment.get());
            } else {
                disk.deleteTree(file);
            }
        }
        return index;
    }

    private Segment counted(Segment segment) {
        try {
            List<String> lines = lines(segment);
            return segment.with(
                    lines.size(), lines.stream().mapToLong(EventXml::bytes).sum());
        } catch (IOException e) {
            return segment;
        }
    }

    /** Adds the events; those for one segment are written together. */
    SpoolIndex add(SpoolIndex index, List<EncodedEvent> events, Instant now) throws IOException {
        disk.createDirectory(directory, Disk.PRIVATE_DIRECTORY);
        SpoolIndex after = index;
        int at = 0;
        while (at < events.size()) {
            Segment segment = after.openFor(events.get(at), now);
            StringBuilder lines = new StringBuilder();
            int end = at;
            while (end < events.size() && after.openFor(events.get(end), now).number() == segment.number()) {
                EncodedEvent event = events.get(end);
                lines.append(end == at ? "" : "\n").append(event.text());
                segment = segment.with(1, event.bytes());
                after = after.with(segment);
                end++;
            }
            new GrowingFile(disk, directory.resolve(segment.file()), Disk.PRIVATE).append(lines.toString());
            at = end;
        }
        return after;
    }

    /** The events of a segment that are still to be sent. */
    List<String> read(Segment segment) throws IOException {
        List<String> lines = lines(segment);
        return lines.subList(Math.min(segment.skip(), lines.size()), lines.size());
    }

    private List<String> lines(Segment segment) throws IOException {
        List<String> whole = new ArrayList<>();
        String text =
                disk.readText(directory.resolve(segment.file()), MOST_BYTES).orElse("");
        text.lines().filter(EventXml::isWhole).forEach(whole::add);
        return whole;
    }

    void delete(List<Segment> segments) throws IOException {
        for (Segment segment : segments) {
            disk.delete(directory.resolve(segment.file()));
        }
    }
}
