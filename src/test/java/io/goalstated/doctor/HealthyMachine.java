package io.goalstated.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.config.ConfigFile;
import io.goalstated.config.Configuration;
import io.goalstated.doctor.Finding.Verdict;
import io.goalstated.platform.DateProbe;
import io.goalstated.platform.Disk;
import io.goalstated.platform.RecordingTools;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.TcpProbe;
import io.goalstated.trust.TrustAnchors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A machine in a directory on which everything is well, until a test spoils one thing. */
final class HealthyMachine {
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

    final RecordingTools tools = new RecordingTools();
    String configuration = "";
    TcpProbe probe = ANSWERS;
    DateProbe dates;
    TrustAnchors anchors = TrustAnchors.shipped();
    Optional<String> selfTest = Optional.empty();

    private final Path directory;
    private final Instant now;

    HealthyMachine(Path directory, Instant now) throws IOException {
        this.directory = directory;
        this.now = now;
        this.dates = (host, port, limit) -> Optional.of(now);
        for (String tool : TOOLS) {
            write("usr/sbin/" + tool, "");
        }
        write("proc/net/route", "Iface\tDestination\tGateway\neth0\t00000000\t0100000A\t0003\n");
        write("proc/mounts", "/dev/sda1 / ext4 rw,relatime 0 0\n");
        write("etc/resolv.conf", "search internal.cloudapp.net\nnameserver 168.63.129.16\n");
        write("proc/sys/kernel/osrelease", "6.8.0-1021-azure\n");
        write("proc/cmdline", "quiet console=tty1 console=ttyS0,115200n8\n");
        write("proc/filesystems", "nodev\tsysfs\n\tudf\n");
        write("proc/sys/crypto/fips_enabled", "0\n");
        write("sys/class/tty/console/active", "tty1 ttyS0\n");
        write("sys/fs/cgroup/cgroup.controllers", "cpu memory\n");
        write("sys/fs/selinux/enforce", "1");
        write("var/log/audit/audit.log", "type=SERVICE_START msg=audit(1782900000.001:7): pid=1 uid=0 comm=\"java\"\n");
        write("run/goalstated/control.sock", "");
        for (String unit : List.of("goalstated.service", "azure.slice")) {
            write("usr/lib/goalstated/systemd/" + unit, "[Unit]\nDescription=" + unit + "\n");
            write("etc/systemd/system/" + unit, "[Unit]\nDescription=" + unit + "\n");
        }
        for (String name : List.of("var/lib/waagent", "var/log/azure")) {
            Files.createDirectories(directory.resolve(name));
        }
        mode("var/lib/waagent", "rwx------");
        mode("var/log/azure", "rwxr-xr-x");
    }

    Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    void mode(String name, String mode) throws IOException {
        Files.setPosixFilePermissions(directory.resolve(name), PosixFilePermissions.fromString(mode));
    }

    private Patient patient() {
        return new Patient(
                new SystemRoot(directory),
                new Disk(),
                tools,
                Configuration.of(List.of(ConfigFile.parse("waagent.conf", configuration))),
                List.of(),
                1000);
    }

    private Doctor doctor() {
        return new Doctor(probe, dates, () -> now, new TrustChecks(anchors, () -> selfTest));
    }

    List<String> repairs() {
        Patient patient = patient();
        return new Repairs(patient).of(doctor().examine(patient));
    }

    Map<String, Finding> findings() {
        return doctor().examine(patient()).stream()
                .collect(Collectors.toMap(Finding::id, finding -> finding, (a, b) -> a, TreeMap::new));
    }

    Finding finding(String id) {
        return Optional.ofNullable(findings().get(id)).orElseThrow(() -> new AssertionError("there is no check " + id));
    }

    /** That check finds that, and no other finds anything. */
    void assertOnly(String id, Verdict verdict) {
        Finding finding = finding(id);
        assertThat(finding.verdict()).isEqualTo(verdict);
        assertThat(finding.remedy()).isNotEmpty();
        assertThat(findings().values().stream()
                        .filter(other -> other.verdict() == Verdict.FAIL || other.verdict() == Verdict.WARN)
                        .map(Finding::id))
                .containsExactly(id);
    }
}
