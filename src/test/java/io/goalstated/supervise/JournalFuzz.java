package io.goalstated.supervise;

import io.goalstated.artifact.RecordedVerdicts;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.VersionNumber;
import io.goalstated.platform.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** State files of our own, as a broken disk or another version may have left them. */
public final class JournalFuzz {
    private static final HandlerName HANDLER = new HandlerName("Test.A");
    private static final VersionNumber VERSION = new VersionNumber("1.0.0");
    private static final Path DIRECTORY = directory();

    private JournalFuzz() {}

    private static Path directory() {
        try {
            Path directory = Files.createTempDirectory("journal");
            Files.createDirectories(directory.resolve("goalstated/verdicts"));
            return directory;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        Files.write(DIRECTORY.resolve(HANDLER + ".jsonl"), data);
        Files.write(DIRECTORY.resolve("goalstated/verdicts/" + HANDLER + "-" + VERSION + ".json"), data);

        for (Operation operation : new Journal(new Disk(), DIRECTORY).unsettled(HANDLER)) {
            operation.toJson();
        }
        new RecordedVerdicts(new Disk(), DIRECTORY).find(HANDLER, VERSION, Optional.empty());
    }
}
