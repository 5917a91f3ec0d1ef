package io.goalstated.daemon;

import io.goalstated.lab.ExtensionPackage;
import io.goalstated.lab.PackageMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The packages of the crash tests: real shell scripts that tell in {@code <log folder>/trace} when they begin and end,
 * and that do not end while there is {@code <log folder>/hold}, nor at once while there is {@code <log folder>/slow}.
 */
final class CrashPackages {
    static final String SINGLE = "Test.Crash";
    static final String MULTI = "Test.Multi";
    static final String OTHER = "Test.Other";

    private static final String SCRIPT = """
        #!/bin/sh
        read handler < name
        log=../../../log/azure/$handler
        what="$1 $AZURE_GUEST_AGENT_EXTENSION_VERSION ${ConfigExtensionName:--} $$"
        echo "begin $what" >> $log/trace
        [ ! -e $log/slow ] || sleep 0.2
        while [ -e $log/hold ]; do sleep 0.02; done
        if [ $1 = enable ]; then
            echo '[{"version": 1.0, "timestampUTC": "2026-01-01T00:00:00Z", "status": {"operation": "enable",' \\
                '"status": "success", "code": 0, "formattedMessage": {"lang": "en-US", "message": "done"}}}]' \\
                > status/${ConfigExtensionName:+$ConfigExtensionName.}$ConfigSequenceNumber.status
            echo $ConfigSequenceNumber > mrseq
        fi
        code=0
        [ ! -e fails-$1 ] || code=1
        echo "end $what" >> $log/trace
        exit $code
        """;

    private final Path directory;

    CrashPackages(Path directory) {
        this.directory = directory;
    }

    List<ExtensionPackage> make() throws IOException {
        List<ExtensionPackage> all = new ArrayList<>();
        all.add(make(OTHER, "1.0.0", "UpdateWithInstall", false, ""));
        all.add(make(SINGLE, "1.0.0", "UpdateWithInstall", false, ""));
        all.add(make(SINGLE, "1.0.1", "UpdateWithInstall", false, "fails-disable"));
        all.add(make(SINGLE, "2.0.0", "UpdateWithInstall", false, ""));
        all.add(make(SINGLE, "2.0.1", "UpdateWithoutInstall", false, ""));
        all.add(make(SINGLE, "2.0.2", "UpdateWithInstall", true, ""));
        all.add(make(MULTI, "1.0.0", "UpdateWithInstall", false, ""));
        all.add(make(MULTI, "2.0.0", "UpdateWithInstall", false, ""));
        return all;
    }

    private ExtensionPackage make(String name, String version, String mode, boolean goesOn, String extra)
            throws IOException {
        Path source = Files.createDirectories(directory.resolve(name + "-" + version));
        Files.writeString(source.resolve("handler.sh"), SCRIPT);
        Files.writeString(source.resolve("name"), name + "\n");
        Files.createDirectories(source.resolve("bin"));
        Files.writeString(source.resolve("bin/tool"), "#!/bin/sh\n");
        if (!extra.isEmpty()) {
            Files.writeString(source.resolve(extra), "");
        }
        StringBuilder commands = new StringBuilder();
        for (String word : List.of("install", "enable", "update", "disable", "uninstall")) {
            commands.append("\"%sCommand\": \"handler.sh %s\", ".formatted(word, word));
        }
        Files.writeString(source.resolve("HandlerManifest.json"), """
            [{"version": 1.0,
              "handlerManifest": {%s
                "updateMode": "%s", "continueOnUpdateFailure": %s, "supportsMultipleExtensions": %s},
              "signingInfo": {"publisher": "Test", "type": "%s", "version": "%s"}}]
            """.formatted(
                        commands, mode, goesOn, name.equals(MULTI), name.substring("Test.".length()), version));
        return new PackageMaker().make(source, version);
    }
}
