package io.goalstated.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsCommandTest {
    @TempDir
    Path root;

    @Test
    void without_a_daemon_there_are_no_figures() {
        assertThat(Goalstated.execute(List.of("metrics", "--root=" + root))).isEqualTo(ExitCode.NOT_RUNNING);
    }
}
