package io.goalstated.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.config.AgentKeys;
import io.goalstated.config.Configuration;
import io.goalstated.config.ExtensionKeys;
import io.goalstated.log.LogSettings;
import io.goalstated.log.Logging;
import io.goalstated.platform.ConfigurationInForce;
import io.goalstated.platform.ConfigurationReader;
import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

class ReloadingTest {
    private static final String FIRST = "Logs.Verbose=n\nLib.Dir=/var/lib/waagent\nExtensions.GoalStatePeriod=6\n";
    private static final String KEPT = "goalstated/last-good-waagent.conf";

    @TempDir
    Path root;

    private ConfigurationInForce inForce;
    private Reloading reloading;

    @BeforeEach
    void start() throws IOException {
        Logging.ofThisProcess().use(new LogSettings(Level.INFO, Optional.empty(), 1 << 20, 1, 1 << 20, false, false));
        write(FIRST, "rw-r--r--");
        begin();
    }

    private void begin() {
        ConfigurationReader reader =
                new ConfigurationReader(new SystemRoot(root), new Disk(), Optional.empty(), Map.of(), List.of());
        ConfigurationReader.Reading reading = reader.read();
        inForce = new ConfigurationInForce(reading.configuration());
        reloading = new Reloading(reader, inForce, reading);
    }

    @AfterEach
    void beQuiet() {
        Logging.ofThisProcess().use(LogSettings.QUIET);
    }

    @Test
    void a_live_key_is_in_force_at_once_and_one_that_needs_a_restart_is_named_and_stays() throws IOException {
        write("Logs.Verbose=y\nLib.Dir=/elsewhere\nExtensions.GoalStatePeriod=60\nExtensions.Enabled=n\n", "rw-r--r--");

        assertThat(reloading.reload()).isTrue();

        assertThat(inForce.current().get(AgentKeys.VERBOSE)).isTrue();
        assertThat(inForce.current().get(ExtensionKeys.GOAL_STATE_PERIOD)).isEqualTo(Duration.ofSeconds(60));
        assertThat(inForce.current().get(AgentKeys.LIBRARY_DIRECTORY)).isEqualTo("/var/lib/waagent");
        assertThat(lastLines(3))
                .anySatisfy(line -> assertThat(line).contains("at once", "Logs.Verbose", "Extensions.GoalStatePeriod"))
                .anySatisfy(line -> assertThat(line).contains("with the next goal state: Extensions.Enabled"))
                .anySatisfy(line -> assertThat(line).contains("Lib.Dir comes into force after a restart"));
    }

    @Test
    void a_key_that_is_not_written_any_more_has_its_default_again() throws IOException {
        write("Logs.Verbose=y\n", "rw-r--r--");
        reloading.reload();

        write("# nothing\n", "rw-r--r--");

        assertThat(reloading.reload()).isTrue();
        assertThat(inForce.current().get(AgentKeys.VERBOSE)).isFalse();
    }

    @Test
    void nothing_is_said_of_a_configuration_that_has_not_changed() {
        List<String> before = Logging.ofThisProcess().recent();

        assertThat(reloading.reload()).isFalse();

        assertThat(Logging.ofThisProcess().recent()).isEqualTo(before);
    }

    @Test
    void a_file_that_is_not_believed_changes_nothing() throws IOException {
        Configuration before = inForce.current();
        write("Logs.Verbose=y\n", "rw-rw-rw-");

        assertThat(reloading.reload()).isFalse();

        assertThat(inForce.current()).isSameAs(before);
        assertThat(lastLines(1)).singleElement().asString().contains("what is in force stays in force");
    }

    @Test
    void a_file_that_was_missing_from_the_start_holds_up_no_other() throws IOException {
        Files.delete(root.resolve("etc/waagent.conf"));
        begin();
        write("etc/goalstated/conf.d/10.conf", "Logs.Verbose=y\n", "rw-r--r--");

        assertThat(reloading.reload()).isTrue();

        assertThat(inForce.current().get(AgentKeys.VERBOSE)).isTrue();
        assertThat(Logging.ofThisProcess().recent())
                .anySatisfy(line -> assertThat(line).contains("/etc/waagent.conf is missing"));
    }

    @Test
    void a_file_that_has_come_and_gone_again_changes_nothing() throws IOException {
        Files.delete(root.resolve("etc/waagent.conf"));
        begin();
        write("Logs.Verbose=y\n", "rw-r--r--");
        reloading.reload();
        Files.delete(root.resolve("etc/waagent.conf"));

        assertThat(reloading.reload()).isFalse();

        assertThat(inForce.current().get(AgentKeys.VERBOSE)).isTrue();
    }

    @Test
    void a_main_file_that_becomes_good_stands_in_when_it_is_broken_at_the_next_start() throws IOException {
        write("Logs.Verbose=y\n\0", "rw-r--r--");
        begin();
        write("Logs.Verbose=y\n", "rw-r--r--");

        reloading.reload();

        write("", "rw-r--r--");
        begin();
        assertThat(inForce.current().get(AgentKeys.VERBOSE)).isTrue();
    }

    @Test
    void a_file_that_is_not_believed_is_not_kept_for_the_next_start() throws IOException {
        reloading.reload();
        write("Logs.Verbose=y\n", "rw-rw-rw-");

        reloading.reload();

        assertThat(root.resolve("var/lib/waagent").resolve(KEPT)).hasContent(FIRST);
    }

    @Test
    void the_good_file_is_kept_where_it_is_found_without_what_it_says_itself() throws IOException {
        write("Lib.Dir=/elsewhere\n", "rw-r--r--");

        reloading.reload();

        assertThat(root.resolve("var/lib/waagent").resolve(KEPT)).hasContent("Lib.Dir=/elsewhere");
        assertThat(root.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void a_disk_that_refuses_the_copy_does_not_hold_up_what_was_read() throws IOException {
        Files.createDirectories(root.resolve("var/lib"));
        Files.createFile(root.resolve("var/lib/waagent"));
        write("Logs.Verbose=y\n", "rw-r--r--");

        assertThat(reloading.reload()).isTrue();

        assertThat(inForce.current().get(AgentKeys.VERBOSE)).isTrue();
        assertThat(Logging.ofThisProcess().recent())
                .anySatisfy(line -> assertThat(line).contains("a copy of the good one cannot be kept"));
    }

    private static List<String> lastLines(int count) {
        List<String> lines = Logging.ofThisProcess().recent();
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }

    private void write(String text, String modes) throws IOException {
        write("etc/waagent.conf", text, modes);
    }

    private void write(String name, String text, String modes) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(modes));
    }
}
