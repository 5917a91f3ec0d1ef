package io.goalstated.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.doctor.Finding.Verdict;
import io.goalstated.platform.Disk;
import io.goalstated.platform.TcpProbe;
import io.goalstated.trust.TransportKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoctorTest {
    private static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");

    @TempDir
    Path directory;

    private HealthyMachine machine;

    @BeforeEach
    void machine() throws IOException {
        machine = new HealthyMachine(directory, NOW);
    }

    @Test
    @Conforms("OPS-61")
    void a_healthy_machine_has_nothing_to_complain_of_and_is_left_as_it_is() throws IOException {
        Map<Path, FileTime> before = times();

        Map<String, Finding> findings = machine.findings();

        assertThat(findings.values())
                .allMatch(finding -> finding.verdict() == Verdict.PASS || finding.verdict() == Verdict.SKIP);
        assertThat(Doctor.isHealthy(List.copyOf(findings.values()))).isTrue();
        assertThat(times()).isEqualTo(before);
    }

    private Map<Path, FileTime> times() throws IOException {
        Map<Path, FileTime> times = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : (Iterable<Path>) tree::iterator) {
                times.put(path, Files.getLastModifiedTime(path));
            }
        }
        return times;
    }

    @Test
    @Conforms("OPS-51")
    void only_a_repair_changes_what_fails_and_says_what_it_has_changed() throws IOException {
        machine.mode("var/lib/waagent", "rwxrwxr-x");
        machine.mode("var/log/azure", "rwxrwxrwx");
        Map<Path, FileTime> before = times();

        assertThat(Doctor.isHealthy(List.copyOf(machine.findings().values()))).isFalse();
        assertThat(modes()).containsExactly("rwxrwxr-x", "rwxrwxrwx");
        List<String> done = machine.repairs();

        assertThat(done)
                .containsExactly(
                        "library.owner: fixed: others may not write to " + directory + "/var/lib/waagent any more",
                        "library.mode: fixed: others may not enter " + directory + "/var/lib/waagent any more",
                        "logs.owner: fixed: others may not write to " + directory + "/var/log/azure any more");
        assertThat(modes()).containsExactly("rwx------", "rwxr-xr-x");
        assertThat(Doctor.isHealthy(List.copyOf(machine.findings().values()))).isTrue();
        assertThat(times()).as("nothing else").isEqualTo(before);
    }

    @Test
    @Conforms("OPS-51")
    void a_healthy_machine_needs_no_repair() throws IOException {
        Map<Path, FileTime> before = times();

        assertThat(machine.repairs()).isEmpty();

        assertThat(modes()).containsExactly("rwx------", "rwxr-xr-x");
        assertThat(times()).isEqualTo(before);
    }

    @Test
    void what_only_the_owner_can_decide_is_left_to_the_owner() throws IOException {
        Files.delete(directory.resolve("var/log/azure"));
        Files.createSymbolicLink(directory.resolve("var/log/azure"), directory.resolve("var"));
        machine.write("proc/net/route", "Iface\tDestination\tGateway\n");

        assertThat(machine.repairs()).isEmpty();
        assertThat(machine.finding("logs.owner").verdict()).isEqualTo(Verdict.FAIL);
    }

    private List<String> modes() throws IOException {
        return List.of(
                PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("var/lib/waagent"))),
                PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("var/log/azure"))));
    }

    @Test
    void a_library_that_others_may_enter_fails() throws IOException {
        machine.mode("var/lib/waagent", "rwxr-xr-x");

        machine.assertOnly("library.mode", Verdict.FAIL);
    }

    @Test
    void a_directory_above_the_library_that_others_may_change_fails() throws IOException {
        machine.mode("var/lib", "rwxrwxrwx");

        machine.assertOnly("library.parents", Verdict.FAIL);
    }

    @Test
    void a_log_directory_that_others_may_change_fails() throws IOException {
        machine.mode("var/log/azure", "rwxrwxrwx");

        machine.assertOnly("logs.owner", Verdict.FAIL);
    }

    @Test
    void a_machine_without_routes_fails() throws IOException {
        machine.write("proc/net/route", "Iface\tDestination\tGateway\n");

        machine.assertOnly("network.route", Verdict.FAIL);
    }

    @Test
    void each_way_of_not_answering_is_told_apart() {
        machine.probe = (host, port, limit) -> new TcpProbe.Outcome(
                port == 32526 ? TcpProbe.Result.REFUSED : TcpProbe.Result.CONNECTED, Duration.ZERO, "");
        machine.assertOnly("network.hostplugin", Verdict.FAIL);

        machine.probe = (host, port, limit) -> new TcpProbe.Outcome(
                host.startsWith("169") ? TcpProbe.Result.TIMED_OUT : TcpProbe.Result.CONNECTED, Duration.ZERO, "");
        assertThat(machine.finding("network.imds").evidence()).contains("does not answer within 3 s");
    }

    @ParameterizedTest
    @CsvSource({"901, behind", "-901, ahead of"})
    void a_clock_that_is_far_from_the_platforms_fails(long seconds, String words) {
        machine.dates = (host, port, limit) -> Optional.of(NOW.plusSeconds(seconds));

        machine.assertOnly("clock.skew", Verdict.FAIL);
        assertThat(machine.finding("clock.skew").evidence())
                .isEqualTo("this machine's clock is 901 s " + words + " the platform's");
    }

    @Test
    void a_clock_that_is_near_enough_is_well_and_a_platform_that_is_silent_says_nothing_against_it() {
        machine.dates = (host, port, limit) -> Optional.of(NOW.plusSeconds(900));
        assertThat(machine.finding("clock.skew").verdict()).isEqualTo(Verdict.PASS);

        machine.dates = (host, port, limit) -> Optional.empty();
        assertThat(machine.finding("clock.skew").verdict()).isEqualTo(Verdict.SKIP);
    }

    @Test
    void the_clock_of_the_wireserver_that_is_configured_is_asked_for() {
        List<String> asked = new ArrayList<>();
        machine.dates = (host, port, limit) -> {
            asked.add(host + ":" + port);
            return Optional.of(NOW);
        };
        machine.findings();
        machine.configuration = "Protocol.WireServer=127.0.0.1:8080\n";
        machine.findings();

        assertThat(asked).containsExactly("168.63.129.16:80", "127.0.0.1:8080");
    }

    private void transportPair(Instant made) throws IOException {
        new TransportKeys(new Disk(), directory.resolve("var/lib/waagent"), () -> made).need();
    }

    @Test
    void a_good_transport_pair_is_well() throws IOException {
        transportPair(NOW.minus(Duration.ofDays(1)));

        assertThat(machine.finding("transport.pair").verdict()).isEqualTo(Verdict.PASS);
        assertThat(machine.finding("transport.validity").verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void a_transport_certificate_that_is_no_longer_valid_fails_and_one_that_ends_soon_is_a_warning()
            throws IOException {
        transportPair(NOW.minus(Duration.ofDays(731)));
        machine.assertOnly("transport.validity", Verdict.FAIL);

        for (String name : List.of("TransportCert.pem", "TransportPrivate.pem")) {
            Files.delete(directory.resolve("var/lib/waagent/" + name));
        }
        transportPair(NOW.minus(Duration.ofDays(710)));
        machine.assertOnly("transport.validity", Verdict.WARN);
    }

    @Test
    void a_transport_key_of_another_certificate_fails() throws IOException {
        transportPair(NOW);
        String key = Files.readString(directory.resolve("var/lib/waagent/TransportPrivate.pem"));
        for (String name : List.of("TransportCert.pem", "TransportPrivate.pem")) {
            Files.delete(directory.resolve("var/lib/waagent/" + name));
        }
        transportPair(NOW);
        new Disk().write(directory.resolve("var/lib/waagent/TransportPrivate.pem"), key, Disk.SEALED);

        machine.assertOnly("transport.pair", Verdict.FAIL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TransportCert.pem", "TransportPrivate.pem"})
    void half_a_transport_pair_fails(String damaged) throws IOException {
        transportPair(NOW);
        new Disk().write(directory.resolve("var/lib/waagent/" + damaged), "garbage", Disk.SEALED);

        machine.assertOnly("transport.pair", Verdict.FAIL);
        assertThat(machine.finding("transport.pair").evidence()).startsWith(damaged);
    }

    private void process(long pid, String name, long session, long startTicks) throws IOException {
        machine.write("proc/" + pid + "/comm", name + "\n");
        String fields = " S 1 " + session + " " + session + " 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 ";
        machine.write("proc/" + pid + "/stat", pid + " (" + name + ")" + fields + startTicks + " 0 0\n");
    }

    private void running(String members) throws IOException {
        machine.write("var/run/waagent.pid", "77");
        machine.write("proc/77/cgroup", "0::/azure.slice/goalstated.service\n");
        machine.write("proc/uptime", "1000.00 900.00\n");
        process(77, "java", 77, 100);
        process(78, "systemd-run", 78, 99_900);
        process(99, "python3", 99, 200);
        machine.write("sys/fs/cgroup/azure.slice/goalstated.service/cgroup.procs", members);
    }

    @Test
    void a_process_of_somebody_else_in_the_daemons_control_group_is_named() throws IOException {
        running("77\n78\n99\n");

        machine.assertOnly("group.members", Verdict.WARN);
        assertThat(machine.finding("group.members").evidence())
                .contains("1 other processes")
                .contains("python3 (99)");
    }

    @Test
    void the_daemon_and_what_it_has_just_started_may_be_in_its_control_group() throws IOException {
        running("77\n78\n");

        assertThat(machine.finding("group.members").verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void an_extension_that_is_not_ready_is_named_with_its_code_and_message() throws IOException {
        extension("Contoso.Good-1.0.0", "Enabled", "Ready", "");
        extension("Contoso.Bad-2.1.0", "Installed", "NotReady", "enable failed:\\nexit code 3");

        machine.assertOnly("extensions.health", Verdict.WARN);
        assertThat(machine.finding("extensions.health").evidence())
                .isEqualTo("1 of 2 extensions are not ready: Contoso.Bad 2.1.0 (7) enable failed: exit code 3");
    }

    @Test
    void extensions_that_are_ready_are_counted() throws IOException {
        extension("Contoso.Good-1.0.0", "Enabled", "Ready", "");

        assertThat(machine.finding("extensions.health").evidence()).startsWith("1 extensions");
        assertThat(machine.finding("extensions.health").verdict()).isEqualTo(Verdict.PASS);
    }

    private void extension(String directoryName, String state, String status, String message) throws IOException {
        String config = "var/lib/waagent/" + directoryName + "/config/";
        int dash = directoryName.lastIndexOf('-');
        machine.write(config + "HandlerState", state);
        machine.write(
                config + "HandlerStatus",
                "{\"name\": \"%s\", \"version\": \"%s\", \"status\": \"%s\", \"code\": 7, \"message\": \"%s\"}"
                        .formatted(
                                directoryName.substring(0, dash), directoryName.substring(dash + 1), status, message));
    }

    @Test
    void a_mistake_in_the_configuration_is_a_warning_with_its_line() {
        machine.configuration = "OS.EnableFirewal=y\n";

        machine.assertOnly("config.keys", Verdict.WARN);
        assertThat(machine.finding("config.keys").evidence()).contains("OS.EnableFirewal");
    }

    @Test
    void a_missing_program_says_what_is_lost() throws IOException {
        Files.delete(directory.resolve("usr/sbin/ssh-keygen"));

        machine.assertOnly("tool.ssh-keygen", Verdict.WARN);
    }

    @Test
    void a_program_that_the_configuration_needs_fails() throws IOException {
        machine.configuration = "ResourceDisk.Format=y\n";
        machine.write("sys/bus/vmbus/devices/a/device_id", "{00000000-0001-0000}\n");
        Files.createDirectories(directory.resolve("sys/bus/vmbus/devices/a/block/sdb"));
        Files.delete(directory.resolve("usr/sbin/mkfs.ext4"));

        machine.assertOnly("tool.mkfs.ext4", Verdict.FAIL);
    }

    @Test
    void a_firewall_that_nothing_can_hold_fails() throws IOException {
        machine.configuration = "OS.EnableFirewall=y\n";
        Files.delete(directory.resolve("usr/sbin/nft"));

        machine.assertOnly("tool.firewall", Verdict.FAIL);
    }

    @Test
    void a_kernel_that_needs_an_argument_is_told() throws IOException {
        machine.write("proc/sys/kernel/osrelease", "2.6.32-754.el6\n");

        machine.assertOnly("kernel.version", Verdict.WARN);
    }

    @Test
    void a_machine_without_a_serial_console_is_told() throws IOException {
        machine.write("sys/class/tty/console/active", "tty0\n");

        machine.assertOnly("kernel.console", Verdict.WARN);
    }

    @Test
    void local_nvme_disks_are_not_taken_for_the_resource_disk() throws IOException {
        Files.createDirectories(directory.resolve("sys/class/nvme/nvme0"));

        assertThat(machine.finding("vm.resource-disk").evidence()).contains("never formatted");
    }

    @Test
    void the_former_agents_unit_gets_in_the_way_unless_it_is_shadowed() throws IOException {
        machine.write("usr/lib/systemd/system/walinuxagent.service", "");
        machine.assertOnly("vm.walinuxagent", Verdict.WARN);

        Files.createDirectories(directory.resolve("etc/systemd/system"));
        Files.createSymbolicLink(
                directory.resolve("etc/systemd/system/walinuxagent.service"),
                Path.of("/usr/lib/systemd/system/goalstated.service"));
        assertThat(machine.finding("vm.walinuxagent").verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void a_daemon_that_does_not_run_is_a_warning() throws IOException {
        Files.delete(directory.resolve("run/goalstated/control.sock"));

        machine.assertOnly("daemon.socket", Verdict.WARN);
    }
}
