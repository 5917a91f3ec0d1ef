package io.goalstated.lab;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.json.Json;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A sample handler laid out as an agent would, and its commands run as an agent would.
 *
 * <pre>
 * root/lib/                                   the library directory, with certificates
 * root/lib/NAME-1.0.0/                        the package, HandlerEnvironment.json
 * root/lib/NAME-1.0.0/{config,status}/        settings in, status out
 * root/log/NAME/events/
 * </pre>
 */
final class Sample {
    private static final Path SAMPLES = Path.of("extension-samples");

    private final Path root;
    final Path library;
    final Path home;
    final Path logs;
    private final JsonNode commands;

    record Result(int exitCode, String output) {}

    private Sample(Path root, String name, JsonNode manifest) {
        this.root = root;
        this.library = root.resolve("lib");
        this.home = library.resolve(name + "-1.0.0");
        this.logs = root.resolve("log").resolve(name);
        this.commands = manifest.path(0).path("handlerManifest");
    }

    static Sample install(Path root, String directory) throws Exception {
        JsonNode manifest =
                Json.parse(Files.readString(SAMPLES.resolve(directory).resolve("HandlerManifest.json")));
        JsonNode signing = manifest.path(0).path("signingInfo");
        Sample sample = new Sample(
                root,
                signing.path("publisher").asText() + "." + signing.path("type").asText(),
                manifest);
        copy(SAMPLES.resolve(directory), sample.home);
        Files.createDirectories(sample.home.resolve("config"));
        Files.createDirectories(sample.home.resolve("status"));
        Files.createDirectories(sample.logs.resolve("events"));
        Files.writeString(sample.home.resolve("HandlerEnvironment.json"), sample.environment());
        return sample;
    }

    private String environment() {
        return ("[{\"name\": \"%s\", \"version\": 1.0, \"handlerEnvironment\": {\"logFolder\": \"%s\", \"configFolder\": \"%s\", "
                        + "\"statusFolder\": \"%s\", \"heartbeatFile\": \"%s\", \"eventsFolder\": \"%s\", "
                        + "\"eventsFolder_preview\": \"%5$s\"}}]")
                .formatted(
                        home.getFileName().toString().replace("-1.0.0", ""),
                        logs,
                        home.resolve("config"),
                        home.resolve("status"),
                        home.resolve("heartbeat.log"),
                        logs.resolve("events"));
    }

    /** @param publicSettings JSON or {@code null} as text */
    void settings(String file, String publicSettings) throws IOException {
        settings(file, publicSettings, "null", "null");
    }

    void settings(String file, String publicSettings, String secret, String thumbprint) throws IOException {
        Files.writeString(
                home.resolve("config").resolve(file + ".settings"),
                ("{\"runtimeSettings\": [{\"handlerSettings\": {\"publicSettings\": %s, \"protectedSettings\": %s, "
                                + "\"protectedSettingsCertThumbprint\": %s}}]}")
                        .formatted(publicSettings, secret, thumbprint));
    }

    Result run(String command, int sequence, Map<String, String> more) throws Exception {
        Path output = library.resolve("output-" + System.nanoTime());
        ProcessBuilder builder = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        home + "/" + commands.path(command + "Command").asText())
                .directory(home.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().put("ConfigSequenceNumber", Integer.toString(sequence));
        builder.environment().put("AZURE_GUEST_AGENT_EXTENSION_VERSION", "1.0.0");
        builder.environment().putAll(more);
        Process process = builder.start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " does not end: " + Files.readString(output));
        }
        return new Result(process.exitValue(), Files.readString(output));
    }

    Result run(String command, int sequence) throws Exception {
        return run(command, sequence, Map.of());
    }

    /** The {@code status} object of a status file. */
    JsonNode status(String file) throws Exception {
        return Json.parse(Files.readString(home.resolve("status").resolve(file + ".status")))
                .path(0)
                .path("status");
    }

    String message(String file) throws Exception {
        return status(file).path("formattedMessage").path("message").asText();
    }

    /** Every regular file below the root, for looking into. */
    Map<String, String> files() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                contents.put(root.relativize(file).toString(), Files.readString(file));
                return FileVisitResult.CONTINUE;
            }
        });
        return contents;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var entries = Files.newDirectoryStream(from)) {
            for (Path entry : entries) {
                Path target = to.resolve(entry.getFileName().toString());
                Files.copy(entry, target);
                // What an agent does to every file of a package.
                Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr--r--"));
            }
        }
    }
}
