package io.goalstated.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.lab.Goal;
import io.goalstated.lab.RecordedRequest;
import io.goalstated.lab.Server;
import io.goalstated.lab.WantedHandler;
import io.goalstated.machine.AzureVm;
import io.goalstated.machine.Blueprint;
import io.goalstated.machine.SshLogin;
import io.goalstated.machine.SystemdMachine;
import io.goalstated.ovf.Ovf;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One image becomes a VM, which lives, is made an image again and becomes another VM: a real systemd, a real disc drive, real
 * logins, and a fake Azure under the addresses of the real one. {@code ./dev vm} runs this and nothing else.
 *
 * <pre>
 *   host   fake Azure on loopback ──forwarded──► 168.63.129.16:80, :32526, 169.254.169.254:80 of the machine
 *          disc.iso = /dev/loopN  ──bound──────► /dev/sr0
 * </pre>
 */
@Tag("root")
class WholeVmIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern FINGERPRINT = Pattern.compile("value=\"([^\"]+)\"");

    @TempDir
    Path scratch;

    private final Story story = new Story(6);
    private UdfDisc disc;
    private AzureVm vm;
    private SystemdMachine machine;
    private SshLogin login;

    /** What tells one VM from another. */
    private record Identity(String hostName, String machineId, String fingerprint) {}

    @BeforeEach
    void boot() throws Exception {
        disc = UdfDisc.insert(scratch, new byte[0]);
        vm = AzureVm.boot(Blueprint.BARE.withJava().withImage().show(disc.device(), "/dev/sr0"), scratch);
        machine = vm.machine();
        login = new SshLogin(machine, "/root/owner/key");
    }

    @AfterEach
    void end() throws Exception {
        if (vm != null) {
            vm.close();
        }
        if (disc != null) {
            disc.eject();
        }
    }

    @Test
    void an_image_becomes_a_vm_that_lives_and_then_another_vm() throws Exception {
        story.chapter("An image: Debian with systemd, and goalstated as a service");
        String keyOfImage = hostKey();
        install();

        story.chapter("Azure makes a VM of it: first boot, with a disc in the drive");
        insert("ada", "vm-one");
        Identity first = firstBoot("ada", "vm-one");
        assertThat(hostKey()).as("no key of the image").isNotEqualTo(keyOfImage);

        story.chapter("A goal state wants an extension");
        WantedHandler hello = vm.handler("Hello", "{}", "hostname >>/root/hello");
        vm.enable(hello);
        story.tell(hello.name() + " " + hello.version() + " is installed and enabled, and reported: success");
        assertThat(machine.read("/root/hello")).isEqualTo("vm-one\n");
        story.quote(machine.output("goalstated", "extensions", "list"));

        story.chapter("The VM is rebooted");
        survivesReboot("ada", first, hello);

        story.chapter("Its owner makes an image of it: waagent -deprovision+user -force");
        deprovision("ada");

        story.chapter("Azure makes another VM of that image");
        vm.azure().publish(Goal.of()).viaFabric();
        insert("grace", "vm-two");
        Identity second = firstBoot("grace", "vm-two");
        assertThat(second.machineId()).isNotEqualTo(first.machineId());
        assertThat(second.fingerprint()).isNotEqualTo(first.fingerprint());
        assertThat(machine.run("getent", "passwd", "ada").code())
                .as("the former user")
                .isNotZero();
        assertThat(login.byKey("ada", "true").code()).isNotZero();
        story.tell("nothing of the first is left: other user, host name, machine id and SSH host key");
        vm.enable(hello);
        assertThat(machine.read("/root/hello")).endsWith("vm-two\n");
        story.tell(hello.name() + " is installed again, since nothing remembers that it was");
        story.tell("the end");
    }

    private void install() throws Exception {
        vm.installAgent(machine.read("/usr/lib/goalstated/conf/waagent.conf")
                .replaceAll("(?m)^(Provisioning.*CustomData)=n$", "$1=y"));
        machine.shell("""
                ln -s /usr/lib/goalstated/bin/goalstated /usr/sbin/goalstated
                cp /usr/lib/goalstated/sbin/waagent /usr/sbin/waagent
                """);
        login.makeKey();
        story.tell("the service is enabled; configuration: as shipped, and custom data is executed");
        story.tell("the machine is told to boot");
    }

    private void insert(String user, String hostName) throws Exception {
        String customData = "#!/bin/sh\necho \"custom data ran on $(hostname)\" >/root/custom-data\n";
        disc.change(Ovf.of(hostName)
                .user(user)
                .keyOnlyLogin(true)
                .publicKey("", "$HOME/" + user + "/.ssh/authorized_keys", login.publicKey())
                .customData(Base64.getEncoder().encodeToString(customData.getBytes(StandardCharsets.UTF_8)))
                .bytes());
    }

    private Identity firstBoot(String user, String hostName) throws Exception {
        int before = ready().size();
        machine.reboot("running", "degraded");
        story.tell("systemd has booted, and started goalstated");
        Awaitility.await("the platform is told that the VM is ready")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ready()).as(this::log).hasSizeGreaterThan(before));
        story.tell("goalstated has told Azure: Ready");

        String log = log();
        assertThat(log).contains("The provisioning document was found; place=/dev/sr0");
        story.tell(
                log.contains("cannot be mounted, it is read without")
                        ? "the kernel knows no UDF: the disc was read without its help"
                        : "the disc was mounted and read");
        assertThat(machine.output("hostname")).isEqualTo(hostName + "\n");
        assertThat(machine.read("/root/custom-data")).isEqualTo("custom data ran on " + hostName + "\n");
        story.tell("host name " + hostName + "; custom data was executed");
        login.awaitServer();
        assertThat(login.byKey(user, "sudo -n id -un").output()).isEqualTo("root\n");
        story.tell(user + " logs in over SSH with a key, and may sudo");
        assertThat(machine.shell("visudo -c")).contains("parsed OK");
        String fingerprint = fingerprint();
        assertThat(reportedFingerprint()).isEqualTo(fingerprint);
        story.tell("Azure knows the SSH host key's fingerprint: " + fingerprint);
        Awaitility.await("no unit has failed")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                machine.run("systemctl", "is-system-running").output())
                        .as(() -> failedUnits())
                        .isEqualTo("running\n"));
        String machineId = machine.read("/etc/machine-id").strip();
        assertThat(machineId).matches("[0-9a-f]{32}");
        story.tell("machine id " + machineId + "; all units are well");
        return new Identity(hostName, machineId, fingerprint);
    }

    private void survivesReboot(String user, Identity identity, WantedHandler hello) throws Exception {
        Instant reboot = Instant.now();
        String sentinel = machine.read("/var/lib/waagent/provisioned");
        machine.write("/home/" + user + "/letter", "mine\n");
        disc.change(new byte[0]);
        machine.reboot();
        vm.awaitReportSince(reboot);
        vm.awaitWord(hello.name(), "success");

        assertThat(machine.read("/var/lib/waagent/provisioned")).isEqualTo(sentinel);
        assertThat(machine.output("hostname")).isEqualTo(identity.hostName() + "\n");
        assertThat(machine.read("/etc/machine-id").strip()).isEqualTo(identity.machineId());
        assertThat(fingerprint()).isEqualTo(identity.fingerprint());
        assertThat(login.byKey(user, "cat letter").output()).isEqualTo("mine\n");
        story.tell("it is the same VM: host name, host key, users and files; nothing is prepared again");
        story.tell(hello.name() + " is reported again: success");
    }

    private void deprovision(String user) throws Exception {
        story.quote(machine.output("waagent", "-deprovision+user", "-force"));

        assertThat(machine.run("getent", "passwd", user).code()).isNotZero();
        assertThat(machine.shell("ls -A /home /var/lib/waagent /var/log/azure; ls /etc/ssh"))
                .doesNotContain(user, "provisioned", "ssh_host");
        assertThat(machine.read("/etc/machine-id")).isEmpty();
        assertThat(machine.read("/etc/hostname")).isEqualTo("localhost.localdomain\n");
        assertThat(machine.read("/etc/sudoers.d/waagent")).isEmpty();
        assertThat(machine.run("systemctl", "is-active", "goalstated").output()).isEqualTo("inactive\n");
        story.tell(user + " is gone with home and sudo rule, so are host keys, state, logs and machine id");
    }

    private List<RecordedRequest> ready() {
        return vm.azure().requests(Server.WIRE, "comp=health").stream()
                .filter(request -> request.text().contains("<State>Ready</State>"))
                .toList();
    }

    private String hostKey() throws Exception {
        return machine.read("/etc/ssh/ssh_host_rsa_key.pub");
    }

    private String fingerprint() throws Exception {
        return machine.shell("ssh-keygen -lf /etc/ssh/ssh_host_rsa_key.pub")
                .split(" ", -1)[1]
                .replace(":", "");
    }

    private String reportedFingerprint() {
        List<RecordedRequest> told = vm.azure().requests(Server.WIRE, "roleProperties");
        assertThat(told).isNotEmpty();
        Matcher value = FINGERPRINT.matcher(told.get(told.size() - 1).text());
        assertThat(value.find()).isTrue();
        return value.group(1);
    }

    private String log() {
        return said("cat", "/var/log/waagent.log");
    }

    private String failedUnits() {
        return said("systemctl", "status", "--failed", "--no-pager");
    }

    private String said(String... command) {
        try {
            return machine.run(command).output();
        } catch (Exception e) {
            return e.toString();
        }
    }
}
