package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.config.AgentKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationReaderTest {
    @TempDir
    Path directory;

    @Test
    @Conforms("OPS-63")
    void all_four_places_are_read_and_drop_ins_in_name_order() throws IOException {
        write("etc/waagent.conf", "Logs.MaxFiles=1\nPid.File=/a\n");
        write("etc/goalstated/conf.d/20.conf", "Logs.MaxFiles=3\n");
        write("etc/goalstated/conf.d/10.conf", "Logs.MaxFiles=2\nLogs.MaxSizeMB=2\n");
        write("etc/goalstated/conf.d/30.conf.bak", "Logs.MaxFiles=9\n");

        ConfigurationReader.Reading reading =
                reader(Map.of("GOALSTATED_Logs__MaxSizeMB", "7"), "Lib.Dir=/b").read();

        assertThat(reading.isDegraded()).isFalse();
        assertThat(reading.configuration().get(AgentKeys.PID_FILE)).isEqualTo("/a");
        assertThat(reading.configuration().setting(AgentKeys.LOG_MAX_FILES).origin())
                .hasToString("/etc/goalstated/conf.d/20.conf:1");
        assertThat(reading.configuration().get(AgentKeys.LOG_MAX_SIZE_MB)).isEqualTo(7);
        assertThat(reading.configuration().get(AgentKeys.LIBRARY_DIRECTORY)).isEqualTo("/b");
    }

    @Test
    @Conforms("OPS-65")
    void without_any_file_the_defaults_stand_in_and_the_reading_is_degraded() {
        ConfigurationReader.Reading reading = reader().read();

        assertThat(reading.configuration().get(AgentKeys.LOG_MAX_FILES)).isEqualTo(10);
        assertThat(reading.degradations()).containsExactly("/etc/waagent.conf is missing", "the defaults stand in");
    }

    @Test
    @Conforms("OPS-65")
    void a_broken_file_is_replaced_by_the_last_good_one() throws IOException {
        write("etc/waagent.conf", "Logs.MaxFiles=5\n");
        remember();
        write("etc/waagent.conf", "Logs.MaxFiles=6\n\0\0");

        ConfigurationReader.Reading reading = reader().read();

        assertThat(reading.configuration().get(AgentKeys.LOG_MAX_FILES)).isEqualTo(5);
        assertThat(reading.degradations())
                .containsExactly(
                        "/etc/waagent.conf holds control characters in line 2",
                        "the last good configuration stands in");
    }

    @Test
    @Conforms("OPS-65")
    void a_file_that_others_may_write_is_not_believed() throws IOException {
        Path file = write("etc/waagent.conf", "Logs.MaxFiles=5\n");
        remember();
        Files.writeString(file, "Logs.MaxFiles=6\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        ConfigurationReader.Reading reading = reader().read();

        assertThat(reading.configuration().get(AgentKeys.LOG_MAX_FILES)).isEqualTo(5);
        assertThat(reading.degradations().get(0))
                .isEqualTo("/etc/waagent.conf may be written by others than root; take that away with: chmod go-w"
                        + " /etc/waagent.conf");
    }

    @Test
    void a_broken_drop_in_leaves_the_others_in_force() throws IOException {
        write("etc/waagent.conf", "Logs.MaxFiles=5\n");
        write("etc/goalstated/conf.d/10.conf", "");
        write("etc/goalstated/conf.d/20.conf", "Logs.MaxSizeMB=3\n");

        ConfigurationReader.Reading reading = reader().read();

        assertThat(reading.configuration().get(AgentKeys.LOG_MAX_SIZE_MB)).isEqualTo(3);
        assertThat(reading.degradations()).containsExactly("/etc/goalstated/conf.d/10.conf is empty");
    }

    @Test
    void a_broken_file_is_never_kept_as_the_last_good_one() throws IOException {
        write("etc/waagent.conf", "Logs.MaxFiles=5\n");
        remember();
        write("etc/waagent.conf", "");
        remember();

        assertThat(reader().read().configuration().get(AgentKeys.LOG_MAX_FILES)).isEqualTo(5);
    }

    @Test
    void the_last_good_one_is_found_although_it_names_another_library() throws IOException {
        write("etc/waagent.conf", "Lib.Dir=/data/waagent\n");
        remember();
        write("etc/waagent.conf", "");

        assertThat(reader().read().configuration().get(AgentKeys.LIBRARY_DIRECTORY))
                .isEqualTo("/data/waagent");
    }

    @Test
    void a_file_named_on_the_command_line_replaces_the_usual_one() throws IOException {
        write("etc/waagent.conf", "Logs.MaxFiles=5\n");
        Path other = write("other.conf", "Logs.MaxFiles=6\n");

        ConfigurationReader.Reading reading = new ConfigurationReader(
                        new SystemRoot(directory), new Disk(), Optional.of(other), Map.of(), List.of())
                .read();

        assertThat(reading.configuration().get(AgentKeys.LOG_MAX_FILES)).isEqualTo(6);
    }

    @Test
    void a_link_to_the_file_is_followed() throws IOException {
        Path target = write("elsewhere.conf", "Logs.MaxFiles=6\n");
        Files.createDirectories(directory.resolve("etc"));
        Files.createSymbolicLink(directory.resolve("etc/waagent.conf"), target);

        assertThat(reader().read().configuration().get(AgentKeys.LOG_MAX_FILES)).isEqualTo(6);
    }

    private void remember() throws IOException {
        ConfigurationReader.Reading reading = reader().read();
        reader().remember(reading);
    }

    private ConfigurationReader reader(String... assignments) {
        return reader(Map.of(), assignments);
    }

    private ConfigurationReader reader(Map<String, String> environment, String... assignments) {
        return new ConfigurationReader(
                new SystemRoot(directory), new Disk(), Optional.empty(), environment, List.of(assignments));
    }

    private Path write(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }
}
