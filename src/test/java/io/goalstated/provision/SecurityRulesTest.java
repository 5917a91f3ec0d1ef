package io.goalstated.provision;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.account.PasswordHash;
import io.goalstated.ovf.Ovf;
import io.goalstated.platform.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Security rules of spec 03 §18 that no test of a single part proves. */
class SecurityRulesTest {
    private static final String KEYS = "$HOME/bob/.ssh/authorized_keys";

    @TempDir
    Path directory;

    private Vm vm;

    @BeforeEach
    void fresh() throws IOException {
        vm = new Vm(directory);
    }

    @Test
    @Conforms("03R#17")
    void the_document_is_read_once() throws Exception {
        vm.with(Ovf.of("vm").user("bob").password("first-password"));
        vm.whenReporting = () -> {
            try {
                vm.with(Ovf.of("other").user("mallory").password("other-password"));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        };

        vm.start();

        assertThat(vm.changes()).contains("useradd -m -- bob").doesNotContain("useradd -m -- mallory");
        assertThat(vm.read("etc/hostname")).isEqualTo("vm\n");
        assertThat(vm.lib("ovf-env.xml")).doesNotContain("mallory");
    }

    @Test
    @Conforms("03R#8")
    void nothing_is_mounted_where_a_link_leads_and_the_disc_is_read_all_the_same() throws Exception {
        vm.media = Optional.empty();
        Files.write(directory.resolve("dev/sr0"), DiscImages.of("fresh"));
        Files.createDirectories(directory.resolve("home/eve"));
        Files.createDirectories(directory.resolve("mnt/cdrom"));
        Files.createSymbolicLink(directory.resolve("mnt/cdrom/secure"), directory.resolve("home/eve"));

        Provisioning provisioning = vm.start();

        assertThat(provisioning.view().state()).isEqualTo(ProvisioningState.PROVISIONED);
        assertThat(vm.changes()).noneMatch(call -> call.startsWith("mount"));
        assertThat(vm.read("etc/hostname")).isEqualTo("from-disc\n");
    }

    @Test
    @Conforms("03R#8")
    void custom_data_is_not_written_where_a_link_leads() throws Exception {
        vm.write("home/eve/theirs", "theirs");
        Files.createSymbolicLink(directory.resolve("var/lib/waagent/CustomData"), directory.resolve("home/eve/theirs"));
        vm.with(Ovf.of("vm").user("bob").customData("aGVsbG8="));

        vm.start();

        assertThat(vm.read("home/eve/theirs")).isEqualTo("theirs");
        assertThat(Files.isRegularFile(directory.resolve("var/lib/waagent/CustomData"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
        assertThat(vm.lib("CustomData")).isEqualTo("aGVsbG8=");
        assertThat(vm.mode("var/lib/waagent/CustomData")).isEqualTo("rw-------");
    }

    @Test
    @Conforms("03R#19")
    void a_failure_repeats_nothing_of_the_document() throws Exception {
        vm.with(Ovf.of("vm")
                .user("bob")
                .password("hunter\nhunter")
                .customData("aHVudGVyaHVudGVy")
                .publicKey("", KEYS, "ssh-rsa hunterkey"));

        vm.start();

        assertThat(vm.health).singleElement().asString().startsWith("ProvisioningFailed result=error|reason=");
        assertThat(vm.health.toString() + vm.events)
                .doesNotContain("hunter")
                .doesNotContain("aHVudGVy")
                .doesNotContain("bob");
    }

    @Test
    @Conforms("03R#20")
    void custom_data_gets_nothing_of_the_agents_environment() throws Exception {
        vm.set("Provisioning.ExecuteCustomData=y")
                .with(Ovf.of("vm").user("bob").customData("IyEvYmluL3NoCmVjaG8gaGkK"));
        vm.customDataEnd = new CommandRunner.CommandEnd.Exited(0, "what it printed");

        vm.start();
        vm.timers.advance(Duration.ofSeconds(2));

        assertThat(vm.commandsRun).singleElement().satisfies(command -> {
            assertThat(command.environment()).containsOnlyKeys("PATH", "HOME", "LANG");
            assertThat(command.directory()).isEqualTo(Path.of("/"));
        });
        assertThat(vm.read("var/log/azure/custom-data.log")).isEqualTo("what it printed");
        assertThat(vm.mode("var/log/azure/custom-data.log")).isEqualTo("rw-------");
    }

    @Test
    @Conforms("03R#18")
    void passwords_are_salted_from_a_secure_source() throws Exception {
        Path sources = Path.of("src/main/java/io/goalstated/account");
        try (Stream<Path> files = Files.list(sources)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                assertThat(Files.readString(file))
                        .doesNotContain("new Random(")
                        .doesNotContain("ThreadLocalRandom")
                        .doesNotContain("Math.random");
            }
        }
        assertThat(Files.readString(sources.resolve(PasswordHash.class.getSimpleName() + ".java")))
                .contains("salt(new " + SecureRandom.class.getSimpleName() + "())");
    }

    @Test
    @Conforms("03R#21")
    void no_rule_is_shipped_that_opens_the_machines_id() throws Exception {
        for (String shipped : new String[] {"conf", "systemd", "src/image"}) {
            try (Stream<Path> files = Files.walk(Path.of(shipped))) {
                for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                    assertThat(file.toString()).doesNotEndWith(".rules");
                    assertThat(Files.readString(file)).doesNotContain("product_uuid");
                }
            }
        }
    }

    @Test
    @Conforms("03R#24")
    void the_daemon_leaves_neither_core_nor_heap() throws Exception {
        assertThat(Path.of("systemd/goalstated.service")).content().containsPattern("(?m)^LimitCORE=0");
        assertThat(Path.of("src/image/bin/goalstated"))
                .content()
                .contains("-XX:+ExitOnOutOfMemoryError")
                .doesNotContain("HeapDump")
                .doesNotContain("CrashOnOutOfMemoryError");
    }
}
