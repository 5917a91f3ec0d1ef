package io.goalstated.provision;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.ovf.Ovf;
import io.goalstated.platform.ToolCall;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What provisioning makes of SSH: its configuration, users' keys, host keys. */
class SshTest {
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPKSUTyz1HwHReFVvD5obVsALAgJRNarH4TRpNePnAS";
    private static final String KEYS = "$HOME/bob/.ssh/authorized_keys";
    private static final String FINGERPRINT = "0123456789ABCDEF0123456789ABCDEF01234567";

    @TempDir
    Path directory;

    private Vm vm;

    @BeforeEach
    void fresh() throws IOException {
        vm = new Vm(directory);
    }

    @Test
    @Conforms("03#46")
    void a_drop_in_of_cloud_init_is_changed_where_it_decides() throws Exception {
        vm.write("etc/ssh/sshd_config.d/50-cloud-init.conf", "PasswordAuthentication no\n");
        vm.with(Ovf.of("vm").user("bob").password("x").keyOnlyLogin(false));

        vm.start();

        assertThat(vm.read("etc/ssh/sshd_config.d/50-cloud-init.conf")).isEqualTo("PasswordAuthentication yes\n");
        assertThat(vm.read("etc/ssh/sshd_config")).contains("\nPasswordAuthentication yes\n");
        assertThat(vm.has("etc/ssh/sshd_config.d/10-azure-agent.conf")).isFalse();
    }

    @Test
    void where_another_drop_in_decides_one_of_our_own_goes_before_it() throws Exception {
        vm.write("etc/ssh/sshd_config.d/60-vendor.conf", "PasswordAuthentication yes\n");
        vm.with(Ovf.of("vm").user("bob").keyOnlyLogin(true));

        vm.start();

        assertThat(vm.read("etc/ssh/sshd_config.d/10-azure-agent.conf")).isEqualTo("PasswordAuthentication no\n");
        assertThat(vm.read("etc/ssh/sshd_config.d/60-vendor.conf")).isEqualTo("PasswordAuthentication yes\n");
    }

    @Test
    @Conforms("03#47")
    void a_configuration_that_sshd_does_not_accept_is_not_put_in_place() throws Exception {
        String before = vm.read("etc/ssh/sshd_config");
        vm.tools.answer("sshd -t", 255, "", "bad configuration option");
        vm.with(Ovf.of("vm").user("bob"));

        Provisioning provisioning = vm.start();

        assertThat(vm.read("etc/ssh/sshd_config")).isEqualTo(before);
        assertThat(provisioning.view().reason()).contains("sshd does not accept its new configuration");
    }

    @Test
    void a_server_that_gave_up_without_host_keys_is_started() throws Exception {
        vm.tools.answer("systemctl is-failed --quiet ssh.service", 0, "", "");
        vm.with(Ovf.of("vm").user("bob"));

        vm.start();

        assertThat(vm.changes())
                .containsSubsequence(
                        "systemctl --job-mode=ignore-dependencies try-reload-or-restart ssh",
                        "systemctl reset-failed ssh.service",
                        "systemctl --job-mode=ignore-dependencies start ssh.service");
    }

    @Test
    void a_server_that_somebody_has_stopped_stays_so() throws Exception {
        vm.with(Ovf.of("vm").user("bob"));

        vm.start();

        assertThat(vm.changes()).noneMatch(call -> call.contains(" start "));
    }

    @Test
    void the_configurations_mode_stays() throws Exception {
        Files.setPosixFilePermissions(
                directory.resolve("etc/ssh/sshd_config"), PosixFilePermissions.fromString("rw-------"));
        vm.with(Ovf.of("vm").user("bob"));

        vm.start();

        assertThat(vm.mode("etc/ssh/sshd_config")).isEqualTo("rw-------");
    }

    @Test
    @Conforms("03#48")
    void a_key_on_a_nist_curve_is_accepted() throws Exception {
        String key = "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBA== me";
        vm.with(Ovf.of("vm").user("bob").publicKey("", KEYS, key));

        vm.start();

        assertThat(vm.read("home/bob/.ssh/authorized_keys")).isEqualTo(key + "\n");
    }

    @Test
    void keys_are_added_to_those_that_are_there_and_none_twice() throws Exception {
        existingUser();
        vm.write("home/bob/.ssh/authorized_keys", "ssh-rsa old\nno-pty " + KEY + " other comment");
        ownAll();
        String other = KEY.replace("nAS", "nAT");
        vm.with(Ovf.of("vm").user("bob").publicKey("", KEYS, KEY).publicKey("", KEYS, other));

        vm.start();

        assertThat(vm.read("home/bob/.ssh/authorized_keys"))
                .isEqualTo("ssh-rsa old\nno-pty " + KEY + " other comment\n" + other + "\n");
    }

    @Test
    @Conforms("03#51")
    void a_fingerprint_without_its_certificate_is_a_failure() throws Exception {
        vm.with(Ovf.of("vm").user("bob").publicKey(FINGERPRINT, KEYS, ""));

        Provisioning provisioning = vm.start();

        assertThat(provisioning.view().reason()).contains("Can't find " + FINGERPRINT + ".crt");
        assertThat(vm.health).last().asString().contains("Can''t find " + FINGERPRINT + ".crt");
    }

    @Test
    @Conforms("03#50")
    void a_key_that_is_named_only_waits_for_the_certificates_of_the_goal_state() throws Exception {
        Promise<Void> fetched = Promise.promise();
        vm.certificates = fetched::future;
        vm.with(Ovf.of("vm").user("bob").publicKey(FINGERPRINT, KEYS, ""));

        vm.start();
        vm.write("var/lib/waagent/" + FINGERPRINT + ".crt", resource("rsa.crt"));
        fetched.complete();

        assertThat(vm.read("home/bob/.ssh/authorized_keys")).isEqualTo(resource("rsa.openssh"));
    }

    @Test
    @Conforms("03#50")
    void the_key_of_a_certificate_can_log_in() throws Exception {
        vm.write("var/lib/waagent/" + FINGERPRINT + ".crt", resource("rsa.crt"));
        vm.with(Ovf.of("vm").user("bob").publicKey(FINGERPRINT.toLowerCase(Locale.ROOT), KEYS, ""));

        vm.start();

        // Made by ssh-keygen -i -m PKCS8 from the certificate's public key.
        assertThat(vm.read("home/bob/.ssh/authorized_keys")).isEqualTo(resource("rsa.openssh"));
        assertThat(vm.lib(FINGERPRINT + ".pub")).isEqualTo(resource("rsa.pem"));
    }

    @Test
    @Conforms({"03#52", "03R#7"})
    void a_planted_link_is_not_followed() throws Exception {
        existingUser();
        Path shadow = Files.writeString(directory.resolve("etc/shadow"), "root:x\n");
        Path ssh = Files.createDirectory(directory.resolve("home/bob/.ssh"));
        Files.createSymbolicLink(ssh.resolve("authorized_keys"), shadow);
        vm.own(ssh);
        vm.with(Ovf.of("vm").user("bob").publicKey("", KEYS, KEY));

        Provisioning provisioning = vm.start();

        assertThat(shadow).hasContent("root:x\n");
        assertThat(provisioning.view().state()).isEqualTo(ProvisioningState.WAITING);
    }

    @Test
    @Conforms("03R#7")
    void a_planted_directory_link_is_not_followed() throws Exception {
        existingUser();
        Files.createSymbolicLink(directory.resolve("home/bob/.ssh"), directory.resolve("etc"));
        vm.with(Ovf.of("vm").user("bob").publicKey("", KEYS, KEY));

        Provisioning provisioning = vm.start();

        assertThat(vm.has("etc/authorized_keys")).isFalse();
        assertThat(provisioning.view().state()).isEqualTo(ProvisioningState.WAITING);
    }

    @Test
    @Conforms("03R#7")
    void a_planted_hard_link_is_not_written_through() throws Exception {
        existingUser();
        Path ssh = Files.createDirectory(directory.resolve("home/bob/.ssh"));
        Path other = Files.writeString(directory.resolve("etc/other"), "# precious\n");
        Files.createLink(ssh.resolve("authorized_keys"), other);
        vm.own(other);
        vm.own(ssh);
        vm.with(Ovf.of("vm").user("bob").publicKey("", KEYS, KEY));

        vm.start();

        assertThat(other).hasContent("# precious\n");
    }

    @Test
    @Conforms({"03#53", "03R#9"})
    void a_path_outside_of_the_home_is_not_written() throws Exception {
        Files.createDirectories(directory.resolve("etc/cron.d"));
        vm.with(Ovf.of("vm")
                .user("bob")
                .publicKey("", "/etc/cron.d/x", KEY)
                .publicKey("", "$HOME/bob/.ssh/../../../etc/cron.d/y", KEY.replace("nAS", "nAT")));

        vm.start();

        assertThat(directory.resolve("etc/cron.d")).isEmptyDirectory();
        assertThat(vm.read("home/bob/.ssh/authorized_keys").lines()).hasSize(2);
    }

    @Test
    @Conforms("03#54")
    void a_key_pair_is_the_users_own() throws Exception {
        vm.write("var/lib/waagent/" + FINGERPRINT + ".crt", resource("rsa.crt"));
        vm.write("var/lib/waagent/" + FINGERPRINT + ".prv", "PRIVATE KEY\n");
        vm.with(Ovf.of("vm").user("bob").keyPair(FINGERPRINT, "$HOME/bob/.ssh/id_rsa"));

        vm.start();

        assertThat(vm.read("home/bob/.ssh/id_rsa")).isEqualTo("PRIVATE KEY\n");
        assertThat(vm.mode("home/bob/.ssh/id_rsa")).isEqualTo("rw-------");
        assertThat(vm.read("home/bob/.ssh/id_rsa.pub")).isEqualTo(resource("rsa.openssh"));
        assertThat(vm.mode("home/bob/.ssh/id_rsa.pub")).isEqualTo("rw-r--r--");
        assertThat(vm.owner("home/bob/.ssh/id_rsa")).isEqualTo(vm.uid());
        assertThat(vm.owner("home/bob/.ssh/id_rsa.pub")).isEqualTo(vm.uid());
    }

    @Test
    void fresh_host_keys_take_the_place_of_the_images() throws Exception {
        vm.set("Provisioning.RegenerateSshHostKeyPair=y");
        vm.write("etc/ssh/ssh_host_rsa_key", "image");
        vm.write("etc/ssh/ssh_host_ed25519_key", "image");
        vm.write("etc/ssh/ssh_host_ed25519_key.pub", "image");
        vm.with(Ovf.of("vm").user("bob"));

        vm.start();

        assertThat(vm.has("etc/ssh/ssh_host_rsa_key")).isFalse();
        assertThat(vm.read("etc/ssh/ssh_host_ed25519_key")).isEqualTo("PRIVATE ssh_host_ed25519_key");
        assertThat(vm.mode("etc/ssh/ssh_host_ed25519_key")).isEqualTo("rw-------");
        assertThat(vm.has("var/lib/waagent/goalstated/host-keys")).isFalse();
    }

    @Test
    void host_keys_that_cannot_be_made_leave_the_old_ones() throws Exception {
        vm.set("Provisioning.RegenerateSshHostKeyPair=y");
        vm.write("etc/ssh/ssh_host_rsa_key", "image");
        vm.tools.answer("ssh-keygen", 1, "", "no");
        vm.with(Ovf.of("vm").user("bob"));

        Provisioning provisioning = vm.start();

        assertThat(vm.read("etc/ssh/ssh_host_rsa_key")).isEqualTo("image");
        assertThat(provisioning.view().reason()).contains("Failed to generate ssh host key: ret=1");
    }

    private void existingUser() {
        vm.tools.run(ToolCall.of("useradd", "-m", "bob"));
    }

    private void ownAll() throws IOException {
        vm.own(directory.resolve("home/bob/.ssh"));
        vm.own(directory.resolve("home/bob/.ssh/authorized_keys"));
    }

    private static String resource(String name) throws IOException {
        try (var in = Objects.requireNonNull(SshTest.class.getResourceAsStream("/provisioning/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
