package io.goalstated.supervise;

import static io.goalstated.supervise.Supervision.enabled;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code CommandExecution.log}: spec 02 §6.3, §6.7. */
class CommandLogTest {
    @TempDir
    Path directory;

    private Path log() {
        return directory.resolve("log/Test.A/CommandExecution.log");
    }

    @Test
    @Conforms("02#45")
    void before_a_command_the_log_is_cut_to_its_newest_10_mebibytes_at_a_line() throws IOException {
        String line = "x".repeat(1023) + "\n";
        Files.createDirectories(log().getParent());
        Files.writeString(log(), "the oldest line\n" + line.repeat(10 * 1024 + 5));

        new Supervision(directory).accept(enabled("Test.A", "1.0.0", 0));

        assertThat(Files.size(log())).isBetween((10L << 20) - 2048, (10L << 20) + 2048);
        assertThat(Files.readString(log()))
                .startsWith(line)
                .doesNotContain("the oldest line")
                .contains("Executing command: ");
        assertThat(log().getParent()).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void a_command_is_logged_with_what_it_is_told_and_what_it_says() throws IOException {
        new Supervision(directory).accept(enabled("Test.A", "1.0.0", 3));

        assertThat(Files.readAllLines(log()))
                .anySatisfy(line -> assertThat(line)
                        .contains("Executing command: " + directory.resolve("lib/Test.A-1.0.0/enable")
                                + " with environment variables: {")
                        .contains("\"ConfigSequenceNumber\": \"3\"")
                        .contains("\"AZURE_GUEST_AGENT_UNINSTALL_CMD_EXIT_CODE\": \"NOT_RUN\"")
                        .doesNotContain("PATH\": \"/usr"))
                .contains("output");
    }
}
