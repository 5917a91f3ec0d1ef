package io.goalstated.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.config.Configuration;
import io.goalstated.platform.AgentVersion;
import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartRecordsTest {
    @TempDir
    Path root;

    private Instant now = Instant.parse("2031-01-14T10:00:00Z");
    private StartRecords records;

    @BeforeEach
    void begin() throws IOException {
        boot("one");
        Setup setup = new Setup(
                new SystemRoot(root), Configuration.defaults(), "f", Map.of("PATH", "/bin"), AgentVersion.current());
        records = new StartRecords(setup, new Disk(), () -> now);
    }

    @Test
    void a_start_after_a_clean_end_finds_nothing_wrong() throws IOException {
        assertThat(records.begin().unclean()).isEmpty();
        records.end();
        now = now.plusSeconds(60);

        StartRecords.Begun second = records.begin();

        assertThat(second.unclean()).isEmpty();
        assertThat(second.starts().path("starts")).hasSize(2);
        assertThat(second.starts().at("/starts/0/endedAt").asText()).isEqualTo("2031-01-14T10:00:00Z");
        assertThat(second.starts().at("/starts/1/startedAt").asText()).isEqualTo("2031-01-14T10:01:00Z");
    }

    @Test
    void a_start_that_never_ended_is_told_once() throws IOException {
        records.begin();

        assertThat(records.begin().unclean())
                .hasValueSatisfying(how -> assertThat(how)
                        .contains("did not terminate cleanly", "started 2031-01-14T10:00:00Z")
                        .doesNotContain("machine"));
        records.end();

        assertThat(records.begin().unclean()).isEmpty();
    }

    @Test
    void a_restart_of_the_machine_in_between_is_named() throws IOException {
        records.begin();
        boot("two");

        assertThat(records.begin().unclean())
                .hasValueSatisfying(how -> assertThat(how).contains("the machine was restarted"));
    }

    @Test
    void twenty_starts_are_kept() throws IOException {
        for (int i = 0; i < 25; i++) {
            now = now.plusSeconds(1);
            records.begin();
        }

        StartRecords.Begun last = records.begin();

        assertThat(last.starts().path("starts")).hasSize(20);
        assertThat(last.starts().at("/starts/0/startedAt").asText()).isEqualTo("2031-01-14T10:00:07Z");
    }

    @Test
    void a_garbled_record_is_of_the_past_and_nothing_more() throws IOException {
        records.begin();
        Files.writeString(root.resolve("var/lib/waagent/goalstated/diagnostics/starts.json"), "{\"starts\": [1, {");

        assertThat(records.begin().unclean()).isEmpty();
    }

    private void boot(String id) throws IOException {
        Path file = root.resolve("proc/sys/kernel/random/boot_id");
        Files.createDirectories(file.getParent());
        Files.writeString(file, id + "\n");
    }
}
