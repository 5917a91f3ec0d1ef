package io.goalstated.provision;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goalstated.json.Json;
import io.goalstated.json.SpacedJson;
import io.goalstated.platform.Disk;
import io.goalstated.platform.GrowingFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The operation journal's file of the built-in handler (spec 03 §2.3): a line with the intent before a step, one with the
 * result after it, for this VM only. No secrets. Blocks.
 */
final class StageJournal {
    private static final int MAX_BYTES = 4 << 20;

    private final Disk disk;
    private final Path file;
    private final InstantSource clock;
    private final String vm;

    StageJournal(Machine machine, InstantSource clock, String vm) {
        this.disk = machine.disk();
        this.file = file(machine);
        this.clock = clock;
        this.vm = vm;
    }

    private static Path file(Machine machine) {
        return machine.own().resolve("journal").resolve(ProvisioningView.HANDLER + ".jsonl");
    }

    /** Forgets all of it: the VM is another one. */
    static void forget(Machine machine) throws IOException {
        machine.disk().delete(file(machine));
    }

    /** The stages that have been reached on this VM. */
    Set<Stage> done() throws IOException {
        Set<Stage> done = EnumSet.noneOf(Stage.class);
        Json.lines(disk.readText(file, MAX_BYTES).orElse(""))
                .filter(record -> record.path("vm").asText().equals(vm))
                .filter(record -> record.path("event").asText().equals("reached"))
                .flatMap(record -> stage(record.path("stage").asText()).stream())
                .forEach(done::add);
        return done;
    }

    private static Optional<Stage> stage(String name) {
        for (Stage stage : Stage.values()) {
            if (stage.name().equals(name)) {
                return Optional.of(stage);
            }
        }
        return Optional.empty();
    }

    void begin(Stage stage, int attempt) throws IOException {
        append(record("begin", stage, attempt));
    }

    void reached(Stage stage, int attempt, Duration took) throws IOException {
        append(record("reached", stage, attempt).put("ms", took.toMillis()));
    }

    void failed(Stage stage, int attempt, ProvisioningFailure failure) throws IOException {
        append(record("failed", stage, attempt)
                .put("reason", failure.getMessage())
                .put("retryable", failure.isRetryable()));
    }

    private ObjectNode record(String event, Stage stage, int attempt) {
        Instant now = clock.instant();
        return Json.object()
                .put("event", event)
                .put("stage", stage.name())
                .put("attempt", attempt)
                .put("vm", vm)
                .put("at", now.toString());
    }

    private void append(ObjectNode line) throws IOException {
        Path directory = file.getParent();
        if (directory != null) {
            disk.createDirectory(directory, Disk.PRIVATE_DIRECTORY);
        }
        new GrowingFile(disk, file, Disk.PRIVATE).append(SpacedJson.write(line));
    }
}
