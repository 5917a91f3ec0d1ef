package io.goalstated.environment.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.environment.resource.DiskFacts.Formatting;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import io.goalstated.platform.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What mkfs was begun on, written down before and crossed out after: a file system that was cut short may look like a whole one. The
 * id of the table, which no other disk has, ties the note to its disk. Blocks.
 */
final class FormattingNote {
    private static final int MAX_BYTES = 4096;

    private final Disk disk;
    private final Path file;

    FormattingNote(Disk disk, Path library) {
        this.disk = disk;
        this.file = library.resolve("goalstated/resource-disk.json");
    }

    void write(Formatting formatting) throws IOException {
        String text = Json.object()
                .put("table", formatting.tableId())
                .put("node", formatting.node())
                .put("start", formatting.start())
                .put("size", formatting.size())
                .toString();
        disk.write(file, text, Disk.PRIVATE);
    }

    void crossOut() throws IOException {
        disk.delete(file);
    }

    Optional<Formatting> read() throws IOException {
        Optional<String> text = disk.readText(file, MAX_BYTES);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            JsonNode note = Json.parse(text.get());
            String table = note.path("table").asText();
            return table.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Formatting(
                            table,
                            note.path("node").asText(),
                            note.path("start").asLong(),
                            note.path("size").asLong()));
        } catch (MalformedJson e) {
            return Optional.empty();
        }
    }
}
