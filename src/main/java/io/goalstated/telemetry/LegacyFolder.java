package io.goalstated.telemetry;

import io.goalstated.event.CommonParameters;
import io.goalstated.event.LegacyEventFile;
import io.goalstated.event.MalformedEvents;
import io.goalstated.event.Moment;
import io.goalstated.platform.Disk;
import io.goalstated.platform.DropBox;
import io.goalstated.platform.DropBox.Found;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * {@code <lib>/events}: what extensions of the old kind leave there, and what WALinuxAgent had not sent when this agent
 * took its place. Temporary files of whoever writes there are left alone, for a day. Blocks.
 */
final class LegacyFolder {
    /** Nothing that lies there longer is of any use. */
    static final Duration LONGEST_STAY = Duration.ofHours(24);

    private static final int MOST_FILES = 1_000;

    private final DropBox box;

    LegacyFolder(Disk disk, Path libDirectory) {
        this.box = new DropBox(disk, libDirectory.resolve("events"));
    }

    DropBox box() {
        return box;
    }

    /** The names of the files to be read, oldest first; of too many the newest. */
    List<String> names() throws IOException {
        if (!box.isUsable()) {
            return List.of();
        }
        List<String> names = box.newest(name -> name.endsWith(".tld"), MOST_FILES);
        Collections.reverse(names);
        return names;
    }

    Taking read(String name, CommonParameters common, Moment now) throws IOException {
        Found found = box.open(name, LegacyEventFile.MAX_BYTES);
        if (found instanceof Found.Refused refused) {
            return new Taking.Refused(refused.why());
        }
        if (!(found instanceof Found.Opened readable)) {
            return new Taking.Gone();
        }
        try (var content = readable.content()) {
            Moment written = new Moment(readable.modified(), now.thread(), now.process(), now.task());
            return EncodedEvent.of(LegacyEventFile.read(content.readAllBytes())
                            .complete(name.endsWith(".waagent.tld"), common, written))
                    .<Taking>map(event -> new Taking.Taken(List.of(event), Map.of()))
                    .orElse(new Taking.Refused("larger than a request"));
        } catch (MalformedEvents e) {
            return new Taking.Unfinished(String.valueOf(e.getMessage()));
        }
    }
}
