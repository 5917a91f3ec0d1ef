package io.goalstated.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PackageMakerTest {
    private static final Path HELLO = Path.of("extension-samples", "shell-hello");

    private final PackageMaker maker = new PackageMaker();

    @TempDir
    Path directory;

    @Test
    void a_sample_becomes_a_zip_that_names_handler_and_version() throws Exception {
        ExtensionPackage made = maker.make(HELLO, "1.1.0");

        assertThat(made.name()).isEqualTo("Contoso.Samples.Hello");
        JsonNode manifest = Json.parse(unzip(made).getOrDefault("HandlerManifest.json", ""));
        assertThat(manifest.path(0).path("signingInfo").path("version").asText())
                .isEqualTo("1.1.0");
        assertThat(manifest.path(0)
                        .path("handlerManifest")
                        .path("enableCommand")
                        .asText())
                .isEqualTo("handler.sh enable");
        assertThat(unzip(made).get("handler.sh")).isEqualTo(Files.readString(HELLO.resolve("handler.sh")));
    }

    @Test
    void the_same_directory_and_version_give_the_same_bytes() throws Exception {
        assertThat(maker.make(HELLO, "1.0.0").bytes())
                .isEqualTo(maker.make(HELLO, "1.0.0").bytes());
    }

    @Test
    void a_tampered_package_unpacks_to_the_same_files() throws Exception {
        ExtensionPackage made = maker.make(HELLO, "1.0.0");

        ExtensionPackage tampered = made.tampered();

        assertThat(tampered.bytes()).isNotEqualTo(made.bytes());
        assertThat(unzip(tampered)).isEqualTo(unzip(made));
    }

    @Test
    void a_directory_without_a_manifest_is_named_in_the_error() {
        assertThatThrownBy(() -> maker.make(directory, "1.0.0"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("no HandlerManifest.json");
    }

    @Test
    void a_manifest_without_signing_info_is_named_in_the_error() throws Exception {
        Files.writeString(directory.resolve("HandlerManifest.json"), "[{}]");

        assertThatThrownBy(() -> maker.make(directory, "1.0.0")).hasMessageContaining("no signingInfo");
    }

    @Test
    void a_link_is_refused() throws Exception {
        Files.writeString(directory.resolve("HandlerManifest.json"), "[{\"signingInfo\": {}}]");
        Files.createSymbolicLink(directory.resolve("passwd"), Path.of("/etc/passwd"));

        assertThatThrownBy(() -> maker.make(directory, "1.0.0")).hasMessageContaining("neither a file nor a directory");
    }

    private static Map<String, String> unzip(ExtensionPackage made) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(made.bytes()))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }
}
