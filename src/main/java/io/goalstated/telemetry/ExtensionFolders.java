package io.goalstated.telemetry;

import io.goalstated.event.CommonParameters;
import io.goalstated.event.ExtensionEvent;
import io.goalstated.event.ExtensionEventFile;
import io.goalstated.event.MalformedEvents;
import io.goalstated.event.Moment;
import io.goalstated.extension.HandlerName;
import io.goalstated.platform.Disk;
import io.goalstated.platform.DropBox;
import io.goalstated.platform.DropBox.Found;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The {@code events} directories of extensions below their log directory (spec 02 §14). Blocks. */
final class ExtensionFolders {
    /** Times in seconds, milliseconds, microseconds or nanoseconds. */
    private static final Pattern FILE = Pattern.compile("\\d{1,200}\\.json", Pattern.CASE_INSENSITIVE);

    /** So many files of one extension are looked at in a walk; the rest is dropped like what exceeds the events' limit. */
    private static final int MOST_FILES = 1_000;

    private final Disk disk;
    private final Path logDirectory;

    ExtensionFolders(Disk disk, Path logDirectory) {
        this.disk = disk;
        this.logDirectory = logDirectory;
    }

    /** @param names of the files to be read, newest first */
    record Folder(HandlerName handler, DropBox box, List<String> names) {}

    /** Those that are there, whether or not their handler still is. */
    List<Folder> find() throws IOException {
        List<Folder> folders = new ArrayList<>();
        for (Path directory : disk.list(logDirectory)) {
            Optional<HandlerName> handler =
                    HandlerName.parse(directory.getFileName().toString());
            DropBox box = new DropBox(disk, directory.resolve("events"));
            if (handler.isPresent() && disk.isDirectory(directory) && box.isUsable()) {
                folders.add(new Folder(
                        handler.get(),
                        box,
                        box.newest(name -> FILE.matcher(name).matches(), MOST_FILES)));
            }
        }
        return folders;
    }

    /** Reads one file for at most so many events. */
    static Taking read(Folder folder, String name, int limit, CommonParameters common, Moment now) throws IOException {
        Found found = folder.box().open(name, ExtensionEventFile.MAX_BYTES);
        if (found instanceof Found.Refused refused) {
            return new Taking.Refused("file " + refused.why());
        }
        if (!(found instanceof Found.Opened readable)) {
            return new Taking.Gone();
        }
        try (var content = readable.content()) {
            Moment written = new Moment(readable.modified(), now.thread(), now.process(), now.task());
            return taken(ExtensionEventFile.read(content, limit), folder.handler(), common, written);
        } catch (MalformedEvents e) {
            return new Taking.Unfinished("file " + e.getMessage());
        }
    }

    private static Taking taken(
            ExtensionEventFile.Reading reading, HandlerName handler, CommonParameters common, Moment written) {
        Map<String, Integer> refused = new HashMap<>();
        reading.refused().forEach((why, count) -> refused.put(why.toString(), count));
        List<EncodedEvent> events = new ArrayList<>();
        for (ExtensionEvent event : reading.events()) {
            EncodedEvent.of(event.complete(handler, common, written))
                    .ifPresentOrElse(events::add, () -> refused.merge("larger than a request", 1, Integer::sum));
        }
        return new Taking.Taken(events, refused);
    }
}
