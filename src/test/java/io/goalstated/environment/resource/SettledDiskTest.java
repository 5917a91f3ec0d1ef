package io.goalstated.environment.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent's word, and the script of the image that waits for it. */
class SettledDiskTest {
    private static final Path SCRIPT = Path.of("src/image/await-resource-disk").toAbsolutePath();

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void systemctl() throws IOException {
        file = directory.resolve("run/goalstated/resource-disk-settled");
        agentIs("activating");
    }

    private void agentIs(String state) throws IOException {
        Path program = Files.writeString(directory.resolve("systemctl"), "#!/bin/sh\necho " + state + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private void tell(Optional<String> mountPoint) throws IOException {
        new SettledDisk(new Disk(), new SystemRoot(directory)).tell(mountPoint);
    }

    /** The script, with the programs of this test before those of the machine. */
    private Process waiting() throws IOException {
        String script = Files.readString(SCRIPT).replace("PATH=/usr/sbin", "PATH=" + directory + ":/usr/sbin");
        Path changed = Files.writeString(directory.resolve("script"), script);
        return new ProcessBuilder("/bin/sh", changed.toString(), file.toString())
                .redirectErrorStream(true)
                .start();
    }

    private static String end(Process process) throws Exception {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return process.exitValue() + " " + output;
    }

    @Test
    void whoever_waits_goes_on_once_the_agent_has_told_where_the_disk_is() throws Exception {
        Process process = waiting();
        assertThat(process.isAlive()).isTrue();

        tell(Optional.of("/mnt/resource"));

        assertThat(end(process)).isEqualTo("0 mounted at /mnt/resource\n");
    }

    @Test
    void that_there_is_no_disk_is_worth_telling_too_and_the_last_word_counts() throws Exception {
        tell(Optional.of("/mnt"));
        tell(Optional.empty());

        assertThat(end(waiting())).isEqualTo("0 none\n");
    }

    @Test
    void an_agent_that_does_not_run_is_not_waited_for() throws Exception {
        agentIs("inactive");

        assertThat(end(waiting())).startsWith("1 await-resource-disk: goalstated does not run");
    }

    @Test
    void the_units_name_one_another_and_the_script() {
        assertThat(Path.of("systemd/goalstated-resource-disk.target"))
                .content()
                .contains("\nRequires=goalstated-resource-disk.service\nAfter=goalstated-resource-disk.service\n");
        assertThat(Path.of("systemd/goalstated-resource-disk.service"))
                .content()
                .contains("\nExecStart=/usr/lib/goalstated/await-resource-disk\n", "\nWants=goalstated.service\n")
                .doesNotContain("Requires=goalstated.service");
    }
}
