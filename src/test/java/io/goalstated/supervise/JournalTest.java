package io.goalstated.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.extension.HandlerName;
import io.goalstated.platform.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final HandlerName NAME = new HandlerName("Contoso.Probe");

    @TempDir
    private Path directory;

    @Test
    void years_of_plans_leave_a_bounded_file_that_ends_with_the_newest() throws IOException {
        Journal journal = new Journal(new Disk(), directory);
        String text = "p".repeat(2000);

        for (int i = 0; i < 2000; i++) {
            journal.plan(NAME, "goal-" + i, text, Instant.EPOCH);
        }

        Path file = directory.resolve("Contoso.Probe.jsonl");
        assertThat(Files.size(file)).isLessThan(4 << 20);
        assertThat(Files.readAllLines(file)).last().asString().contains("goal-1999");
        assertThat(journal.unsettled()).isEmpty();
    }
}
