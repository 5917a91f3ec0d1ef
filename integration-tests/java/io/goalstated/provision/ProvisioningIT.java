package io.goalstated.provision;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.lab.Goal;
import io.goalstated.lab.RecordedRequest;
import io.goalstated.lab.Server;
import io.goalstated.lab.VmProfile;
import io.goalstated.lab.WantedHandler;
import io.goalstated.machine.AzureVm;
import io.goalstated.machine.Blueprint;
import io.goalstated.machine.SshLogin;
import io.goalstated.machine.SystemdMachine;
import io.goalstated.machine.SystemdMachine.Ran;
import io.goalstated.ovf.Ovf;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon prepares a real Debian: users, passwords, sudo, sshd; and people log in. */
@Tag("root")
class ProvisioningIT {
    private static final String PASSWORD = "P@ss:w0rd$(id)";
    private static final String CONFIGURATION = """
            Provisioning.Agent=auto
            Provisioning.RegenerateSshHostKeyPair=y
            Provisioning.SshHostKeyPairType=auto
            Provisioning.DeleteRootPassword=y
            OS.EnableFirewall=n
            """;

    @TempDir
    Path scratch;

    private AzureVm vm;
    private SystemdMachine machine;
    private SshLogin login;

    @BeforeEach
    void boot() throws Exception {
        vm = AzureVm.boot(Blueprint.BARE.withJava().withImage(), scratch);
        machine = vm.machine();
        login = new SshLogin(machine, "/root/key");
    }

    @AfterEach
    void end() throws Exception {
        vm.close();
    }

    @Test
    @Conforms({"03#37", "03#42", "03#61"})
    void a_user_logs_in_by_key_and_by_password_and_is_asked_for_it_by_sudo() throws Exception {
        String before = machine.shell("cat /etc/ssh/ssh_host_*_key.pub");
        machine.shell("rm -rf /etc/sudoers.d; sed -i '/includedir/d' /etc/sudoers");
        insert(Ovf.of("vm-01").user("bob").password(PASSWORD).publicKey("", "$HOME/bob/.ssh/authorized_keys", key()));

        start(CONFIGURATION);
        awaitHealth("<State>Ready</State>");
        login.awaitServer();

        assertThat(machine.output("hostname")).isEqualTo("vm-01\n");
        assertThat(byKey("sudo -k; sudo -n true").code()).isNotZero();
        assertThat(byKey("echo '" + PASSWORD + "' | sudo -S id -u").output()).endsWith("0\n");
        assertThat(byPassword(PASSWORD).output()).isEqualTo("bob\n");
        assertThat(byPassword("wrong").code()).isNotZero();
        assertThat(machine.shell("visudo -c")).contains("parsed OK");
        assertThat(machine.shell("grep -c '^#includedir /etc/sudoers.d$' /etc/sudoers"))
                .isEqualTo("1\n");
        assertThat(machine.shell("getent shadow root")).startsWith("root:*LOCK*:");
        assertThat(machine.shell("grep -rlF 'w0rd' /var/lib/waagent /var/log /etc || true"))
                .isEmpty();
        List<String> after =
                machine.shell("cat /etc/ssh/ssh_host_*_key.pub").lines().toList();
        assertThat(after).hasSize(3).noneMatch(before::contains);
        String fingerprint =
                machine.shell("ssh-keygen -lf /etc/ssh/ssh_host_rsa_key.pub").split(" ", -1)[1];
        assertThat(awaitRequest("roleProperties").text()).contains("value=\"" + fingerprint.replace(":", "") + "\"");
    }

    @Test
    @Conforms({"03#39", "03#44"})
    void a_user_with_keys_only_logs_in_by_key_only() throws Exception {
        insert(Ovf.of("vm-02").user("bob").keyOnlyLogin(true).publicKey("", "$HOME/bob/.ssh/authorized_keys", key()));

        start(CONFIGURATION);
        awaitHealth("<State>Ready</State>");
        login.awaitServer();

        assertThat(byKey("sudo -n id -u").output()).isEqualTo("0\n");
        assertThat(machine.shell("sshd -T | grep -i ^passwordauthentication")).isEqualTo("passwordauthentication no\n");
        assertThat(byPassword("x").output()).contains("Permission denied (publickey)");
        assertThat(machine.shell("getent shadow bob")).startsWith("bob:!");
        assertThat(machine.read("/etc/sudoers.d/waagent")).isEqualTo("bob ALL=(ALL) NOPASSWD: ALL\n");
        assertThat(machine.shell("stat -c '%a %U' /home/bob/.ssh/authorized_keys"))
                .isEqualTo("600 bob\n");
    }

    @Test
    void without_any_disc_the_user_of_the_metadata_logs_in() throws Exception {
        vm.azure().setProfile(VmProfile.of("bob", "vm-04", key()));

        start(CONFIGURATION);
        awaitHealth("<State>Ready</State>");
        login.awaitServer();

        assertThat(machine.output("hostname")).isEqualTo("vm-04\n");
        assertThat(byKey("sudo -n id -u").output()).isEqualTo("0\n");
        assertThat(byPassword("x").output()).contains("Permission denied (publickey)");
        assertThat(machine.read("/var/lib/waagent/ovf-env.xml")).contains("<UserName>bob</UserName>");
        assertThat(machine.read("/var/log/waagent.log")).contains("The VM is provisioned from the instance metadata");
    }

    @Test
    void a_given_image_is_used_and_no_disc_is_searched() throws Exception {
        machine.write("/etc/waagent.conf", CONFIGURATION);
        insert(Ovf.of("vm-disc").user("eve"));
        machine.shell("mv /dev/sr0 /root/other.iso");
        insert(Ovf.of("vm-given").user("bob"));
        machine.shell("mv /dev/sr0 /root/given.iso; mv /root/other.iso /dev/sr0");

        machine.output(
                "systemd-run",
                "--quiet",
                "--unit=by-hand",
                "/usr/lib/goalstated/bin/goalstated",
                "run",
                "--provisioning-media=/root/given.iso");
        awaitHealth("<State>Ready</State>");

        assertThat(machine.output("hostname")).isEqualTo("vm-given\n");
        assertThat(machine.run("getent", "passwd", "bob").code()).isZero();
        assertThat(machine.run("getent", "passwd", "eve").code()).isNotZero();
    }

    @Test
    @Conforms({"03#58", "03#117"})
    void extensions_wait_for_custom_data_that_is_ended_at_its_limit() throws Exception {
        WantedHandler handler = vm.handler("Test.Waits", "{}", "true");
        vm.azure().publish(Goal.of(handler)).viaFabric();
        String script = "#!/bin/sh\necho running\nsleep 1000 &\necho $! >/root/child\nsleep 1000\n";
        insert(Ovf.of("vm-03")
                .user("bob")
                .customData(Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_8))));

        start(CONFIGURATION + "Provisioning.ExecuteCustomData=y\nProvisioning.CustomDataTimeout=15\n");
        Awaitility.await("custom data runs")
                .atMost(Duration.ofSeconds(60))
                .until(() -> machine.run("test", "-s", "/root/child").code() == 0);

        assertThat(vm.azure().statuses().all())
                .as("status is reported meanwhile")
                .isNotEmpty();
        assertThat(machine.output("/usr/lib/goalstated/bin/goalstated", "extensions", "list"))
                .contains("goalstated.Provisioning")
                .contains("running, customdata executed");
        assertThat(machine.run("sh", "-c", "ls -d /var/lib/waagent/Test.Waits-*")
                        .code())
                .as("nothing of the extension is there yet")
                .isNotZero();
        awaitHealth("<State>Ready</State>");
        vm.awaitWord(handler.name(), "success");
        assertThat(machine.run("sh", "-c", "kill -0 $(cat /root/child)").code())
                .as("what custom data has started is ended with it")
                .isNotZero();
        assertThat(machine.read("/var/log/azure/custom-data.log")).contains("running");
        assertThat(machine.read("/var/log/waagent.log")).contains("Custom data was ended at its timeout");
    }

    @Test
    @Conforms("03#118")
    void after_a_final_failure_extensions_run_all_the_same() throws Exception {
        WantedHandler handler = vm.handler("Test.Repairs", "{}", "true");
        vm.azure().publish(Goal.of(handler)).viaFabric();
        insert(Ovf.empty().user("bob"));

        start(CONFIGURATION);
        vm.awaitWord(handler.name(), "success");

        assertThat(awaitHealth("ProvisioningFailed").text()).contains("HostName not found");
        assertThat(vm.azure().requests(Server.WIRE, "comp=health")).hasSize(1);
        assertThat(machine.run("getent", "passwd", "bob").code()).isNotZero();
    }

    /** The daemon, on a machine on which it finds the disc. */
    private void start(String configuration) throws Exception {
        vm.startAgent(configuration);
    }

    private void insert(Ovf ovf) throws Exception {
        machine.write(
                "/root/disc", Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(DiscImage.of(ovf.bytes())));
        machine.shell("base64 -d </root/disc >/dev/sr0");
    }

    private String key() throws Exception {
        login.makeKey();
        return login.publicKey();
    }

    private Ran byKey(String command) throws Exception {
        return login.byKey("bob", command);
    }

    private Ran byPassword(String password) throws Exception {
        return login.byPassword("bob", password, "id -un");
    }

    private RecordedRequest awaitHealth(String part) {
        Awaitility.await("the platform is told " + part)
                .atMost(Duration.ofMinutes(3))
                .untilAsserted(() -> assertThat(vm.azure().requests(Server.WIRE, "comp=health"))
                        .as(() -> log())
                        .anyMatch(request -> request.text().contains(part)));
        return vm.azure().requests(Server.WIRE, "comp=health").stream()
                .filter(request -> request.text().contains(part))
                .findFirst()
                .orElseThrow();
    }

    private RecordedRequest awaitRequest(String part) {
        Awaitility.await(part + " is sent")
                .atMost(Duration.ofSeconds(60))
                .until(() -> !vm.azure().requests(Server.WIRE, part).isEmpty());
        return vm.azure().requests(Server.WIRE, part).get(0);
    }

    private String log() {
        try {
            return machine.run("cat", "/var/log/waagent.log").output();
        } catch (Exception e) {
            return e.toString();
        }
    }
}
