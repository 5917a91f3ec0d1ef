package io.goalstated.telemetry;

import io.goalstated.event.CommonParameters;
import io.goalstated.event.EventXml;
import io.goalstated.event.Moment;
import io.goalstated.event.TelemetryEvent;
import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import io.goalstated.xml.MalformedXml;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What would be sent, read from the disk without changing anything on it (OPS-56): events that wait, and those in files
 * that would be collected next. Blocks; for the owner's command, whether or not a daemon runs.
 */
public final class Preview {
    private static final int SPOOL_FILE = 2 * EventXml.MAX_BYTES;

    private final Disk disk = new Disk();
    private final Path libDirectory;
    private final CommonParameters common;
    private final ExtensionFolders extensions;
    private final LegacyFolder legacy;
    private final Moment now;
    private final List<Item> items = new ArrayList<>();

    /** Where an event is at present. */
    public enum Place {
        /** Taken, and not sent yet. */
        WAITING,
        /** In a file that an extension has left. */
        LEFT
    }

    /**
     * One event, or one reason why there is none.
     *
     * @param source the file
     * @param event empty: the file holds nothing that would be sent
     * @param note why not
     */
    public record Item(Place place, Path source, Optional<TelemetryEvent> event, String note) {}

    private Preview(SystemRoot root, Path libDirectory, Path logDirectory, String version, Moment now) {
        this.libDirectory = libDirectory;
        this.common = CommonParameters.of(version).on(MachineText.read(root));
        this.extensions = new ExtensionFolders(disk, logDirectory);
        this.legacy = new LegacyFolder(disk, libDirectory);
        this.now = now;
    }

    /**
     * @param version of the agent, as reported to the platform
     * @param level what the owner has chosen: the rest is not sent
     */
    public static List<Item> read(
            SystemRoot root, Path libDirectory, Path logDirectory, String version, TelemetryLevel level)
            throws IOException {
        long process = ProcessHandle.current().pid();
        Moment now = new Moment(Instant.EPOCH, process, process, "ExtHandler");
        Preview preview = new Preview(root, libDirectory, logDirectory, version, now);
        if (level != TelemetryLevel.OFF) {
            preview.waiting();
        }
        if (level.takesEverything()) {
            preview.left();
        }
        return preview.items;
    }

    private void waiting() throws IOException {
        for (Path file : disk.list(libDirectory.resolve("goalstated").resolve("telemetry"))) {
            Optional<Segment> segment = Segment.named(file.getFileName().toString());
            if (segment.isPresent()) {
                String text = disk.readText(file, SPOOL_FILE).orElse("");
                text.lines()
                        .filter(EventXml::isWhole)
                        .forEach(line -> show(Place.WAITING, file, segment.get().provider(), line));
            }
        }
    }

    private void left() throws IOException {
        for (String name : legacy.names()) {
            show(legacy.box().directory().resolve(name), legacy.read(name, common, now));
        }
        for (ExtensionFolders.Folder folder : extensions.find()) {
            int left = Collector.MOST_EVENTS;
            for (String name : folder.names()) {
                if (left > 0) {
                    Taking taking = ExtensionFolders.read(folder, name, left, common, now);
                    left -= taking instanceof Taking.Taken taken
                            ? taken.events().size()
                            : 0;
                    show(folder.box().directory().resolve(name), taking);
                }
            }
        }
    }

    private void show(Path file, Taking taking) {
        if (taking instanceof Taking.Taken taken) {
            taken.events().forEach(event -> show(Place.LEFT, file, event.provider(), event.text()));
            for (Map.Entry<String, Integer> refused : taken.refused().entrySet()) {
                items.add(new Item(
                        Place.LEFT, file, Optional.empty(), refused.getValue() + " not sent: " + refused.getKey()));
            }
        }
        taking.complaint().ifPresent(why -> items.add(new Item(Place.LEFT, file, Optional.empty(), why)));
    }

    private void show(Place place, Path file, String provider, String line) {
        try {
            items.add(new Item(place, file, Optional.of(EventXml.decode(provider, line)), ""));
        } catch (MalformedXml e) {
            items.add(new Item(place, file, Optional.empty(), String.valueOf(e.getMessage())));
        }
    }
}
