package io.goalstated.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.doctor.Finding.Verdict;
import io.goalstated.trust.TrustAnchors;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the doctor sees of denials, the disk, units and trust: one fault each, and only its check finds something. */
class DeeperChecksTest {
    private static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");
    private static final String DENIAL =
            "type=AVC msg=audit(%d.125:4711): avc:  denied  { execute } for  pid=%d comm=\"%s\""
                    + " path=\"/opt/x\" dev=\"sda1\" ino=7 scontext=system_u:system_r:init_t:s0"
                    + " tcontext=system_u:object_r:var_lib_t:s0 tclass=file permissive=0\n";

    @TempDir
    Path directory;

    private HealthyMachine machine;

    @BeforeEach
    void machine() throws IOException {
        machine = new HealthyMachine(directory, NOW);
    }

    private static String denial(Instant when, long pid, String program) {
        return DENIAL.formatted(when.getEpochSecond(), pid, program);
    }

    @Test
    void what_selinux_has_denied_the_agent_in_the_last_hour_fails_with_the_kernels_words() throws IOException {
        machine.write("var/log/audit/audit.log", denial(NOW.minusSeconds(3500), 12, "java"));

        machine.assertOnly("security.denials", Verdict.FAIL);
        assertThat(machine.finding("security.denials").evidence())
                .contains("SELinux is enforcing; 1 denials")
                .contains("denied { execute } for pid=12");
    }

    @Test
    void a_denial_of_what_an_extension_has_in_the_library_is_the_agents_concern_too() throws IOException {
        String line =
                denial(NOW, 12, "python3").replace("/opt/x", directory + "/var/lib/waagent/Contoso.Good-1.0.0/bin/run");
        machine.write("var/log/audit/audit.log", line);

        machine.assertOnly("security.denials", Verdict.FAIL);
    }

    @Test
    void a_denial_of_the_daemons_process_is_known_by_its_number() throws IOException {
        machine.write("var/run/waagent.pid", "4242\n");
        machine.write("proc/4242/stat", "4242 (java) S 1 4242\n");
        machine.write("var/log/audit/audit.log", denial(NOW, 4242, "vert.x-eventloop"));
        machine.assertOnly("security.denials", Verdict.FAIL);

        machine.write("var/log/audit/audit.log", denial(NOW, 424, "vert.x-eventloop"));
        assertThat(machine.finding("security.denials").verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void denials_of_others_old_ones_and_garbage_are_no_concern() throws IOException {
        machine.write(
                "var/log/audit/audit.log",
                denial(NOW, 12, "httpd")
                        + denial(NOW.minusSeconds(3601), 12, "java")
                        + "avc:  denied comm=\"java\"\n\u0000\uFFFF avc: denied audit(99999999999999999999.1:1) comm=\"java\"\n");

        assertThat(machine.finding("security.denials").verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void of_a_huge_log_the_end_counts() throws IOException {
        String foreign = denial(NOW, 12, "httpd");
        machine.write(
                "var/log/audit/audit.log",
                denial(NOW, 12, "java") + foreign.repeat((1 << 20) / foreign.length() + 1) + denial(NOW, 13, "java"));

        assertThat(machine.finding("security.denials").evidence())
                .contains("1 denials")
                .contains("pid=13");
    }

    @Test
    void without_an_audit_daemon_the_journal_is_asked_and_apparmor_is_understood() throws IOException {
        Files.delete(directory.resolve("var/log/audit/audit.log"));
        Files.delete(directory.resolve("sys/fs/selinux/enforce"));
        machine.write("sys/module/apparmor/parameters/enabled", "Y\n");
        machine.write("usr/bin/journalctl", "");
        machine.tools.answer(
                "journalctl",
                0,
                "audit: type=1400 audit(" + NOW.getEpochSecond()
                        + ".1:5): apparmor=\"DENIED\" operation=\"open\" profile=\"x\" name=\"/y\" pid=9 comm=\"java\"\n",
                "");

        machine.assertOnly("security.denials", Verdict.FAIL);
        assertThat(machine.finding("security.denials").evidence()).startsWith("AppArmor is in use; 1 denials");
    }

    @Test
    void a_machine_without_either_has_no_denials_to_look_for() throws IOException {
        Files.delete(directory.resolve("sys/fs/selinux/enforce"));

        assertThat(machine.finding("security.denials").verdict()).isEqualTo(Verdict.SKIP);
    }

    private Path extension(String name) throws IOException {
        machine.write("var/lib/waagent/" + name + "/config/HandlerState", "Enabled");
        return directory.resolve("var/lib/waagent").resolve(name);
    }

    private static void grow(Path file, long bytes) throws IOException {
        Files.createDirectories(file.getParent());
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(bytes);
        }
    }

    @Test
    void each_extension_is_named_with_what_it_takes_of_the_disk_with_its_logs() throws IOException {
        grow(extension("Contoso.Small-1.0.0").resolve("a"), 1 << 20);
        grow(extension("Contoso.Large-1.0.0").resolve("bin/a"), 30 << 20);
        grow(extension("Contoso.Large-1.1.0").resolve("bin/a"), 10 << 20);
        grow(directory.resolve("var/log/azure/Contoso.Large/x.log"), 9 << 20);
        Files.createSymbolicLink(
                directory.resolve("var/lib/waagent/Contoso.Small-1.0.0/link"),
                directory.resolve("var/lib/waagent/Contoso.Large-1.0.0"));

        assertThat(machine.finding("extensions.space").verdict()).isEqualTo(Verdict.PASS);
        assertThat(machine.finding("extensions.space").evidence())
                .isEqualTo("2 extensions take 51 MB: Contoso.Large 50 MB, Contoso.Small 2 MB");
    }

    @Test
    void an_extension_that_takes_more_than_two_gibibytes_is_a_warning() throws IOException {
        grow(extension("Contoso.Large-1.0.0").resolve("data"), (2L << 30) + 1);

        machine.assertOnly("extensions.space", Verdict.WARN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Contoso.Gone-1.0.0/bin/run", "Contoso.Gone__1.0.0.zip"})
    void what_nobody_uses_any_more_is_a_warning(String file) throws IOException {
        machine.write("var/lib/waagent/" + file, "x");

        machine.assertOnly("extensions.leftovers", Verdict.WARN);
    }

    @Test
    void the_packages_of_the_former_agent_are_its_way_back() throws IOException {
        machine.write("var/lib/waagent/WALinuxAgent-2.15.0.1/manifest.xml", "x");
        machine.write("var/lib/waagent/WALinuxAgent-2.15.0.1.zip", "x");

        assertThat(machine.finding("extensions.leftovers").verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void a_unit_that_is_not_the_images_is_a_warning() throws IOException {
        machine.write(
                "etc/systemd/system/goalstated.service",
                "[Unit]\nDescription=goalstated.service\n\n[Service]\nPrivateTmp=yes\n");

        machine.assertOnly("unit.drift", Verdict.WARN);
        assertThat(machine.finding("unit.drift").evidence())
                .isEqualTo("not as in the image: /etc/systemd/system/goalstated.service");
    }

    @Test
    void a_unit_of_the_distribution_counts_where_none_is_before_it() throws IOException {
        Files.delete(directory.resolve("etc/systemd/system/azure.slice"));
        machine.write("usr/lib/systemd/system/azure.slice", "[Slice]\nCPUQuota=1%\n");

        machine.assertOnly("unit.drift", Verdict.WARN);
    }

    @Test
    void drop_ins_of_the_owner_are_named_and_well() throws IOException {
        machine.write("etc/systemd/system/goalstated.service.d/override.conf", "[Service]\nMemoryMax=512M\n");

        assertThat(machine.finding("unit.drift").verdict()).isEqualTo(Verdict.PASS);
        assertThat(machine.finding("unit.drift").evidence())
                .endsWith("drop-ins of the owner extend goalstated.service");
    }

    @Test
    void a_damaged_root_of_trust_fails() {
        machine.anchors =
                new TrustAnchors(List.of(), List.of(), List.of("the trust anchor x of the program is damaged"));

        machine.assertOnly("trust.anchors", Verdict.FAIL);
    }

    @Test
    void an_installation_that_cannot_judge_signatures_fails() {
        machine.selfTest = Optional.of("a good signature is refused");

        machine.assertOnly("trust.self-test", Verdict.FAIL);
    }

    @Test
    void an_anchor_of_the_owner_that_is_none_is_a_warning() throws IOException {
        machine.configuration = "Extensions.TrustAnchors=/etc/goalstated/anchors\n";
        machine.write("etc/goalstated/anchors/code-signing/mine.pem", "garbage");

        machine.assertOnly("trust.own", Verdict.WARN);
    }
}
