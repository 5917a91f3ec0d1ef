package io.goalstated.polling;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.platform.DirectOffload;
import io.goalstated.platform.Disk;
import io.goalstated.platform.ManualTimers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories and archives of earlier goal states (spec 01 §12.3), in manual time. */
class HistoryTest {
    private static final Duration PACKED = Duration.ofSeconds(11);

    @TempDir
    Path library;

    private final ManualTimers timers = new ManualTimers();
    private int failures;
    private final Disk disk = new Disk((operation, path) -> {
        if (failures > 0 && operation.equals("create")) {
            failures--;
            throw new IOException("No space left on device");
        }
    });
    private Instant start = Instant.parse("2031-01-14T10:00:00Z");
    private History history;

    @BeforeEach
    void aHistory() {
        history = new History(disk, new DirectOffload(), timers, library, () -> start.plusNanos(timers.nanoTime()));
    }

    @Test
    void a_goal_state_that_is_over_becomes_an_archive_and_the_newest_stays_a_directory() throws IOException {
        begin("1", Map.of("GoalState.xml", "<first/>", "SharedConfig.xml", "<shared/>"));
        timers.advance(PACKED);
        begin("2", Map.of("GoalState.xml", "<second/>"));
        timers.advance(Duration.ofSeconds(5));
        List<String> meanwhile = names();
        timers.advance(PACKED);

        assertThat(meanwhile).containsExactly("2031-01-14T10-00-00__1", "2031-01-14T10-00-11__2");
        assertThat(names()).containsExactly("2031-01-14T10-00-00__1.zip", "2031-01-14T10-00-11__2");
        assertThat(archived("2031-01-14T10-00-00__1.zip"))
                .isEqualTo(Map.of("GoalState.xml", "<first/>", "SharedConfig.xml", "<shared/>"));
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(places().resolve("2031-01-14T10-00-00__1.zip"))))
                .isEqualTo("rw-------");
    }

    @Test
    void what_an_earlier_agent_left_is_packed_too_and_half_an_archive_removed() throws IOException {
        Files.createDirectories(places().resolve("2030-12-24T18-00-00"));
        Files.writeString(places().resolve("2030-12-24T18-00-00/GoalState.xml"), "<old/>");
        Files.writeString(places().resolve("2030-12-24T18-00-00.zip.tmp"), "PK");
        Files.createDirectories(places().resolve("of somebody else"));
        begin("1", Map.of("GoalState.xml", "<first/>"));

        timers.advance(PACKED);

        assertThat(names()).containsExactly("2030-12-24T18-00-00.zip", "2031-01-14T10-00-00__1", "of somebody else");
        assertThat(archived("2030-12-24T18-00-00.zip")).isEqualTo(Map.of("GoalState.xml", "<old/>"));
    }

    @Test
    void the_directory_in_use_stays_one_although_the_clock_has_gone_back() throws IOException {
        begin("1", Map.of("GoalState.xml", "<first/>"));
        start = Instant.parse("2029-01-14T10:00:00Z");
        begin("2", Map.of("GoalState.xml", "<second/>"));

        timers.advance(PACKED);
        history.add("waagent_status.json", "{}");
        timers.advance(PACKED);

        assertThat(places().resolve("2029-01-14T10-00-00__2/waagent_status.json"))
                .exists();
    }

    @Test
    void a_purge_spares_the_directory_in_use_although_the_clock_has_gone_back() throws IOException {
        for (int i = 0; i < 50; i++) {
            Files.createDirectories(places().resolve("2039-01-14T10-00-%02d__9".formatted(i)));
        }

        begin("1", Map.of("GoalState.xml", "<first/>"));

        assertThat(places().resolve("2031-01-14T10-00-00__1/GoalState.xml")).exists();
    }

    @Test
    void a_directory_that_cannot_be_packed_is_packed_another_time() throws IOException {
        begin("1", Map.of("GoalState.xml", "<first/>"));
        begin("2", Map.of("GoalState.xml", "<second/>"));
        failures = 1;
        timers.advance(PACKED);
        List<String> before = names();

        begin("3", Map.of("GoalState.xml", "<third/>"));
        timers.advance(PACKED);

        assertThat(before).doesNotContain("2031-01-14T10-00-00__1.zip").contains("2031-01-14T10-00-00__1");
        assertThat(archived("2031-01-14T10-00-00__1.zip")).isEqualTo(Map.of("GoalState.xml", "<first/>"));
    }

    @Test
    void a_kill_at_any_step_of_packing_loses_no_document() throws IOException {
        int steps = 0;
        boolean killed = true;
        while (killed) {
            Path own = Files.createDirectories(library.resolve("kill-" + steps));
            Path over = Files.createDirectories(own.resolve("2031-01-14T10-00-00__1"));
            Files.writeString(over.resolve("GoalState.xml"), "<first/>");
            Files.writeString(over.resolve("VmSettings.json"), "{}");
            Files.createDirectories(own.resolve("2031-01-14T11-00-00__2"));
            killed = packUntil(steps, own);
            new Disk().leftovers().sweep(own);
            new HistoryArchive(new Disk(), own).pack(Optional.empty());

            assertThat(new Disk().list(own))
                    .containsExactly(own.resolve("2031-01-14T10-00-00__1.zip"), own.resolve("2031-01-14T11-00-00__2"));
            assertThat(archived(own.resolve("2031-01-14T10-00-00__1.zip")))
                    .isEqualTo(Map.of("GoalState.xml", "<first/>", "VmSettings.json", "{}"));
            steps++;
        }
        assertThat(steps).isGreaterThan(5);
    }

    @Test
    void stopping_packs_nothing_that_was_put_off() {
        begin("1", Map.of("GoalState.xml", "<first/>"));
        begin("2", Map.of("GoalState.xml", "<second/>"));

        history.stop();

        assertThat(timers.waiting()).isZero();
    }

    @Test
    void vm_settings_that_cannot_be_read_are_kept_once_also_after_a_restart_and_in_an_archive() throws IOException {
        Files.createDirectories(places());
        Files.writeString(places().resolve("2030-12-24T18-00-00__7.zip"), "PK");

        history.keepUnreadable("7", "{");
        history.keepUnreadable("8", "{");
        history.keepUnreadable("8", "{");
        timers.advance(Duration.ofSeconds(1));

        assertThat(names()).containsExactly("2030-12-24T18-00-00__7.zip", "2031-01-14T10-00-00__8");
    }

    private static boolean packUntil(int step, Path history) throws IOException {
        int[] seen = {0};
        Disk mortal = new Disk((operation, path) -> {
            if (seen[0]++ == step) {
                throw new Killed();
            }
        });
        try {
            new HistoryArchive(mortal, history).pack(Optional.empty());
            return false;
        } catch (Killed e) {
            return true;
        }
    }

    /** No clean-up catches it. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private void begin(String tag, Map<String, String> documents) {
        history.begin(tag, documents);
        timers.advance(Duration.ofMillis(200));
    }

    private Path places() {
        return library.resolve("history");
    }

    private List<String> names() throws IOException {
        return disk.list(places()).stream()
                .map(path -> path.getFileName().toString())
                .toList();
    }

    private Map<String, String> archived(String name) throws IOException {
        return archived(places().resolve(name));
    }

    private static Map<String, String> archived(Path archive) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (var zip = new ZipInputStream(Files.newInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                texts.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return texts;
    }
}
