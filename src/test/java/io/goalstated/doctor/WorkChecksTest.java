package io.goalstated.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.doctor.Finding.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the doctor sees of the file system, the daemon's process and its work: one fault each, and only its check finds something. */
class WorkChecksTest {
    private static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");
    private static final String THUMBPRINT = "0123456789ABCDEF0123456789ABCDEF01234567";

    @TempDir
    Path directory;

    private HealthyMachine machine;

    @BeforeEach
    void machine() throws IOException {
        machine = new HealthyMachine(directory, NOW);
    }

    @ParameterizedTest
    @CsvSource({"'ro,relatime', library.read-only", "'rw,noexec', library.noexec"})
    void a_library_on_a_file_system_that_is_of_no_use_fails(String options, String id) throws IOException {
        machine.write("proc/mounts", "/dev/sda1 / ext4 rw 0 0\n/dev/sdb1 /var ext4 " + options + " 0 0\n");

        machine.assertOnly(id, Verdict.FAIL);
    }

    @Test
    void a_file_system_that_takes_hardly_any_more_files_fails() {
        machine.tools.answer("df", 0, "IFree\n9999\n", "");
        machine.assertOnly("library.inodes", Verdict.FAIL);

        machine.tools.answer("df", 0, "IFree\n10000\n", "");
        assertThat(machine.finding("library.inodes").verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void a_machine_without_a_name_server_fails() throws IOException {
        machine.write("etc/resolv.conf", "# nameserver 10.0.0.1\nsearch x\n");

        machine.assertOnly("network.names", Verdict.FAIL);
    }

    @Test
    void a_kernel_that_is_not_in_the_mode_that_the_owner_wants_is_a_warning() {
        machine.configuration = "OS.EnableFIPS=y\n";

        machine.assertOnly("kernel.fips", Verdict.WARN);
    }

    private void settings(int number, String thumbprint) throws IOException {
        String config = "var/lib/waagent/Contoso.Good-1.0.0/config/";
        machine.write(config + "HandlerState", "Enabled");
        machine.write(config + number + ".settings", """
            {"runtimeSettings": [{"handlerSettings": {"protectedSettings": "MII=",
              "protectedSettingsCertThumbprint": "%s", "publicSettings": {}}}]}
            """.formatted(thumbprint));
    }

    @Test
    void a_key_that_settings_need_and_that_is_missing_fails() throws IOException {
        settings(2, THUMBPRINT);
        machine.write("var/lib/waagent/" + THUMBPRINT + ".crt", "x");

        machine.assertOnly("extensions.certificates", Verdict.FAIL);
        assertThat(machine.finding("extensions.certificates").evidence()).contains(THUMBPRINT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "", "x"})
    void only_the_latest_settings_count_and_what_is_no_thumbprint_does_not(String thumbprint) throws IOException {
        settings(9, THUMBPRINT);
        settings(10, thumbprint);
        machine.write("var/lib/waagent/Contoso.Good-1.0.0/config/x.settings", "garbage");
        machine.write("var/lib/waagent/Contoso.Bad-1.0.0/config/HandlerState", "Enabled");
        machine.write("var/lib/waagent/Contoso.Bad-1.0.0/config/0.settings", "garbage");

        assertThat(machine.finding("extensions.certificates").verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void a_command_that_should_be_over_is_a_warning() throws IOException {
        Path claim = machine.write("var/lib/waagent/goalstated/operations/7-enable/claim", "12\n");
        Files.setLastModifiedTime(claim, FileTime.from(NOW.minus(Duration.ofMinutes(121))));
        machine.assertOnly("work.commands", Verdict.WARN);
        assertThat(machine.finding("work.commands").evidence()).contains("7-enable since 2026-07-01T09:59:00Z");

        machine.write("var/lib/waagent/goalstated/operations/7-enable/exit", "0\n");
        assertThat(machine.finding("work.commands").verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void events_that_pile_up_are_a_warning() throws IOException {
        machine.write("var/lib/waagent/goalstated/telemetry/1", "x".repeat(12 << 20));

        machine.assertOnly("work.events", Verdict.WARN);
    }

    @Test
    void the_number_of_a_process_that_is_gone_is_a_warning() throws IOException {
        machine.write("var/run/waagent.pid", "77\n");

        machine.assertOnly("daemon.process", Verdict.WARN);
    }

    private void daemon() throws IOException {
        machine.write("var/run/waagent.pid", "77\n");
        machine.write("proc/77/stat", "77 (java) S 1 77 77 0\n");
    }

    @Test
    void ended_processes_that_the_daemon_does_not_hear_of_are_a_warning() throws IOException {
        daemon();
        for (int pid = 101; pid <= 104; pid++) {
            machine.write("proc/" + pid + "/stat", pid + " (odd) Z 1 ( name) Z 77 1 1\n");
        }
        machine.write("proc/200/stat", "200 (other) Z 1 1 1\n");
        assertThat(machine.finding("daemon.zombies").verdict()).isEqualTo(Verdict.PASS);

        machine.write("proc/105/stat", "105 (sh) Z 77 1 1\n");
        machine.assertOnly("daemon.zombies", Verdict.WARN);
    }

    @Test
    void many_open_files_of_the_daemon_are_a_warning() throws IOException {
        daemon();
        for (int i = 0; i < 800; i++) {
            machine.write("proc/77/fd/" + i, "");
        }

        machine.assertOnly("daemon.descriptors", Verdict.WARN);
    }
}
