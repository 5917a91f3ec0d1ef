package io.goalstated.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeprovisionCommandTest {
    @TempDir
    Path directory;

    @Test
    void a_preview_changes_nothing() throws Exception {
        Path file = state();

        assertThat(run("--dry-run")).isEqualTo(ExitCode.OK);

        assertThat(file).exists();
    }

    @Test
    void without_a_terminal_nobody_is_asked_and_nothing_changes() throws Exception {
        Path file = state();

        assertThat(run()).isEqualTo(ExitCode.USAGE);

        assertThat(file).exists();
    }

    @Test
    @Conforms("03#126")
    void one_failure_makes_it_done_in_part() throws Exception {
        Path file = state();
        // A directory in the place of a file that is read.
        Files.createDirectories(directory.resolve("etc/hosts"));
        Files.writeString(directory.resolve("etc/os-release"), "ID=debian\n");

        assertThat(run("--force")).isEqualTo(ExitCode.DEGRADED);

        assertThat(file).doesNotExist();
    }

    private Path state() throws Exception {
        Path library = Files.createDirectories(directory.resolve("var/lib/waagent"));
        return Files.writeString(library.resolve("provisioned"), "x");
    }

    private int run(String... options) {
        List<String> words = new ArrayList<>(List.of("deprovision", "--root", directory.toString()));
        words.addAll(List.of(options));
        return Goalstated.execute(words);
    }
}
