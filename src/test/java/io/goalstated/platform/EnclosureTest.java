package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnclosureTest {
    @TempDir
    Path root;

    private Path logs;

    @BeforeEach
    void start() throws IOException {
        logs = Files.createDirectories(root.resolve("data/log"));
        Files.createDirectories(root.resolve("var"));
        Files.createSymbolicLink(root.resolve("var/log"), Path.of("../data/log"));
    }

    private Enclosure enclosure() throws IOException {
        return new Enclosure(new Disk(), new SystemRoot(root), List.of("/var/log", "/nowhere"));
    }

    @Test
    void a_file_below_a_directory_that_is_elsewhere_keeps_its_name() throws IOException {
        Path file = Files.writeString(logs.resolve("a"), "content");

        Path real = enclosure().realPlace(root.resolve("var/log/a")).orElseThrow();

        assertThat(real).isEqualTo(file.toRealPath());
        assertThat(enclosure().nameOf(real)).isEqualTo("/var/log/a");
        HeldTree.Opened opened = enclosure().open(real);
        try (SeekableByteChannel content = opened.content()) {
            assertThat(Channels.newInputStream(content).readAllBytes())
                    .asString()
                    .isEqualTo("content");
        }
    }

    @Test
    void what_leads_out_of_it_is_nowhere() throws IOException {
        Files.writeString(root.resolve("secret"), "");
        Files.createSymbolicLink(logs.resolve("up"), Path.of("../../secret"));
        Files.createSymbolicLink(logs.resolve("machine"), Path.of("/etc/passwd"));

        assertThat(enclosure().realPlace(logs.resolve("up"))).isEmpty();
        assertThat(enclosure().realPlace(logs.resolve("machine"))).isEmpty();
        assertThat(enclosure().realPlace(logs.resolve("none"))).isEmpty();
        assertThat(enclosure().realPlace(logs)).isEmpty();
    }

    @Test
    void a_file_in_whose_place_somebody_puts_a_link_or_a_directory_is_not_opened() throws IOException {
        Path file =
                Files.writeString(Files.createDirectories(logs.resolve("below")).resolve("a"), "content");
        Enclosure enclosure = enclosure();
        Path real = enclosure.realPlace(file).orElseThrow();
        Files.writeString(root.resolve("a"), "secret");

        Files.delete(file);
        Files.createSymbolicLink(file, root.resolve("a"));
        assertThatThrownBy(() -> enclosure.open(real)).isInstanceOf(NoSuchFileException.class);

        Files.delete(file);
        Files.delete(file.getParent());
        Files.createSymbolicLink(file.getParent(), root);
        assertThatThrownBy(() -> enclosure.open(real)).isInstanceOf(NoSuchFileException.class);
    }
}
