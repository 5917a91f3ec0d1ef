package io.goalstated.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.goalstated.Conforms;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

class LogOutputTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final LogOutput output = new LogOutput(new PrintStream(errors, true, StandardCharsets.UTF_8));
    private Instant now = Instant.parse("2026-03-04T05:06:07Z");

    @Test
    @Conforms("OPS-77")
    void the_file_is_appended_to_and_readable_by_its_group_only() throws IOException {
        Files.writeString(file(), "foreign\n");
        Files.delete(file());
        output.use(settings(1 << 20));

        log("one");
        log("two");

        assertThat(lines()).hasSize(2).allMatch(line -> line.startsWith("2026-03-04T05:06:0"));
        assertThat(Files.getPosixFilePermissions(file())).isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    }

    @Test
    void a_thread_that_was_interrupted_closes_the_file_for_nobody() throws IOException {
        output.use(settings(1 << 20));
        log("one");

        Thread.currentThread().interrupt();
        log("two");
        boolean stillInterrupted = Thread.interrupted();
        log("three");

        assertThat(lines()).hasSize(3);
        assertThat(errors.toString(StandardCharsets.UTF_8)).doesNotContain("cannot write");
        assertThat(stillInterrupted).isTrue();
    }

    @Test
    @Conforms("OPS-82")
    void foreign_lines_are_kept() throws IOException {
        output.use(settings(1 << 20));

        log("one");
        Files.writeString(file(), "foreign\n", StandardOpenOption.APPEND);
        log("two");

        assertThat(lines()).hasSize(3);
        assertThat(lines().get(1)).isEqualTo("foreign");
    }

    @Test
    @Conforms({"OPS-16", "OPS-77"})
    void a_file_that_was_put_aside_by_somebody_else_is_opened_anew() throws IOException {
        output.use(settings(1 << 20));
        log("one");
        Files.move(file(), directory.resolve("waagent.log.1"));

        output.reopen();
        log("two");

        assertThat(lines()).hasSize(1).allMatch(line -> line.endsWith("two"));
    }

    @Test
    @Conforms("OPS-77")
    void a_file_that_vanished_is_noticed_without_being_told() throws IOException {
        output.use(settings(1 << 20));
        log("one");
        Files.move(file(), directory.resolve("waagent.log.1"));

        await("the file's name is looked at once a second")
                .atMost(Duration.ofMinutes(1))
                .until(() -> {
                    log("later " + System.nanoTime());
                    return Files.exists(file());
                });
    }

    @Test
    @Conforms("OPS-77")
    void a_file_above_its_limit_is_compressed_and_the_oldest_go() throws IOException {
        output.use(new LogSettings(Level.INFO, Optional.of(file()), 2_000, 3, 1 << 20, false, false));

        for (int i = 0; i < 400; i++) {
            log("line " + i);
        }

        await("old files are compressed and removed in the background")
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(aside()).hasSizeBetween(1, 3).allMatch(name -> name.endsWith(".gz")));
        log("last");
        assertThat(Files.size(file())).isLessThan(2_100);
    }

    @Test
    @Conforms("OPS-77")
    void all_files_together_stay_below_the_total() throws IOException {
        output.use(new LogSettings(Level.INFO, Optional.of(file()), 2_000, 100, 2_500, false, false));

        for (int i = 0; i < 400; i++) {
            log("line " + i);
        }

        await("old files are removed in the background")
                .atMost(Duration.ofMinutes(1))
                // One of them has gone between the two looks.
                .ignoreExceptionsInstanceOf(NoSuchFileException.class)
                .untilAsserted(() -> {
                    long total = 0;
                    for (String name : aside()) {
                        total += Files.size(directory.resolve(name));
                    }
                    assertThat(total).isLessThanOrEqualTo(500);
                });
    }

    @Test
    @Conforms("OPS-78")
    void under_systemd_each_line_says_its_priority() {
        output.use(new LogSettings(Level.DEBUG, Optional.empty(), 1, 1, 1, false, true));

        log(Level.ERROR, "e");
        log(Level.WARN, "w");
        log(Level.INFO, "i");
        log(Level.DEBUG, "d");

        assertThat(errors.toString(StandardCharsets.UTF_8).lines().map(line -> line.substring(0, 3)))
                .containsExactly("<3>", "<4>", "<6>", "<7>");
    }

    @Test
    @Conforms("OPS-82")
    void the_file_stays_plain_text_when_the_journal_gets_json() throws IOException {
        output.use(new LogSettings(Level.INFO, Optional.of(file()), 1 << 20, 1, 1 << 21, true, false));

        log("one");

        assertThat(errors.toString(StandardCharsets.UTF_8)).startsWith("{\"ts\":");
        assertThat(lines()).allMatch(line -> line.endsWith(" INFO main ExtHandler one"));
    }

    @Test
    @Conforms("OPS-79")
    void repeats_are_held_back_and_counted() {
        log("same");
        now = now.plusSeconds(3);
        log("same");
        now = now.plusSeconds(4);
        log("same");
        log("other");

        assertThat(messages()).containsExactly("same", "last message repeated 2 times in 7 s", "other");
    }

    @Test
    @Conforms("OPS-79")
    void repeats_that_go_on_are_told_every_ten_minutes() {
        for (int i = 0; i <= 21; i++) {
            log("same");
            now = now.plusSeconds(60);
        }
        output.close();

        assertThat(messages())
                .containsExactly(
                        "same",
                        "last message repeated 10 times in 600 s",
                        "last message repeated 10 times in 600 s",
                        "last message repeated 1 time in 60 s");
    }

    @Test
    void a_file_that_cannot_be_written_is_told_once_and_stops_nobody() {
        output.use(new LogSettings(Level.INFO, Optional.of(directory), 1 << 20, 1, 1 << 21, false, false));

        log("one");
        log("two");

        assertThat(errors.toString(StandardCharsets.UTF_8).lines()).hasSize(3);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("goalstated: cannot write " + directory);
    }

    @Test
    void a_missing_directory_is_made() {
        Path deep = directory.resolve("var/log/waagent.log");
        output.use(new LogSettings(Level.INFO, Optional.of(deep), 1 << 20, 1, 1 << 21, false, false));

        log("one");

        assertThat(deep).isRegularFile();
    }

    @Test
    void the_last_two_hundred_lines_are_kept_for_a_snapshot() {
        for (int i = 0; i < 205; i++) {
            log("line " + i);
        }

        assertThat(output.recent()).hasSize(200);
        assertThat(output.recent().get(0)).endsWith("line 5");
    }

    private void log(String message) {
        log(Level.INFO, message);
    }

    private void log(Level level, String message) {
        output.write(new LogRecord(now, level, "x", "main", LogRecord.USUAL_PREFIX, message, Optional.empty()));
    }

    private LogSettings settings(long maxBytes) {
        return new LogSettings(Level.INFO, Optional.of(file()), maxBytes, 3, 10 * maxBytes, false, false);
    }

    private Path file() {
        return directory.resolve("waagent.log");
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(file());
    }

    private List<String> messages() {
        return errors.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.substring(line.indexOf("ExtHandler ") + 11))
                .toList();
    }

    private List<String> aside() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("waagent.log-"))
                    .sorted()
                    .toList();
        }
    }
}
