package io.goalstated.provision;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.ovf.Ovf;
import io.goalstated.platform.ToolCall;
import io.goalstated.platform.ToolEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProvisioningTest {
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPKSUTyz1HwHReFVvD5obVsALAgJRNarH4TRpNePnAS";
    private static final String KEYS = "$HOME/bob/.ssh/authorized_keys";

    @TempDir
    Path directory;

    private Vm vm;

    @BeforeEach
    void fresh() throws IOException {
        vm = new Vm(directory);
    }

    @Test
    @Conforms("03#116")
    void a_fresh_vm_is_made_what_the_document_says() throws Exception {
        vm.set("Provisioning.Agent=WAAGENT")
                .set("Provisioning.DeleteRootPassword=y")
                .set("Provisioning.RegenerateSshHostKeyPair=y")
                .with(Ovf.of("vm-01").user("bob").password("P@ss:w0rd$(id)").publicKey("", KEYS, KEY));

        Provisioning provisioning = vm.start();

        assertThat(provisioning.view().state()).isEqualTo(ProvisioningState.PROVISIONED);
        assertThat(vm.changes())
                .containsExactly(
                        "hostname vm-01",
                        "useradd -m -- bob",
                        "chpasswd -e",
                        "usermod -p *LOCK* root",
                        "ssh-keygen -q -N  -C  -t ed25519 -f "
                                + directory.resolve("var/lib/waagent/goalstated/host-keys/ssh_host_ed25519_key"),
                        "systemctl --job-mode=ignore-dependencies try-reload-or-restart ssh");
        assertThat(vm.read("etc/hostname")).isEqualTo("vm-01\n");
        assertThat(vm.read("etc/sudoers.d/waagent")).isEqualTo("bob ALL=(ALL) ALL\n");
        assertThat(vm.read("etc/ssh/sshd_config")).isEqualTo("""
                        Port 22
                        #PasswordAuthentication yes
                        PasswordAuthentication yes
                        ChallengeResponseAuthentication yes
                        ClientAliveInterval 180
                        """);
        assertThat(vm.read("home/bob/.ssh/authorized_keys")).isEqualTo(KEY + "\n");
        assertThat(vm.mode("home/bob/.ssh/authorized_keys")).isEqualTo("rw-------");
        assertThat(vm.mode("home/bob/.ssh")).isEqualTo("rwx------");
        assertThat(vm.owner("home/bob/.ssh/authorized_keys")).isEqualTo(vm.uid());
        assertThat(vm.lib("provisioned")).isEqualTo(Vm.UUID);
        assertThat(vm.lib("published_hostname")).isEqualTo("vm-01");
        assertThat(vm.health).containsExactly("Provisioning Starting", "Ready");
        assertThat(vm.fingerprints).singleElement().asString().startsWith("SHA256");
        assertThat(vm.events)
                .containsExactly("Provision ok: Provisioning succeeded (12.34s)", "ProvisionGuestAgent ok: true");
        assertThat(vm.timers.waiting()).isZero();
    }

    @ParameterizedTest
    @Conforms({"03#3", "03#6"})
    @ValueSource(strings = {"auto", "Waagent?"})
    void without_cloud_init_the_built_in_handler_provisions_unless_somebody_forbids_it(String agent) throws Exception {
        vm.set("Provisioning.Agent=" + agent).with(Ovf.of("vm").user("bob"));

        Provisioning provisioning = vm.start();

        assertThat(provisioning.view().state()).isEqualTo(ProvisioningState.PROVISIONED);
        assertThat(vm.changes()).contains("useradd -m -- bob");
        assertThat(vm.machine().configuration().warnings()).hasSize(agent.equals("auto") ? 0 : 1);
    }

    @Test
    @Conforms("03R#4")
    void the_password_is_nowhere_but_in_the_hash() throws Exception {
        vm.with(Ovf.of("vm").user("bob").password("P@ss:w0rd$(id)").customData("aGVsbG8tc2VjcmV0"));

        vm.start();

        assertThat(vm.tools.calls().toString()).doesNotContain("w0rd").doesNotContain("$6$");
        assertThat(vm.tools.inputs())
                .singleElement()
                .asString()
                .startsWith("bob:$6$")
                .doesNotContain("w0rd");
        try (var files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                if (!file.startsWith(directory.resolve("media"))) {
                    assertThat(Files.readString(file)).as(file.toString()).doesNotContain("w0rd");
                }
            }
        }
        assertThat(vm.health.toString() + vm.events).doesNotContain("w0rd");
    }

    @Test
    @Conforms({"03#26", "03#27", "03R#6"})
    void the_kept_document_has_no_secrets_and_the_keys() throws Exception {
        vm.with(Ovf.of("vm")
                .user("bob")
                .raw("<wa:UserPassword a='1'><![CDATA[hunter22]]></wa:UserPassword>")
                .customData("aGVsbG8=")
                .publicKey("", KEYS, KEY));

        vm.start();

        assertThat(vm.lib("ovf-env.xml"))
                .doesNotContain("hunter22")
                .doesNotContain("aGVsbG8=")
                .contains(KEY);
        assertThat(vm.mode("var/lib/waagent/ovf-env.xml")).isEqualTo("rw-------");
        assertThat(vm.lib("CustomData")).isEqualTo("aGVsbG8=");
    }

    @Test
    void the_guest_proxy_agent_is_waited_for_before_the_platform_is_told_anything() throws Exception {
        vm.with(Ovf.of("vm").user("bob").setting("ProvisionGuestProxyAgent", "true"));
        vm.tools.answer("azure-proxy-agent", 1, "", "");

        Provisioning provisioning = vm.start();

        assertThat(provisioning.view().reason()).contains("azure-proxy-agent status failure");
        assertThat(vm.health).isEmpty();
        assertThat(vm.changes()).containsExactly("azure-proxy-agent --status --wait 120");
    }

    @Test
    void a_guest_proxy_agent_that_is_missing_is_named() throws Exception {
        vm.with(Ovf.of("vm").user("bob").setting("ProvisionGuestProxyAgent", "true"));
        vm.tools.missing("azure-proxy-agent");

        Provisioning provisioning = vm.start();

        assertThat(provisioning.view().reason()).contains("azure-proxy-agent not found");
    }

    @Test
    @Conforms("03#5")
    void disabled_provisioning_only_says_ready() throws Exception {
        vm.set("Provisioning.Agent=disabled").with(Ovf.of("vm").user("bob"));

        Provisioning provisioning = vm.start();

        assertThat(provisioning.view().released()).isTrue();
        assertThat(vm.health).containsExactly("Ready");
        assertThat(vm.lib("provisioned")).isEqualTo(Vm.UUID);
        assertThat(vm.changes()).isEmpty();
    }

    @ParameterizedTest
    @Conforms("03#1")
    @ValueSource(strings = {"cloud-init-local.service", "cloud-init-main.service"})
    void an_enabled_cloud_init_provisions_instead(String unit) throws Exception {
        vm.tools.answer("systemctl is-enabled " + unit, 0, "enabled\n", "");
        vm.with(Ovf.of("vm").user("bob"));

        Provisioning provisioning = vm.start();

        assertThat(provisioning.view().state()).isEqualTo(ProvisioningState.DELEGATED);
        assertThat(provisioning.view().released()).isFalse();
        assertThat(vm.changes()).isEmpty();
    }

    @Test
    @Conforms("03#2")
    void cloud_init_is_also_known_by_its_service() throws Exception {
        vm.tools.answer("service cloud-init status", 0, "", "");

        assertThat(vm.start().view().state()).isEqualTo(ProvisioningState.DELEGATED);
    }

    @Test
    void a_cloud_init_that_is_forbidden_is_not_enabled() throws Exception {
        vm.tools.answer("systemctl is-enabled", 0, "enabled\n", "");
        vm.write("proc/cmdline", "root=/dev/sda1 cloud-init=disabled quiet\n");
        vm.with(Ovf.of("vm").user("bob"));

        assertThat(vm.start().view().state()).isEqualTo(ProvisioningState.PROVISIONED);
    }

    @Test
    @Conforms("03#4")
    void the_built_in_handler_does_not_work_beside_cloud_init() throws Exception {
        vm.tools.answer("systemctl is-enabled", 0, "enabled\n", "");
        vm.set("Provisioning.Agent=goalstated").with(Ovf.of("vm").user("bob"));

        Provisioning provisioning = vm.start();

        assertThat(provisioning.view().state()).isEqualTo(ProvisioningState.FAILED);
        assertThat(vm.health)
                .singleElement()
                .asString()
                .startsWith("ProvisioningFailed ")
                .contains("cloud-init");
        assertThat(vm.has("var/lib/waagent/provisioned")).isFalse();
        assertThat(vm.changes()).isEmpty();
    }

    @Test
    @Conforms({"03#69", "03#71", "03#124"})
    void cloud_init_is_waited_for_until_document_and_any_host_key_are_there() throws Exception {
        vm.set("Provisioning.Agent=cloud-init");
        vm.write("run/cloud-init/status.json", "{\"v1\": {\"datasource\": \"DataSourceAzure [seed=/dev/sr0]\"}}");
        Provisioning provisioning = vm.start();
        assertThat(provisioning.view().reason()).contains("waiting for cloud-init for 0 s");
        vm.timers.advance(Duration.ofSeconds(25));
        assertThat(provisioning.view().state()).isEqualTo(ProvisioningState.DELEGATED);
        assertThat(provisioning.view().reason()).contains("waiting for cloud-init for 20 s");

        vm.write(
                "var/lib/waagent/ovf-env.xml",
                Ovf.of("vm").setting("ProvisionGuestAgent", "false").text());
        vm.timers.advance(Duration.ofSeconds(30));
        assertThat(provisioning.view().state()).isEqualTo(ProvisioningState.DELEGATED);
        vm.write("etc/ssh/ssh_host_ed25519_key.pub", KEY + "\n");
        vm.timers.advance(Duration.ofSeconds(1));

        assertThat(provisioning.view().state()).isEqualTo(ProvisioningState.PROVISIONED);
        assertThat(vm.health).containsExactly("Ready");
        assertThat(vm.has("var/lib/waagent/disable_agent")).isTrue();
        assertThat(vm.events).containsExactly("Provision ok: Provisioning with cloud-init succeeded (12.34s)");
    }

    @Test
    void where_cloud_init_does_not_report_the_agent_does() throws Exception {
        vm.set("Provisioning.Agent=cloud-init");
        vm.write("var/lib/waagent/ovf-env.xml", Ovf.of("vm").text());
        vm.write("etc/ssh/ssh_host_ed25519_key.pub", KEY + "\n");

        vm.start();

        assertThat(vm.health).containsExactly("Provisioning Starting", "Ready");
    }

    @Test
    @Conforms("03#70")
    void cloud_init_is_not_waited_for_without_end() throws Exception {
        vm.set("Provisioning.Agent=cloud-init");
        Provisioning provisioning = vm.start();

        vm.timers.advance(Duration.ofSeconds(1_810));

        assertThat(provisioning.view().state()).isEqualTo(ProvisioningState.FAILED);
        assertThat(vm.health).singleElement().asString().contains("Giving up, ovf-env.xml was not copied to ");
        assertThat(vm.timers.waiting()).isZero();
    }

    @Test
    @Conforms("03#7")
    void a_provisioned_vm_is_left_alone() throws Exception {
        vm.write("var/lib/waagent/provisioned", Vm.UUID);

        Provisioning provisioning = vm.start();

        assertThat(provisioning.view().released()).isTrue();
        assertThat(vm.health).isEmpty();
        assertThat(vm.changes()).isEmpty();
    }

    @Test
    @Conforms("03#8")
    void the_other_byte_order_and_case_are_the_same_vm() throws Exception {
        vm.write("var/lib/waagent/provisioned", "D0DF4C54-4ECB-4A4B-9954-5BDF3ED5C3B8\n");
        vm.write("var/lib/waagent/GoalState.1.xml", "x");

        vm.start();

        assertThat(vm.health).isEmpty();
        assertThat(vm.has("var/lib/waagent/GoalState.1.xml")).isTrue();
    }

    @Test
    @Conforms("03#9")
    void an_empty_sentinel_is_filled_and_the_vm_is_ready() throws Exception {
        vm.write("var/lib/waagent/provisioned", "");
        vm.write("var/lib/waagent/X-1.0/status/1.status", "x");

        vm.start();

        assertThat(vm.health).containsExactly("Ready");
        assertThat(vm.lib("provisioned")).isEqualTo(Vm.UUID);
        assertThat(vm.has("var/lib/waagent/X-1.0/status/1.status")).isTrue();
    }

    @Test
    @Conforms("03#10")
    void a_copy_of_a_vm_forgets_what_was_the_originals() throws Exception {
        vm.write("var/lib/waagent/provisioned", "11111111-2222-3333-4444-555555555555");
        for (String file : new String[] {
            "GoalState.1.xml",
            "TransportPrivate.pem",
            "TransportCert.pem",
            "X-1.0/config/HandlerState",
            "X-1.0/config/1.settings",
            "X-1.0/status/1.status",
            "WALinuxAgent-2.9/config/1.settings"
        }) {
            vm.write("var/lib/waagent/" + file, "x");
        }
        vm.write("var/lib/dhcp/dhclient.eth0.leases", "x");

        vm.start();

        assertThat(vm.has("var/lib/waagent/GoalState.1.xml")).isFalse();
        assertThat(vm.has("var/lib/waagent/TransportPrivate.pem")).isFalse();
        assertThat(vm.has("var/lib/waagent/TransportCert.pem")).isFalse();
        assertThat(vm.has("var/lib/waagent/X-1.0/config/1.settings")).isFalse();
        assertThat(vm.has("var/lib/waagent/X-1.0/status/1.status")).isFalse();
        assertThat(vm.has("var/lib/waagent/X-1.0/config/HandlerState")).isTrue();
        assertThat(vm.has("var/lib/waagent/WALinuxAgent-2.9/config/1.settings")).isTrue();
        assertThat(vm.has("var/lib/dhcp/dhclient.eth0.leases")).isFalse();
        assertThat(vm.lib("provisioned")).isEqualTo(Vm.UUID);
        assertThat(vm.health).containsExactly("Ready");
    }

    @Test
    @Conforms("03#11")
    void a_vm_without_an_id_is_provisioned() throws Exception {
        Files.delete(directory.resolve("sys/class/dmi/id/product_uuid"));
        vm.tools.answer("dmidecode", 0, "garbage\n", "");
        vm.with(Ovf.of("vm").user("bob"));

        assertThat(vm.start().view().state()).isEqualTo(ProvisioningState.PROVISIONED);

        assertThat(vm.lib("provisioned")).isEmpty();
    }

    @Test
    @Conforms("03#12")
    void a_medium_may_come_late() throws Exception {
        vm.media = Optional.empty();
        vm.tools.answer("mount", 32, "", "mount: unknown filesystem type 'udf'.");
        Provisioning provisioning = vm.start();
        vm.timers.advance(Duration.ofSeconds(20));
        assertThat(provisioning.view().state()).isEqualTo(ProvisioningState.RUNNING);

        insert("sr0", "fresh");
        vm.timers.advance(Duration.ofSeconds(1));

        assertThat(provisioning.view().state()).isEqualTo(ProvisioningState.PROVISIONED);
        assertThat(vm.read("etc/hostname")).isEqualTo("from-disc\n");
    }

    @Test
    @Conforms("03#15")
    void a_disc_that_the_kernel_cannot_mount_is_read_all_the_same_and_ejected_before_user_code() throws Exception {
        vm.media = Optional.empty();
        vm.tools.answer("mount", 32, "", "mount: unknown filesystem type 'udf'.");
        insert("sr0", "fresh");

        Provisioning provisioning = vm.start();

        assertThat(provisioning.view().state()).isEqualTo(ProvisioningState.PROVISIONED);
        assertThat(vm.changes()).contains("eject /dev/sr0").doesNotContain("umount /mnt/cdrom/secure");
    }

    @Test
    @Conforms("03#13")
    void a_mounted_disc_is_read_where_it_is_and_stays() throws Exception {
        vm.media = Optional.empty();
        insert("sr0", "fresh");
        vm.write("proc/self/mountinfo", "36 25 11:0 / /media/x ro - iso9660 /dev/sr0 ro\n");
        vm.write("media/x/ovf-env.xml", Ovf.of("mounted").user("bob").text());

        vm.start();

        assertThat(vm.read("etc/hostname")).isEqualTo("mounted\n");
        assertThat(vm.changes()).noneMatch(call -> call.startsWith("mount") || call.startsWith("umount"));
    }

    @Test
    @Conforms("03#14")
    void a_mount_is_tried_five_times() throws Exception {
        vm.media = Optional.empty();
        vm.write("dev/sr0", "not yet readable");
        int[] attempts = {0};
        vm.tools.answer("mount", call -> {
            attempts[0]++;
            if (attempts[0] < 5) {
                return new ToolEnd.Exited("mount", 32, "", "mount: no medium found on /dev/sr0.");
            }
            try {
                vm.write(
                        "mnt/cdrom/secure/ovf-env.xml", Ovf.of("vm").user("bob").text());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return new ToolEnd.Exited("mount", 0, "", "");
        });

        Provisioning provisioning = vm.start();
        vm.timers.advance(Duration.ofSeconds(19));
        assertThat(provisioning.view().state()).isEqualTo(ProvisioningState.RUNNING);
        vm.timers.advance(Duration.ofSeconds(1));

        assertThat(provisioning.view().state()).isEqualTo(ProvisioningState.PROVISIONED);
        assertThat(attempts[0]).isEqualTo(5);
        assertThat(vm.changes()).contains("umount /mnt/cdrom/secure");
    }

    @Test
    @Conforms("03#17")
    void a_damaged_disc_is_tried_again_and_failed_in_the_end() throws Exception {
        vm.media = Optional.empty();
        vm.tools.answer("mount", 32, "", "mount: unknown filesystem type 'udf'.");
        byte[] image = DiscImages.of("rock-ridge");
        Files.write(directory.resolve("dev/sr0"), Arrays.copyOf(image, 23 * 2048));

        Provisioning provisioning = vm.start();
        vm.timers.advance(Duration.ofMinutes(5));
        assertThat(provisioning.view().state()).isIn(ProvisioningState.WAITING, ProvisioningState.RUNNING);
        assertThat(provisioning.view().released()).isFalse();
        vm.timers.advance(Duration.ofMinutes(21));

        assertThat(provisioning.view().released()).isTrue();
        assertThat(vm.health)
                .singleElement()
                .asString()
                .contains("the medium /dev/sr0 cannot be read: ISO 9660: the image ends before what it refers to");
    }

    @Test
    @Conforms("03#121")
    void a_late_success_after_the_final_failure_is_still_a_success() throws Exception {
        Provisioning provisioning = vm.start();
        vm.timers.advance(Duration.ofMinutes(26));
        assertThat(provisioning.view().released()).isTrue();
        assertThat(vm.health).singleElement().asString().startsWith("ProvisioningFailed");

        vm.with(Ovf.of("vm").user("bob"));
        vm.timers.advance(Duration.ofMinutes(6));

        assertThat(provisioning.view().state()).isEqualTo(ProvisioningState.PROVISIONED);
        assertThat(vm.health).last().isEqualTo("Ready");
    }

    @Test
    @Conforms("03#24")
    void the_platform_can_want_no_agent() throws Exception {
        vm.with(Ovf.of("vm").user("bob").setting("ProvisionGuestAgent", "FALSE"));

        vm.start();

        assertThat(vm.has("var/lib/waagent/disable_agent")).isTrue();
        assertThat(vm.health).last().isEqualTo("Ready");
        assertThat(vm.events).contains("ProvisionGuestAgent ok: FALSE");
    }

    @Test
    @Conforms("03#25")
    void an_odd_word_on_the_agent_is_passed_on_and_means_yes() throws Exception {
        vm.with(Ovf.of("vm").user("bob").setting("ProvisionGuestAgent", "bad data"));

        vm.start();

        assertThat(vm.events).contains("ProvisionGuestAgent ok: bad data");
        assertThat(vm.has("var/lib/waagent/disable_agent")).isFalse();
    }

    @Test
    @Conforms("03#28")
    void a_bad_host_name_changes_nothing() throws Exception {
        refused(Ovf.of("bad_host!").user("bob"), "invalid HostName");
    }

    @ParameterizedTest
    @Conforms("03#35")
    @ValueSource(strings = {"root", "daemon"})
    void the_systems_users_are_not_taken_over(String name) throws Exception {
        refused(Ovf.of("vm").user(name).password("x"), "invalid UserName");
    }

    @ParameterizedTest
    @Conforms({"03#36", "03R#3"})
    @ValueSource(strings = {"bad;name", "a\nb", "-rf", "aaaaaaaaaabbbbbbbbbbccccccccccddd"})
    void a_bad_user_name_changes_nothing(String name) throws Exception {
        refused(Ovf.of("vm").user(name), "invalid UserName");
    }

    @Test
    @Conforms("03#38")
    void a_password_of_two_lines_changes_nothing() throws Exception {
        refused(Ovf.of("vm").user("bob").password("a\nroot:b"), "invalid password");
    }

    @Test
    @Conforms("03#112")
    void a_vm_of_a_pool_is_refused() throws Exception {
        refused(
                Ovf.of("vm").user("bob").setting("PreprovisionedVm", "true"),
                "pre-provisioned VM type Running requires cloud-init");
    }

    @Test
    void other_mistakes_of_the_document_change_nothing_either() throws Exception {
        refused(Ovf.empty().user("bob"), "Failed to validate OVF: HostName not found");
        refused(Ovf.of("vm"), "UserName not found");
        refused(Ovf.of("vm").user("bob").password("x".repeat(73)), "unsupported password length=73 max=72");
        refused(Ovf.of("vm").user("bob").publicKey("", KEYS, "command=\"x\" " + KEY), "Bad public key");
        refused(Ovf.of("vm").user("bob").publicKey("", KEYS, ""), "SSH public key Fingerprint and Value are None");
        refused(Ovf.of("vm").user("bob").publicKey("", "", KEY), "Public key path is None");
        refused(Ovf.of("vm").user("bob").publicKey("../../etc/x", KEYS, ""), "invalid key Fingerprint");
        vm.set("Provisioning.DecodeCustomData=y");
        refused(Ovf.of("vm").user("bob").customData("!!!"), "CustomData is not base64");
    }

    private void refused(Ovf ovf, String reason) throws IOException {
        vm.health.clear();
        vm.with(ovf);

        Provisioning provisioning = vm.start();

        assertThat(provisioning.view().state()).isEqualTo(ProvisioningState.FAILED);
        assertThat(provisioning.view().released()).isTrue();
        assertThat(vm.changes()).isEmpty();
        assertThat(vm.read("etc/hostname")).isEqualTo("image\n");
        assertThat(vm.has("var/lib/waagent/provisioned")).isFalse();
        assertThat(vm.health)
                .singleElement()
                .asString()
                .startsWith("ProvisioningFailed ")
                .contains(reason);
        assertThat(vm.timers.waiting()).isZero();
    }

    @Test
    @Conforms("03#34")
    void a_user_that_is_there_gets_what_the_document_says() throws Exception {
        vm.with(Ovf.of("vm").user("bob").publicKey("", KEYS, KEY));
        vm.tools.run(ToolCall.of("useradd", "-m", "bob"));
        vm.write("home/bob/kept", "x");
        vm.tools.forget();

        vm.start();

        assertThat(vm.changes()).noneMatch(call -> call.startsWith("useradd"));
        assertThat(vm.read("home/bob/kept")).isEqualTo("x");
        assertThat(vm.read("home/bob/.ssh/authorized_keys")).isEqualTo(KEY + "\n");
        assertThat(vm.read("etc/sudoers.d/waagent")).isEqualTo("bob ALL=(ALL) NOPASSWD: ALL\n");
    }

    @Test
    @Conforms("03#41")
    void doing_all_of_it_again_changes_nothing() throws Exception {
        vm.with(Ovf.of("vm").user("bob").publicKey("", KEYS, KEY));
        vm.start();
        Files.delete(directory.resolve("var/lib/waagent/provisioned"));
        StageJournal.forget(vm.machine());

        vm.start();

        assertThat(vm.read("etc/sudoers.d/waagent")).isEqualTo("bob ALL=(ALL) NOPASSWD: ALL\n");
        assertThat(vm.read("home/bob/.ssh/authorized_keys")).isEqualTo(KEY + "\n");
        assertThat(vm.read("etc/passwd").lines().filter(line -> line.startsWith("bob:")))
                .hasSize(1);
        assertThat(vm.read("etc/ssh/sshd_config").lines().filter(line -> line.startsWith("Password")))
                .hasSize(1);
    }

    @Test
    @Conforms("03#40")
    void the_owner_chooses_the_hash() throws Exception {
        vm.set("Provisioning.PasswordCryptId=5").with(Ovf.of("vm").user("bob").password("x"));

        vm.start();

        assertThat(vm.tools.inputs()).singleElement().asString().matches("bob:\\$5\\$[A-Za-z0-9]{10}\\$.{43}\\n");
    }

    @Test
    @Conforms("03#68")
    void a_vm_whose_readiness_was_not_reported_reports_it_once() throws Exception {
        vm.with(Ovf.of("vm").user("bob"));
        vm.refusals = Integer.MAX_VALUE;
        vm.start().stop();
        vm.refusals = 0;
        vm.health.clear();
        vm.tools.forget();

        vm.start();
        vm.start();

        assertThat(vm.health).containsExactly("Ready");
        assertThat(vm.changes()).isEmpty();
    }

    @Test
    @Conforms("03#119")
    void readiness_is_reported_until_it_is_known() throws Exception {
        vm.with(Ovf.of("vm").user("bob"));
        vm.refusals = 1_000;
        Provisioning provisioning = vm.start();
        assertThat(provisioning.view().released()).isTrue();

        int before = vm.health.size();
        for (int minute = 0; minute < 14; minute++) {
            vm.timers.advance(Duration.ofSeconds(61));
            assertThat(vm.health.size()).isGreaterThan(before);
            before = vm.health.size();
        }
        vm.timers.advance(Duration.ofMinutes(6));
        assertThat(vm.events).anyMatch(event -> event.startsWith("Provision failed: Health report failed"));
        vm.refusals = 0;
        before = vm.health.size();
        vm.timers.advance(Duration.ofMinutes(5));

        assertThat(vm.health).hasSize(before + 1).last().isEqualTo("Ready");
        assertThat(vm.timers.waiting()).isZero();
    }

    @Test
    void a_step_that_fails_is_tried_again_from_there() throws Exception {
        vm.with(Ovf.of("vm").user("bob").password("x"));
        vm.tools.answer("chpasswd", 1, "", "cannot lock /etc/passwd");
        Provisioning provisioning = vm.start();
        assertThat(provisioning.view().state()).isEqualTo(ProvisioningState.WAITING);
        assertThat(provisioning.view().reason()).contains("password failed: chpasswd ended with exit code 1");
        vm.tools.answer("chpasswd", 0, "", "");
        vm.tools.forget();

        vm.timers.advance(Duration.ofSeconds(10));

        assertThat(provisioning.view().state()).isEqualTo(ProvisioningState.PROVISIONED);
        assertThat(vm.changes()).startsWith("chpasswd -e");
        assertThat(vm.health).containsExactly("Provisioning Starting", "Ready");
    }

    private void insert(String device, String image) throws IOException {
        Files.write(directory.resolve("dev/" + device), DiscImages.of(image));
    }
}
