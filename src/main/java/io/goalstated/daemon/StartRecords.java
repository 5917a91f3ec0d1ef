package io.goalstated.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import io.goalstated.json.SpacedJson;
import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The last twenty starts of the agent, each completed by its clean end (OPS-18): one without an end was killed, crashed, or
 * lost its machine. Kept in {@code <lib>/goalstated/diagnostics}; what a crash of the machine takes of it is no loss. Blocks.
 */
final class StartRecords {
    private static final int MOST = 20;
    private static final int MAX_BYTES = 64 << 10;
    private static final int SCHEMA_VERSION = 1;

    private final SystemRoot root;
    private final Path file;
    private final String version;
    private final Disk disk;
    private final InstantSource clock;

    StartRecords(Setup setup, Disk disk, InstantSource clock) {
        this.root = setup.root();
        this.file = setup.libDirectory().resolve("goalstated/diagnostics/starts.json");
        this.version = setup.version().own();
        this.disk = disk;
        this.clock = clock;
    }

    /**
     * What a start has found.
     *
     * @param starts newest last, this one included
     * @param unclean what is known of the one before, when it has no end
     */
    record Begun(JsonNode starts, Optional<String> unclean) {}

    Begun begin() throws IOException {
        ArrayNode starts = read();
        Optional<String> unclean = last(starts).filter(it -> !it.has("endedAt")).map(this::describe);
        while (starts.size() >= MOST) {
            starts.remove(0);
        }
        starts.addObject()
                .put("version", version)
                .put("bootId", bootId())
                .put("startedAt", now())
                .put("pid", ProcessHandle.current().pid());
        write(starts);
        return new Begun(document(starts), unclean);
    }

    /** The agent ends as it should. */
    boolean end() throws IOException {
        ArrayNode starts = read();
        Optional<ObjectNode> own = last(starts)
                .filter(it -> it.path("pid").asLong() == ProcessHandle.current().pid());
        own.ifPresent(it -> it.put("endedAt", now()));
        write(starts);
        return own.isPresent();
    }

    private String describe(JsonNode start) {
        String machine = start.path("bootId").asText().equals(bootId()) ? "" : ", and the machine was restarted";
        return "Agent did not terminate cleanly: version "
                + start.path("version").asText() + ", started "
                + start.path("startedAt").asText() + ", process "
                + start.path("pid").asLong() + machine;
    }

    private static Optional<ObjectNode> last(ArrayNode starts) {
        return starts.isEmpty() ? Optional.empty() : Optional.of((ObjectNode) starts.get(starts.size() - 1));
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private String bootId() {
        try {
            return disk.readText(root.resolve("/proc/sys/kernel/random/boot_id"), 64)
                    .map(String::strip)
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    /** What cannot be understood counts as nothing: it is only of the past. */
    private ArrayNode read() throws IOException {
        ArrayNode known = Json.array();
        Optional<String> text = disk.readText(file, MAX_BYTES);
        try {
            JsonNode document = text.isPresent() ? Json.parse(text.get()) : Json.object();
            for (JsonNode start : document.path("starts")) {
                if (start instanceof ObjectNode) {
                    known.add(start);
                }
            }
        } catch (MalformedJson e) {
            return known;
        }
        return known;
    }

    private void write(ArrayNode starts) throws IOException {
        disk.createDirectory(file.resolveSibling(""), Disk.PRIVATE_DIRECTORY);
        disk.writeLoosely(file, SpacedJson.write(document(starts)), Disk.PRIVATE);
    }

    private static JsonNode document(ArrayNode starts) {
        ObjectNode document = Json.object().put("schemaVersion", SCHEMA_VERSION);
        document.set("starts", starts);
        return document;
    }
}
