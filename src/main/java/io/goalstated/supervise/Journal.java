package io.goalstated.supervise;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goalstated.extension.HandlerName;
import io.goalstated.json.Json;
import io.goalstated.json.SpacedJson;
import io.goalstated.platform.Disk;
import io.goalstated.platform.GrowingFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The operation journal, one file a handler: a line before a command starts, a line when all that belongs to it is
 * done. What has the first without the second is taken up again by the next run of the agent. Every line is on the disk
 * before anything else happens; a torn last line counts as not written. All methods block.
 */
public final class Journal {
    private static final int MAX_BYTES = 8 << 20;
    private static final int KEPT_LINES = 400;
    private static final int LONG = 1 << 20;
    private static final String SUFFIX = ".jsonl";

    private final Disk disk;
    private final Path directory;

    public Journal(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    void begin(Operation operation) throws IOException {
        ObjectNode line = Json.object().put("event", "begin");
        line.setAll(operation.toJson());
        append(operation.handler(), line);
    }

    /** All of the operation is done, book-keeping included. */
    void settle(Operation operation, String result, Instant at) throws IOException {
        append(
                operation.handler(),
                Json.object()
                        .put("event", "settled")
                        .put("operation", operation.id())
                        .put("command", operation.kind().word())
                        .put("result", result)
                        .put("at", at.toString()));
    }

    /** Keeps a plan beside what became of it; now and then the oldest lines go, so that years leave a bounded file. */
    void plan(HandlerName handler, String goalState, String text, Instant at) throws IOException {
        Path file = directory.resolve(handler + SUFFIX);
        if (disk.stamp(file).filter(stamp -> stamp.size() > LONG).isPresent()) {
            unsettled(file);
        }
        append(
                handler,
                Json.object()
                        .put("event", "plan")
                        .put("goalState", goalState)
                        .put("plan", text)
                        .put("at", at.toString()));
    }

    private void append(HandlerName handler, ObjectNode line) throws IOException {
        disk.createDirectory(directory, Disk.PRIVATE_DIRECTORY);
        new GrowingFile(disk, directory.resolve(handler + SUFFIX), Disk.PRIVATE).append(SpacedJson.write(line));
    }

    /** Operations that were begun and not settled, oldest first; and the files are cut to a bounded length. */
    List<Operation> unsettled() throws IOException {
        List<Operation> open = new ArrayList<>();
        for (Path file : disk.list(directory)) {
            if (file.getFileName().toString().endsWith(SUFFIX)) {
                open.addAll(unsettled(file));
            }
        }
        return open;
    }

    /** That handler's. */
    List<Operation> unsettled(HandlerName handler) throws IOException {
        return unsettled(directory.resolve(handler + SUFFIX));
    }

    private List<Operation> unsettled(Path file) throws IOException {
        String text = disk.readText(file, MAX_BYTES).orElse("");
        Map<String, Operation> open = new LinkedHashMap<>();
        Json.lines(text).forEach(record -> {
            if (record.path("event").asText().equals("begin")) {
                Operation.fromJson(record).ifPresent(operation -> open.put(operation.id(), operation));
            } else {
                open.remove(record.path("operation").asText());
            }
        });
        List<String> lines = text.lines().toList();
        if (lines.size() > 2 * KEPT_LINES && open.isEmpty()) {
            List<String> kept = lines.subList(lines.size() - KEPT_LINES, lines.size());
            disk.write(file, String.join("\n", kept) + "\n", Disk.PRIVATE);
        }
        return List.copyOf(open.values());
    }
}
