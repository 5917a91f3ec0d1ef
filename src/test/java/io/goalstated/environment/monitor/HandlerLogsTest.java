package io.goalstated.environment.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandlerLogsTest {
    private static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");
    private static final int LIMIT = 10;

    @TempDir
    Path scratch;

    private final List<Path> announced = new ArrayList<>();
    private Path logs;

    @BeforeEach
    void directory() throws IOException {
        logs = Files.createDirectories(scratch.resolve("azure"));
    }

    /** A file of so many megabytes, which was last written so long ago. */
    private Path file(String name, int megabytes, Duration age) throws IOException {
        Path file = logs.resolve(name);
        Files.createDirectories(file.getParent());
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength((long) megabytes << 20);
        }
        Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
        return file;
    }

    /** What is open is asked of this machine's own kernel. */
    private Watch.Report look() throws IOException {
        Disk disk = new Disk((operation, path) -> announced.add(path));
        return new HandlerLogs(disk, SystemRoot.REAL, logs, () -> NOW, () -> LIMIT).look();
    }

    private List<String> left() throws IOException {
        try (Stream<Path> tree = Files.walk(logs)) {
            return tree.filter(Files::isRegularFile)
                    .map(file -> logs.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void logs_within_the_limit_are_left_alone() throws IOException {
        file("Contoso.Good/x.log", 4, Duration.ZERO);
        file("Contoso.Good/x.log.1", 6, Duration.ofDays(99));

        assertThat(look()).isEqualTo(Watch.Report.NOTHING);
        assertThat(announced).isEmpty();
    }

    @Test
    @Conforms("OPS-80")
    void the_oldest_rotated_files_go_until_the_rest_is_within_the_limit_and_an_open_one_stays() throws IOException {
        file("Contoso.Good/x.log", 4, Duration.ZERO);
        file("Contoso.Good/x.log.1", 4, Duration.ofHours(1));
        file("Contoso.Good/x.log.2.gz", 4, Duration.ofHours(2));
        file("Contoso.Good/deep/down/y-20260101.log", 4, Duration.ofDays(180));
        Path open = file("Contoso.Good/x.log.3.gz", 1, Duration.ofDays(300));
        file("Contoso.Other/x.log.1", 9, Duration.ofDays(300));

        Watch.Report report;
        try (OutputStream held = Files.newOutputStream(open, StandardOpenOption.APPEND)) {
            report = look();
            held.flush();
        }

        assertThat(left())
                .containsExactly(
                        "Contoso.Good/x.log",
                        "Contoso.Good/x.log.1",
                        "Contoso.Good/x.log.3.gz",
                        "Contoso.Other/x.log.1");
        assertThat(report.done())
                .containsExactly(
                        "removed 2 old files of " + logs.resolve("Contoso.Good") + ", which held more than 10 MB");
        assertThat(report.problems()).isEmpty();
    }

    @Test
    void a_log_that_was_not_written_for_a_day_goes_after_the_rotated_ones() throws IOException {
        file("Contoso.Good/new.log", 4, Duration.ofMinutes(1));
        file("Contoso.Good/today.log", 4, Duration.ofHours(23));
        file("Contoso.Good/old.log", 4, Duration.ofDays(2));
        file("Contoso.Good/old.log.1", 1, Duration.ofHours(1));

        look();

        assertThat(left()).containsExactly("Contoso.Good/new.log", "Contoso.Good/today.log");
    }

    @Test
    void the_newest_file_state_and_the_agents_own_logs_and_events_stay_and_that_is_told() throws IOException {
        file("Contoso.Good/newest.log.1", 11, Duration.ofDays(2));
        file("Contoso.Good/state.json", 1, Duration.ofDays(9));
        file("Contoso.Good/CommandExecution.log", 1, Duration.ofDays(9));
        file("Contoso.Good/events/1.json", 1, Duration.ofDays(9));
        file("top.log.1", 99, Duration.ofDays(9));

        Watch.Report report = look();

        assertThat(announced).isEmpty();
        assertThat(report.done()).isEmpty();
        assertThat(report.problems()).singleElement().asString().contains("Contoso.Good holds more than 10 MB");
    }

    @Test
    void no_link_leads_anywhere() throws IOException {
        Path elsewhere = Files.createDirectories(scratch.resolve("elsewhere"));
        Path treasure = Files.write(elsewhere.resolve("a.log.1"), new byte[11 << 20]);
        Files.setLastModifiedTime(treasure, FileTime.from(NOW.minus(Duration.ofDays(9))));
        file("Contoso.Good/x.log", 1, Duration.ZERO);
        Files.createSymbolicLink(logs.resolve("Contoso.Good/link.log.1"), treasure);
        Files.createSymbolicLink(logs.resolve("Contoso.Good/below"), elsewhere);
        Files.createSymbolicLink(logs.resolve("Contoso.Link"), elsewhere);

        assertThat(look()).isEqualTo(Watch.Report.NOTHING);
        assertThat(treasure).exists();
    }

    @Test
    void a_log_directory_that_is_a_link_or_missing_is_nobodys() throws IOException {
        file("Contoso.Good/x.log.1", 11, Duration.ofDays(9));
        file("Contoso.Good/x.log", 1, Duration.ofDays(1));
        Path real = Files.move(logs, scratch.resolve("real"));
        assertThat(look()).isEqualTo(Watch.Report.NOTHING);

        Files.createSymbolicLink(logs, real);
        assertThat(look()).isEqualTo(Watch.Report.NOTHING);
        assertThat(announced).isEmpty();
    }
}
