package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskViewTest {
    @TempDir
    Path directory;

    private final Disk disk = new Disk();

    private List<String> names() throws IOException {
        return disk.list(directory).stream()
                .map(path -> path.getFileName().toString())
                .toList();
    }

    @Test
    void a_file_of_exactly_the_limit_is_read_and_a_longer_one_is_an_error() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "12345");

        assertThat(disk.readText(file, 5)).contains("12345");
        assertThatThrownBy(() -> disk.readText(file, 4))
                .isInstanceOf(IOException.class)
                .hasMessage(file + " is larger than 4 bytes");
    }

    @Test
    void a_missing_file_is_empty() throws IOException {
        assertThat(disk.read(directory.resolve("missing"), 10)).isEmpty();
        assertThat(disk.readText(directory.resolve("missing/deeper"), 10)).isEmpty();
    }

    @Test
    void bytes_that_are_no_text_are_replaced() throws IOException {
        Path file = Files.write(directory.resolve("file"), new byte[] {'a', (byte) 0xff, 'b'});

        assertThat(disk.readText(file, 10)).contains("a\uFFFDb");
    }

    @Test
    void a_symbolic_link_is_not_read() throws IOException {
        Path target = Files.writeString(directory.resolve("target"), "secret");
        Path link = Files.createSymbolicLink(directory.resolve("link"), target);
        Path dangling = Files.createSymbolicLink(directory.resolve("dangling"), directory.resolve("nothing"));

        assertThatThrownBy(() -> disk.read(link, 10)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> disk.read(dangling, 10)).isInstanceOf(IOException.class);
    }

    @Test
    void a_directory_is_not_read() {
        assertThatThrownBy(() -> disk.read(directory, 10)).isInstanceOf(IOException.class);
    }

    @Test
    void a_named_pipe_is_an_error_and_not_waited_for() throws Exception {
        Path pipe = directory.resolve("0.status");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertTimeoutPreemptively(
                Duration.ofMinutes(1),
                () -> assertThatThrownBy(() -> disk.read(pipe, 10))
                        .isInstanceOf(IOException.class)
                        .hasMessage(pipe + " is not a regular file"));
    }

    @Test
    void entries_are_listed_in_the_order_of_their_names() throws IOException {
        for (String name : List.of("b", "a", "10", "9")) {
            Files.write(directory.resolve(name), "x".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(names()).containsExactly("10", "9", "a", "b");
    }

    @Test
    void there_are_no_entries_in_what_is_missing_or_a_file() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThat(disk.list(directory.resolve("missing"))).isEmpty();
        assertThat(disk.list(file)).isEmpty();
    }
}
