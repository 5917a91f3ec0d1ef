package io.goalstated.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.config.ConfigFile;
import io.goalstated.config.Configuration;
import io.goalstated.doctor.Finding.Verdict;
import io.goalstated.platform.Disk;
import io.goalstated.platform.RecordingTools;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.TcpProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    private static final TcpProbe ANSWERS =
            (host, port, limit) -> new TcpProbe.Outcome(TcpProbe.Result.CONNECTED, Duration.ofMillis(1), "");
    private static final List<String> TOOLS = List.of(
            "ip",
            "useradd",
            "userdel",
            "chpasswd",
            "visudo",
            "ssh-keygen",
            "sshd",
            "systemctl",
            "openssl",
            "python3",
            "sfdisk",
            "blkid",
            "partx",
            "mount",
            "mkfs.ext4",
            "mkswap",
            "swapon",
            "nft");

    @TempDir
    Path directory;

    private String configuration = "";
    private TcpProbe probe = ANSWERS;

    /** A machine on which everything is well. */
    @BeforeEach
    void machine() throws IOException {
        for (String tool : TOOLS) {
            write("usr/sbin/" + tool, "");
        }
        write("proc/net/route", "Iface\tDestination\tGateway\neth0\t00000000\t0100000A\t0003\n");
        write("proc/sys/kernel/osrelease", "6.8.0-1021-azure\n");
        write("proc/cmdline", "quiet console=tty1 console=ttyS0,115200n8\n");
        write("proc/filesystems", "nodev\tsysfs\n\tudf\n");
        write("proc/sys/crypto/fips_enabled", "0\n");
        write("sys/class/tty/console/active", "tty1 ttyS0\n");
        write("sys/fs/cgroup/cgroup.controllers", "cpu memory\n");
        write("run/goalstated/control.sock", "");
        for (String name : List.of("var/lib/waagent", "var/log/azure")) {
            Files.createDirectories(directory.resolve(name));
        }
        mode("var/lib/waagent", "rwx------");
        mode("var/log/azure", "rwxr-xr-x");
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void mode(String name, String mode) throws IOException {
        Files.setPosixFilePermissions(directory.resolve(name), PosixFilePermissions.fromString(mode));
    }

    private Patient patient() {
        return new Patient(
                new SystemRoot(directory),
                new Disk(),
                new RecordingTools(),
                Configuration.of(List.of(ConfigFile.parse("waagent.conf", configuration))),
                List.of(),
                1000);
    }

    private List<String> repairs() {
        Patient patient = patient();
        return new Repairs(patient).of(new Doctor(probe).examine(patient));
    }

    private Map<String, Finding> findings() {
        return new Doctor(probe)
                .examine(patient()).stream()
                        .collect(Collectors.toMap(Finding::id, finding -> finding, (a, b) -> a, TreeMap::new));
    }

    private Finding finding(String id) {
        return Optional.ofNullable(findings().get(id)).orElseThrow(() -> new AssertionError("there is no check " + id));
    }

    private void assertOnly(String id, Verdict verdict) {
        Finding finding = finding(id);
        assertThat(finding.verdict()).isEqualTo(verdict);
        assertThat(finding.remedy()).isNotEmpty();
        assertThat(findings().values().stream()
                        .filter(other -> other.verdict() == Verdict.FAIL || other.verdict() == Verdict.WARN)
                        .map(Finding::id))
                .containsExactly(id);
    }

    @Test
    @Conforms("OPS-61")
    void a_healthy_machine_has_nothing_to_complain_of_and_is_left_as_it_is() throws IOException {
        Map<Path, FileTime> before = times();

        Map<String, Finding> findings = findings();

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
        mode("var/lib/waagent", "rwxrwxr-x");
        mode("var/log/azure", "rwxrwxrwx");
        Map<Path, FileTime> before = times();

        assertThat(Doctor.isHealthy(List.copyOf(findings().values()))).isFalse();
        assertThat(modes()).containsExactly("rwxrwxr-x", "rwxrwxrwx");
        List<String> done = repairs();

        assertThat(done)
                .containsExactly(
                        "library.owner: fixed: others may not write to " + directory + "/var/lib/waagent any more",
                        "library.mode: fixed: others may not enter " + directory + "/var/lib/waagent any more",
                        "logs.owner: fixed: others may not write to " + directory + "/var/log/azure any more");
        assertThat(modes()).containsExactly("rwx------", "rwxr-xr-x");
        assertThat(Doctor.isHealthy(List.copyOf(findings().values()))).isTrue();
        assertThat(times()).as("nothing else").isEqualTo(before);
    }

    @Test
    @Conforms("OPS-51")
    void a_healthy_machine_needs_no_repair() throws IOException {
        Map<Path, FileTime> before = times();

        assertThat(repairs()).isEmpty();

        assertThat(modes()).containsExactly("rwx------", "rwxr-xr-x");
        assertThat(times()).isEqualTo(before);
    }

    @Test
    void what_only_the_owner_can_decide_is_left_to_the_owner() throws IOException {
        Files.delete(directory.resolve("var/log/azure"));
        Files.createSymbolicLink(directory.resolve("var/log/azure"), directory.resolve("var"));
        write("proc/net/route", "Iface\tDestination\tGateway\n");

        assertThat(repairs()).isEmpty();
        assertThat(finding("logs.owner").verdict()).isEqualTo(Verdict.FAIL);
    }

    private List<String> modes() throws IOException {
        return List.of(
                PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("var/lib/waagent"))),
                PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("var/log/azure"))));
    }

    @Test
    void a_library_that_others_may_enter_fails() throws IOException {
        mode("var/lib/waagent", "rwxr-xr-x");

        assertOnly("library.mode", Verdict.FAIL);
    }

    @Test
    void a_directory_above_the_library_that_others_may_change_fails() throws IOException {
        mode("var/lib", "rwxrwxrwx");

        assertOnly("library.parents", Verdict.FAIL);
    }

    @Test
    void a_log_directory_that_others_may_change_fails() throws IOException {
        mode("var/log/azure", "rwxrwxrwx");

        assertOnly("logs.owner", Verdict.FAIL);
    }

    @Test
    void a_machine_without_routes_fails() throws IOException {
        write("proc/net/route", "Iface\tDestination\tGateway\n");

        assertOnly("network.route", Verdict.FAIL);
    }

    @Test
    void each_way_of_not_answering_is_told_apart() {
        probe = (host, port, limit) -> new TcpProbe.Outcome(
                port == 32526 ? TcpProbe.Result.REFUSED : TcpProbe.Result.CONNECTED, Duration.ZERO, "");
        assertOnly("network.hostplugin", Verdict.FAIL);

        probe = (host, port, limit) -> new TcpProbe.Outcome(
                host.startsWith("169") ? TcpProbe.Result.TIMED_OUT : TcpProbe.Result.CONNECTED, Duration.ZERO, "");
        assertThat(finding("network.imds").evidence()).contains("does not answer within 3 s");
    }

    @Test
    void a_mistake_in_the_configuration_is_a_warning_with_its_line() {
        configuration = "OS.EnableFirewal=y\n";

        assertOnly("config.keys", Verdict.WARN);
        assertThat(finding("config.keys").evidence()).contains("OS.EnableFirewal");
    }

    @Test
    void a_missing_program_says_what_is_lost() throws IOException {
        Files.delete(directory.resolve("usr/sbin/ssh-keygen"));

        assertOnly("tool.ssh-keygen", Verdict.WARN);
    }

    @Test
    void a_program_that_the_configuration_needs_fails() throws IOException {
        configuration = "ResourceDisk.Format=y\n";
        write("sys/bus/vmbus/devices/a/device_id", "{00000000-0001-0000}\n");
        Files.createDirectories(directory.resolve("sys/bus/vmbus/devices/a/block/sdb"));
        Files.delete(directory.resolve("usr/sbin/mkfs.ext4"));

        assertOnly("tool.mkfs.ext4", Verdict.FAIL);
    }

    @Test
    void a_firewall_that_nothing_can_hold_fails() throws IOException {
        configuration = "OS.EnableFirewall=y\n";
        Files.delete(directory.resolve("usr/sbin/nft"));

        assertOnly("tool.firewall", Verdict.FAIL);
    }

    @Test
    void a_kernel_that_needs_an_argument_is_told() throws IOException {
        write("proc/sys/kernel/osrelease", "2.6.32-754.el6\n");

        assertOnly("kernel.version", Verdict.WARN);
    }

    @Test
    void a_machine_without_a_serial_console_is_told() throws IOException {
        write("sys/class/tty/console/active", "tty0\n");

        assertOnly("kernel.console", Verdict.WARN);
    }

    @Test
    void local_nvme_disks_are_not_taken_for_the_resource_disk() throws IOException {
        Files.createDirectories(directory.resolve("sys/class/nvme/nvme0"));

        assertThat(finding("vm.resource-disk").evidence()).contains("never formatted");
    }

    @Test
    void the_former_agents_unit_gets_in_the_way_unless_it_is_shadowed() throws IOException {
        write("usr/lib/systemd/system/walinuxagent.service", "");
        assertOnly("vm.walinuxagent", Verdict.WARN);

        Files.createDirectories(directory.resolve("etc/systemd/system"));
        Files.createSymbolicLink(
                directory.resolve("etc/systemd/system/walinuxagent.service"),
                Path.of("/usr/lib/systemd/system/goalstated.service"));
        assertThat(finding("vm.walinuxagent").verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void a_daemon_that_does_not_run_is_a_warning() throws IOException {
        Files.delete(directory.resolve("run/goalstated/control.sock"));

        assertOnly("daemon.socket", Verdict.WARN);
    }
}
