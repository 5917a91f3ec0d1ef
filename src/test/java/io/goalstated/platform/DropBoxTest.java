package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.platform.DropBox.Found;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DropBoxTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path directory;

    private DropBox box;

    @BeforeEach
    void open() {
        box = new DropBox(new Disk(), directory);
    }

    @Test
    void the_greatest_names_come_first_and_no_more_than_wanted() throws IOException {
        for (String name : new String[] {"1", "3", "2", "x", "4"}) {
            Files.writeString(directory.resolve(name), "");
        }

        assertThat(box.newest(name -> !name.equals("x"), 3)).containsExactly("4", "3", "2");
    }

    @Test
    void a_file_is_read_to_its_end() throws IOException {
        Files.writeString(directory.resolve("a"), "hello");

        assertThat(text(box.open("a", 5))).isEqualTo("hello");
    }

    @Test
    void a_file_that_grows_while_it_is_read_ends_at_the_limit() throws IOException {
        Files.writeString(directory.resolve("a"), "hello");
        Found found = box.open("a", 5);

        Files.writeString(directory.resolve("a"), " world", StandardOpenOption.APPEND);

        assertThat(text(found)).isEqualTo("hello");
    }

    @Test
    void links_pipes_and_large_files_are_refused() throws Exception {
        Files.createSymbolicLink(directory.resolve("link"), Path.of("/etc/passwd"));
        Files.writeString(directory.resolve("large"), "hello!");
        new ProcessBuilder("mkfifo", directory.resolve("pipe").toString())
                .start()
                .waitFor(60, TimeUnit.SECONDS);

        assertThat(box.open("link", 5)).isEqualTo(new Found.Refused("not a regular file"));
        assertThat(box.open("pipe", 5)).isEqualTo(new Found.Refused("not a regular file"));
        assertThat(box.open("large", 5)).isEqualTo(new Found.Refused("larger than 5 bytes"));
        assertThat(box.open("none", 5)).isEqualTo(new Found.Gone());
    }

    @Test
    void a_link_to_a_directory_is_no_box() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory);

        assertThat(new DropBox(new Disk(), link).isUsable()).isFalse();
        assertThat(box.isUsable()).isTrue();
        assertThat(new DropBox(new Disk(), directory.resolve("none")).isUsable())
                .isFalse();
    }

    @Test
    @Tag("root")
    @Conforms("OPS-74")
    void what_belongs_to_others_is_not_read() throws IOException {
        Path file = Files.writeString(directory.resolve("a"), "hello");
        Files.setAttribute(file, "unix:uid", 4711);
        Path others = Files.createDirectory(directory.resolve("others"));
        Files.setAttribute(others, "unix:uid", 4711);

        assertThat(box.open("a", 5)).isEqualTo(new Found.Refused("does not belong to root"));
        assertThat(new DropBox(new Disk(), others).isUsable()).isFalse();
    }

    @Test
    void a_sweep_takes_what_was_there_before_and_times_that_cannot_be() throws IOException {
        touch("before", NOON.minusSeconds(1));
        touch("after", NOON.plusSeconds(1));
        touch("future", NOON.plusSeconds(3600));
        Files.createDirectory(directory.resolve("sub"));
        Files.setLastModifiedTime(directory.resolve("sub"), FileTime.from(NOON.minusSeconds(1)));

        assertThat(box.sweep(NOON, NOON, 10)).isEqualTo(2);

        assertThat(directory.resolve("after")).exists();
        assertThat(directory.resolve("sub")).exists();
        assertThat(directory.resolve("before")).doesNotExist();
    }

    @Test
    void a_sweep_has_a_limit() throws IOException {
        touch("1", NOON.minusSeconds(1));
        touch("2", NOON.minusSeconds(1));

        assertThat(box.sweep(NOON, NOON, 1)).isEqualTo(1);
        assertThat(box.sweep(NOON, NOON, 9)).isEqualTo(1);
    }

    private void touch(String name, Instant time) throws IOException {
        Files.setLastModifiedTime(Files.writeString(directory.resolve(name), ""), FileTime.from(time));
    }

    private static String text(Found found) throws IOException {
        try (var content = ((Found.Opened) found).content()) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
