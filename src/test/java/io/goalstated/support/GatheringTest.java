package io.goalstated.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goalstated.Conforms;
import io.goalstated.platform.Disk;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatheringTest {
    private static final Limits SMALL = new Limits(1000, 2500, 2, 3000, 10_000);
    private static final String OVF = """
            <ns0:Environment xmlns:ns0="http://schemas.dmtf.org/ovf/environment/1"
             xmlns:ns1="http://schemas.microsoft.com/windowsazure"><ns1:ProvisioningSection>
            <ns1:LinuxProvisioningConfigurationSet><ns1:UserName>bob</ns1:UserName>
            <ns1:UserPassword>verysecret</ns1:UserPassword><ns1:CustomData>dmVyeXNlY3JldA==</ns1:CustomData>
            </ns1:LinuxProvisioningConfigurationSet></ns1:ProvisioningSection></ns0:Environment>
            """;

    @TempDir
    Path directory;

    private Vm vm;

    @BeforeEach
    void start() throws IOException {
        vm = new Vm(Files.createDirectories(directory.resolve("root")));
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String gunzip(byte[] bytes) throws IOException {
        return new String(new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String why(Gathered gathered, String path) {
        return gathered.leftOut().stream()
                .filter(file -> file.path().equals(path))
                .map(LeftOut::why)
                .findFirst()
                .orElse("");
    }

    @Test
    @Conforms("OPS-83")
    void files_that_the_manifest_names_are_collected_in_their_order_and_the_results_come_last() throws IOException {
        vm.write("/etc/hostname", "vm\n");
        vm.write("/var/log/waagent.log", "the log\n");
        vm.write("/var/log/unasked.log", "nobody asks for it\n");
        vm.write("/var/log/azure/A.B/a.log", "a log\n");
        vm.write("/var/lib/waagent/A.B-1.0/config/HandlerState", "Enabled");

        Gathered gathered = vm.collect();

        Map<String, byte[]> entries = Vm.entries(gathered.archive());
        assertThat(gathered.archive()).isEqualTo(vm.place("/var/lib/waagent/logcollector/logs.zip"));
        assertThat(entries.keySet())
                .containsExactly(
                        "var/log/waagent.log",
                        "var/log/azure/A.B/a.log",
                        "etc/hostname",
                        "var/lib/waagent/A.B-1.0/config/HandlerState",
                        "results.txt");
        assertThat(Vm.text(entries, "var/log/waagent.log")).isEqualTo("the log\n");
        assertThat(Vm.text(entries, "results.txt"))
                .contains("ls /var/log\n", "-rw-", "waagent.log", "/etc/hostname  3 bytes", "(B): 24\n");
        assertThat(gathered.files()).isEqualTo(4);
        assertThat(gathered.content()).isEqualTo(24);
        assertThat(gathered.size()).isEqualTo(Files.size(gathered.archive()));
    }

    @Test
    @Conforms("OPS-83")
    void of_a_file_that_is_too_long_the_end_is_collected_and_a_packed_one_is_not() throws IOException {
        vm.write("/var/log/syslog", "a line of the log\n".repeat(100) + "the end\n");
        vm.write("/var/log/syslog.2.gz", new byte[1001]);

        Gathered gathered = vm.collect(false, SMALL);

        Map<String, byte[]> entries = Vm.entries(gathered.archive());
        assertThat(entries.keySet()).containsExactly("truncated_var_log_syslog", "results.txt");
        assertThat(Vm.text(entries, "truncated_var_log_syslog"))
                .startsWith("a line of the log\n")
                .endsWith("\nthe end\n")
                .hasSizeLessThanOrEqualTo(1000)
                .hasSizeGreaterThan(900);
        assertThat(why(gathered, "/var/log/syslog")).contains("only its last 1000 bytes");
        assertThat(why(gathered, "/var/log/syslog.2.gz")).contains("packed, and larger than 1000 bytes");
    }

    @Test
    @Conforms("OPS-83")
    void nothing_more_is_collected_once_the_archive_would_be_too_large() throws IOException {
        vm.write("/var/log/waagent.log", "1".repeat(900) + "\n");
        vm.write("/var/log/auth.log", "2".repeat(900) + "\n");
        vm.write("/var/log/dmesg", "3".repeat(900) + "\n");
        vm.write("/var/log/syslog", "4\n");

        Gathered gathered = vm.collect(false, SMALL);

        assertThat(Vm.entries(gathered.archive()).keySet())
                .containsExactly("var/log/waagent.log", "var/log/auth.log", "results.txt");
        assertThat(why(gathered, "/var/log/dmesg")).isEqualTo("the archive is full");
        assertThat(why(gathered, "/var/log/syslog")).isEqualTo("the archive is full");
    }

    @Test
    @Conforms("OPS-83")
    void some_files_may_fail_to_be_read_and_with_one_more_there_is_no_archive() throws IOException {
        vm.write("/var/log/waagent.log", "the log\n");
        byte[] broken = gzip("content");
        broken[3] = (byte) 0xff;
        vm.write("/var/log/syslog.1.gz", broken);
        vm.write("/var/log/syslog.2.gz", broken);

        Gathered gathered = vm.collect(false, SMALL);

        assertThat(why(gathered, "/var/log/syslog.1.gz")).startsWith("cannot be read");
        assertThat(Vm.text(Vm.entries(gathered.archive()), "var/log/waagent.log"))
                .isEqualTo("the log\n");

        Files.delete(gathered.archive());
        vm.write("/var/log/syslog.3.gz", broken);
        assertThatThrownBy(() -> vm.collect(false, SMALL))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than 2 files cannot be read");
        assertThat(new Disk().list(vm.place("/var/lib/waagent/logcollector")))
                .noneMatch(file -> !file.endsWith("results.txt"));
    }

    @Test
    @Conforms("OPS-85")
    void links_that_lead_elsewhere_and_what_is_no_plain_file_are_left_out_and_listed() throws Exception {
        vm.write("/root/treasure", "verysecret");
        vm.write("/etc/shadow", "verysecret");
        vm.write("/var/lib/waagent/CustomData", "verysecret");
        vm.write("/var/lib/waagent/AB.prv", "verysecret");
        vm.link("/var/log/azure/A.B/root.log", "../../../../root/treasure");
        vm.link("/var/log/azure/A.B/shadow.log", "../../../../etc/shadow");
        vm.link("/var/log/azure/A.B/custom.log", "../../../lib/waagent/CustomData");
        vm.link("/var/log/azure/A.B/outside.log", "/etc/passwd");
        vm.link("/var/log/azure/A.B/nowhere.log", "none");
        vm.link("/var/log/azure/A.B/circle.log", "circle.log");
        vm.link("/var/log/azure/Directory", "../../../root");
        vm.link("/var/lib/waagent/A.B-1/status/1.status", "../../CustomData");
        vm.link("/var/lib/waagent/A.B-1/status/2.status", "../../AB.prv");
        assertThat(new ProcessBuilder(
                                "mkfifo", vm.place("/var/log/azure/A.B/pipe").toString())
                        .start()
                        .waitFor())
                .isZero();

        Gathered gathered = vm.collect();

        assertThat(Vm.entries(gathered.archive()).keySet()).containsExactly("results.txt");
        assertThat(gathered.leftOut())
                .extracting(LeftOut::path)
                .containsExactlyInAnyOrder(
                        "/var/log/azure/A.B/root.log",
                        "/var/log/azure/A.B/shadow.log",
                        "/var/log/azure/A.B/custom.log",
                        "/var/log/azure/A.B/outside.log",
                        "/var/log/azure/A.B/nowhere.log",
                        "/var/log/azure/A.B/circle.log",
                        "/var/log/azure/A.B/pipe",
                        "/var/log/azure/Directory",
                        "/var/lib/waagent/A.B-1/status/1.status",
                        "/var/lib/waagent/A.B-1/status/2.status");
        assertThat(Vm.text(Vm.entries(gathered.archive()), "results.txt"))
                .contains("/var/log/azure/A.B/pipe  no plain file", "/var/log/azure/A.B/root.log  a link");
    }

    @Test
    @Conforms("OPS-85")
    void links_within_what_is_asked_for_are_followed() throws IOException {
        vm.write("/var/log/azure/A.B/2026/run/deep.log", "deep\n");
        vm.link("/var/log/azure/A.B/current.log", "2026/run/deep.log");
        vm.write("/usr/lib/os-release", "ID=lab\n");
        vm.link("/etc/os-release", "../usr/lib/os-release");

        Map<String, byte[]> entries = Vm.entries(vm.collect().archive());

        assertThat(Vm.text(entries, "var/log/azure/A.B/current.log")).isEqualTo("deep\n");
        assertThat(Vm.text(entries, "etc/os-release")).isEqualTo("ID=lab\n");
    }

    @Test
    @Conforms("OPS-85")
    void a_file_that_shrinks_or_vanishes_meanwhile_is_told_of_and_no_failure() throws IOException {
        Path log = vm.write("/var/log/waagent.log", "a line\n".repeat(30_000));
        Path other = vm.write("/var/log/syslog", "gone\n");
        vm.write("/var/log/dmesg", "stays\n");
        Gathering gathering = vm.gathering(false, Optional.empty(), Limits.DEFAULT, new Disk());
        while (gathering.advance() == 0) {
            assertThat(gathering.end()).isEmpty();
        }

        Files.writeString(log, "rotated\n");
        Files.delete(other);
        Gathered gathered = Vm.run(gathering);

        assertThat(why(gathered, "/var/log/waagent.log")).contains("shrank");
        assertThat(why(gathered, "/var/log/syslog")).contains("vanished");
        assertThat(Vm.entries(gathered.archive()).keySet()).contains("var/log/dmesg", "results.txt");
    }

    @Test
    void a_file_that_grows_meanwhile_ends_where_it_ended() throws IOException {
        Path log = vm.write("/var/log/waagent.log", "a line\n".repeat(30_000));
        Gathering gathering = vm.gathering(false, Optional.empty(), Limits.DEFAULT, new Disk());
        while (gathering.advance() == 0) {
            assertThat(gathering.end()).isEmpty();
        }

        Files.writeString(log, "a line\n".repeat(60_000));
        Gathered gathered = Vm.run(gathering);

        assertThat(Vm.text(Vm.entries(gathered.archive()), "var/log/waagent.log"))
                .hasSize(210_000);
    }

    @Test
    @Conforms("OPS-86")
    void no_secret_is_in_the_archive_and_the_results_say_where_there_were_some() throws IOException {
        vm.write("/var/lib/waagent/ovf-env.xml", OVF);
        vm.write(
                "/var/lib/waagent/A.B-1/config/0.settings",
                "{\"runtimeSettings\":[{\"handlerSettings\":{\"protectedSettingsCertThumbprint\":\"AB12\","
                        + "\"protectedSettings\":\"verysecret\",\"publicSettings\":{\"commandToExecute\":\"ls\","
                        + "\"uri\":\"https://a.example/f?sv=1&sig=verysecret\"}}}]}");
        vm.write("/var/lib/waagent/A.B-1/config/1.settings", "{\"protectedSettings\": \"verysecret\", broken");
        vm.write("/var/log/waagent.log", "put https://a.example/status?sv=2020&sig=verysecret done\n");
        vm.write("/var/log/waagent.log.1.gz", gzip("AccountName=a;AccountKey=verysecret==;EndpointSuffix=e\n"));
        vm.write("/var/log/syslog", "fine\n-----BEGIN PRIVATE KEY-----\nverysecret\n-----END PRIVATE KEY-----\nfine\n");
        vm.write("/var/log/syslog.1", gzip("password=verysecret\n"));
        vm.write("/var/log/syslog.2.xz", new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 'v', 'e', 'r', 'y'});
        vm.write("/var/log/azure/A.B/server.key", "verysecret");
        vm.write(
                "/etc/netplan/50.yaml",
                "wifis:\n  w:\n    access-points:\n      x:\n        password: \"verysecret\"\n");
        vm.write("/boot/grub/grub.cfg", "password_pbkdf2 root grub.pbkdf2.sha512.verysecret\nset x=1\n");
        vm.write("/etc/ssh/sshd_config", "PasswordAuthentication no\nPermitEmptyPasswords no\n");

        Gathered gathered = vm.collect(true, Limits.DEFAULT);

        Map<String, byte[]> entries = Vm.entries(gathered.archive());
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            assertThat(Vm.text(entries, entry.getKey()))
                    .as(entry.getKey())
                    .doesNotContain("verysecret", "dmVyeXNlY3JldA");
        }
        assertThat(gunzip(entries.getOrDefault("var/log/waagent.log.1.gz", new byte[0])))
                .isEqualTo("AccountName=a;AccountKey=<redacted>;EndpointSuffix=e\n");
        assertThat(gunzip(entries.getOrDefault("var/log/syslog.1", new byte[0])))
                .isEqualTo("password=<redacted>\n");
        assertThat(Vm.text(entries, "var/lib/waagent/ovf-env.xml")).contains("bob");
        assertThat(Vm.text(entries, "var/lib/waagent/A.B-1/config/0.settings")).contains("AB12", "\"ls\"");
        assertThat(Vm.text(entries, "etc/ssh/sshd_config")).contains("PasswordAuthentication no");
        assertThat(Vm.text(entries, "boot/grub/grub.cfg")).contains("set x=1");
        assertThat(entries).doesNotContainKeys("var/log/azure/A.B/server.key", "var/log/syslog.2.xz");
        assertThat(why(gathered, "/var/log/azure/A.B/server.key")).contains("keys");
        assertThat(why(gathered, "/var/log/syslog.2.xz")).contains("nobody can look for secrets");
        assertThat(gathered.redacted())
                .extracting(Gathered.Redacted::path)
                .containsExactlyInAnyOrder(
                        "/var/lib/waagent/ovf-env.xml",
                        "/var/lib/waagent/A.B-1/config/0.settings",
                        "/var/lib/waagent/A.B-1/config/1.settings",
                        "/var/log/waagent.log",
                        "/var/log/waagent.log.1.gz",
                        "/var/log/syslog",
                        "/var/log/syslog.1",
                        "/etc/netplan/50.yaml",
                        "/boot/grub/grub.cfg");
        assertThat(Vm.text(entries, "results.txt"))
                .contains("### Redacted, and how often\n", "/var/lib/waagent/ovf-env.xml  2\n");
    }

    @Test
    @Conforms("OPS-86")
    void what_is_packed_twice_or_larger_unpacked_than_anything_smuggles_nothing() throws IOException {
        byte[] inner = gzip("password=verysecret\n");
        ByteArrayOutputStream twice = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(twice)) {
            out.write(inner);
        }
        vm.write("/var/log/syslog.1.gz", twice.toByteArray());
        vm.write("/var/log/syslog.2.gz", gzip("line\n".repeat(2000)));

        Gathered gathered = vm.collect(false, SMALL);

        Map<String, byte[]> entries = Vm.entries(gathered.archive());
        assertThat(gunzip(entries.getOrDefault("var/log/syslog.1.gz", new byte[0])))
                .isEmpty();
        assertThat(why(gathered, "/var/log/syslog.1.gz")).contains("packed more than once");
        assertThat(gunzip(entries.getOrDefault("var/log/syslog.2.gz", new byte[0])))
                .hasSize(3000);
        assertThat(why(gathered, "/var/log/syslog.2.gz")).contains("too large unpacked");
    }

    @Test
    void a_directory_that_somebody_fills_with_names_costs_no_more_than_a_bound() throws IOException {
        vm.write("/var/log/waagent.log", "the log\n");
        for (int i = 0; i < Finder.MOST_NAMES + 10; i++) {
            Files.createFile(
                    Files.createDirectories(vm.place("/var/log/azure/A.B")).resolve(i + ".log"));
        }

        Gathered gathered = vm.collect();

        assertThat(why(gathered, "/var/log/azure/A.B")).isEqualTo("too many files there");
        assertThat(gathered.files()).isBetween(1000, 5000);
    }

    @Test
    void a_document_that_is_too_large_to_be_understood_is_not_collected() throws IOException {
        vm.write("/var/lib/waagent/A.B-1/config/0.settings", "\"" + "x".repeat(DocumentSieve.LARGEST) + "\"");

        Gathered gathered = vm.collect();

        assertThat(Vm.text(Vm.entries(gathered.archive()), "var/lib/waagent/A.B-1/config/0.settings"))
                .startsWith("(left out");
    }

    @Test
    void the_agent_s_own_archives_of_goal_states_are_copied_as_they_are() throws IOException {
        byte[] zip = {'P', 'K', 3, 4, 'p', 'a', 's', 's', 'w', 'o', 'r', 'd', '=', 'x', '\n'};
        vm.write("/var/lib/waagent/history/2026-12-01T12-00-00__1.zip", zip);
        vm.write("/var/log/azure/A.B/other.zip", zip);

        Gathered gathered = vm.collect();

        assertThat(Vm.entries(gathered.archive()))
                .containsEntry("var/lib/waagent/history/2026-12-01T12-00-00__1.zip", zip)
                .doesNotContainKey("var/log/azure/A.B/other.zip");
    }

    @Test
    @Conforms("OPS-87")
    void there_is_one_archive_for_its_owner_only() throws IOException {
        vm.write("/var/log/waagent.log", "one\n");
        vm.collect();
        vm.write("/var/log/waagent.log", "two\n");

        Gathered gathered = vm.collect();

        Path own = vm.place("/var/lib/waagent/logcollector");
        assertThat(new Disk().list(own)).containsExactly(own.resolve("logs.zip"), own.resolve("results.txt"));
        assertThat(Vm.text(Vm.entries(gathered.archive()), "var/log/waagent.log"))
                .isEqualTo("two\n");
        assertThat(mode(own)).isEqualTo("rwx------");
        assertThat(mode(own.resolve("logs.zip"))).isEqualTo("rw-------");
        assertThat(mode(own.resolve("results.txt"))).isEqualTo("rw-------");
    }

    @Test
    void what_a_killed_collection_has_left_goes_with_a_later_one() throws IOException {
        Path left = vm.write("/var/lib/waagent/logcollector/.goalstated-1-2", "half");
        Files.setLastModifiedTime(left, FileTime.from(Vm.NOW.minus(Duration.ofHours(3))));
        Path other = vm.write("/var/lib/waagent/logcollector/.goalstated-3-4", "somebody is writing it");
        Files.setLastModifiedTime(other, FileTime.from(Vm.NOW));

        vm.collect();

        assertThat(left).doesNotExist();
        assertThat(other).exists();
    }

    @Test
    void a_collection_that_is_given_up_leaves_the_archive_that_was_there() throws IOException {
        vm.write("/var/log/waagent.log", "one\n");
        Path archive = vm.collect().archive();
        byte[] before = Files.readAllBytes(archive);
        Gathering gathering = vm.gathering(false, Optional.empty(), Limits.DEFAULT, new Disk());
        gathering.advance();
        gathering.advance();

        gathering.abandon();

        assertThat(archive).hasBinaryContent(before);
        assertThat(new Disk().list(vm.place("/var/lib/waagent/logcollector"))).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    void a_disk_that_refuses_any_step_leaves_nothing_half_written(int step) throws IOException {
        vm.write("/var/log/waagent.log", "one\n");
        int[] steps = {0};
        Disk refusing = new Disk((operation, path) -> {
            if (++steps[0] == step) {
                throw new IOException("No space left on device");
            }
        });

        try {
            Vm.run(vm.gathering(false, Optional.empty(), Limits.DEFAULT, refusing));
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }

        assertThat(new Disk().list(vm.place("/var/lib/waagent/logcollector")))
                .allMatch(file -> List.of("logs.zip", "results.txt")
                        .contains(file.getFileName().toString()));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
