package io.goalstated.supervise;

import io.goalstated.extension.ErrorCode;
import io.goalstated.extension.HandlerLayout;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import io.goalstated.platform.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Status files that made room for a denial. A denied handler's status file is replaced by the agent's error (spec 02
 * §5.3); once the handler may run again its own word must be back: it may exit without writing another (spec 05 B24), and
 * dependents must not take the denial for the outcome. Blocks.
 */
final class DisplacedStatus {
    private static final int MAX_BYTES = 8 << 20;

    private final Disk disk;
    private final Path directory;

    /** @param directory of the agent's own; a sub-directory for each version of a handler */
    DisplacedStatus(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /** Puts the agent's text in the file's place and keeps what was there, unless that was such a text too. */
    void displace(HandlerLayout layout, Path file, String text) throws IOException {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && !isDenial(file)) {
            disk.createDirectory(directory, Disk.PRIVATE_DIRECTORY);
            disk.createDirectory(kept(layout), Disk.PRIVATE_DIRECTORY);
            disk.copy(file, keptAs(layout, file));
        }
        disk.createDirectory(layout.status(), Disk.PRIVATE_DIRECTORY);
        disk.write(file, text.getBytes(StandardCharsets.UTF_8), Disk.PRIVATE);
    }

    /** Takes the denial away again and puts back what it displaced; a word that the handler wrote meanwhile stays. */
    void restore(HandlerLayout layout, Path file) throws IOException {
        Path kept = keptAs(layout, file);
        boolean displaced = Files.isRegularFile(kept, LinkOption.NOFOLLOW_LINKS);
        if (displaced && isDenial(file)) {
            disk.move(kept, file);
        } else if (displaced) {
            disk.delete(kept);
        } else if (isDenial(file)) {
            disk.delete(file);
        }
    }

    /** The version has been removed. */
    void forget(HandlerLayout layout) throws IOException {
        disk.deleteTree(kept(layout));
    }

    /** Only the agent reports an enable that was not even tried under another operation's name. */
    private boolean isDenial(Path file) {
        try {
            var status = Json.parse(new String(disk.read(file, MAX_BYTES).orElse(new byte[0]), StandardCharsets.UTF_8))
                    .path(0)
                    .path("status");
            String operation = status.path("operation").asText();
            return status.path("code").asInt() == ErrorCode.ENABLE.number()
                    && (operation.equals("ExtensionProcessing") || operation.equals("Download"));
        } catch (IOException | MalformedJson e) {
            return false;
        }
    }

    private Path kept(HandlerLayout layout) {
        return directory.resolve(layout.handler() + "-" + layout.version());
    }

    private Path keptAs(HandlerLayout layout, Path file) {
        return kept(layout).resolve(file.getFileName().toString());
    }
}
