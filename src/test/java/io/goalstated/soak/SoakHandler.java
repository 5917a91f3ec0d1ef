package io.goalstated.soak;

import io.goalstated.lab.FakeAzure;
import io.goalstated.lab.PackageMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An extension that writes down which settings it was enabled with, and reports success at once. */
final class SoakHandler {
    static final String NAME = "Soak.Handler";

    private static final String SCRIPT = """
        #!/bin/sh
        echo "$1 $ConfigSequenceNumber" >> ../../../log/azure/Soak.Handler/trace
        if [ $1 = enable ]; then
            echo '[{"version": 1.0, "timestampUTC": "2026-01-01T00:00:00Z", "status": {"operation": "enable",' \\
                '"status": "success", "code": 0, "formattedMessage": {"lang": "en-US", "message": "done"}}}]' \\
                > status/.new && mv status/.new status/$ConfigSequenceNumber.status
        fi
        """;

    private final Path trace;

    SoakHandler(Path directory) {
        this.trace = directory.resolve("root/var/log/azure/" + NAME + "/trace");
    }

    static void offer(FakeAzure azure, Path directory, String version) throws IOException {
        Path source = Files.createDirectories(directory.resolve("packages/" + version));
        Files.writeString(source.resolve("handler.sh"), SCRIPT);
        Files.writeString(source.resolve("HandlerManifest.json"), """
                [{"version": 1.0, "handlerManifest": {"installCommand": "handler.sh install",
                  "enableCommand": "handler.sh enable", "updateCommand": "handler.sh update",
                  "disableCommand": "handler.sh disable", "uninstallCommand": "handler.sh uninstall"},
                  "signingInfo": {"publisher": "Soak", "type": "Handler"}}]
                """);
        azure.offer(new PackageMaker().make(source, version));
    }

    /** The numbers of the settings that it was enabled with, in their order. */
    List<Integer> enabled() throws IOException {
        return Files.readAllLines(trace).stream()
                .filter(line -> line.startsWith("enable "))
                .map(line -> Integer.parseInt(line.substring("enable ".length())))
                .toList();
    }
}
