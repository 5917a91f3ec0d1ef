package io.goalstated.environment.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.machine.AzureVm;
import io.goalstated.machine.Blueprint;
import io.goalstated.machine.SystemdMachine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service of the owner's that works on the resource disk, and a real systemd that holds it back until then. */
@Tag("root")
class ResourceDiskTargetIT {
    private static final String CONFIGURATION =
            "Provisioning.Agent=disabled\nResourceDisk.Format=y\nResourceDisk.Filesystem=ext4\n";
    private static final String SERVICE = """
            [Unit]
            Wants=goalstated-resource-disk.target
            After=goalstated-resource-disk.target
            [Service]
            Type=oneshot
            RemainAfterExit=yes
            ExecStart=/bin/sh -c 'findmnt -n -o SOURCE /mnt/resource >/root/seen || echo nothing >/root/seen'
            """;

    @TempDir
    Path scratch;

    private AzureVm boot(Blueprint blueprint) throws Exception {
        AzureVm vm = AzureVm.boot(
                blueprint.withJava().withImage(),
                Files.createDirectory(scratch.resolve("machine" + System.nanoTime())));
        vm.installAgent(CONFIGURATION);
        vm.machine().write("/etc/systemd/system/worker.service", SERVICE);
        return vm;
    }

    /** Mounting takes its time. */
    private static void slow(SystemdMachine machine) throws Exception {
        machine.write("/usr/local/sbin/mount", "#!/bin/sh\nsleep 4\nexec /usr/bin/mount \"$@\"\n");
        machine.shell("chmod 755 /usr/local/sbin/mount; systemctl daemon-reload");
    }

    @Test
    void a_service_is_held_back_until_the_disk_is_mounted() throws Exception {
        try (LoopDisk disk = LoopDisk.of(scratch, 64).partitioned("label: dos\n,,83\n")) {
            LoopDisk.run("mkfs.ext4", "-q", "-F", disk.partition(1));
            Blueprint blueprint = Blueprint.BARE
                    .show(Path.of(disk.device), disk.device)
                    .show(Path.of(disk.partition(1)), disk.partition(1));
            try (AzureVm vm = boot(blueprint)) {
                SystemdMachine machine = vm.machine();
                slow(machine);
                machine.shell("mkdir -p /dev/disk/azure; ln -s ../../" + disk.name() + " /dev/disk/azure/resource");

                machine.output("systemctl", "start", "--no-block", "worker");
                Awaitility.await("the agent runs")
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> machine.run("systemctl", "is-active", "goalstated")
                                .output()
                                .equals("active\n"));
                assertThat(machine.run("systemctl", "is-active", "worker").output())
                        .as("while the disk is being mounted")
                        .isEqualTo("inactive\n");

                assertThat(seen(machine)).isEqualTo(disk.partition(1) + "\n");
                assertThat(machine.output("systemctl", "is-active", "goalstated-resource-disk.target"))
                        .isEqualTo("active\n");
                staysWhenTheAgentIsStartedAnew(machine);
                machine.shell("systemctl stop worker goalstated; umount /mnt/resource");
            }
        }
    }

    private static void staysWhenTheAgentIsStartedAnew(SystemdMachine machine) throws Exception {
        machine.output("systemctl", "restart", "goalstated");
        assertThat(machine.output("systemctl", "is-active", "worker", "goalstated-resource-disk.target"))
                .isEqualTo("active\nactive\n");
    }

    @Test
    void a_machine_without_such_a_disk_holds_nobody_back_for_long() throws Exception {
        try (AzureVm vm = boot(Blueprint.BARE)) {
            vm.machine().output("systemctl", "daemon-reload");

            vm.machine().output("systemctl", "start", "worker");

            assertThat(seen(vm.machine())).isEqualTo("nothing\n");
            assertThat(vm.machine().read("/run/goalstated/resource-disk-settled"))
                    .isEqualTo("none\n");
        }
    }

    private static String seen(SystemdMachine machine) throws Exception {
        Awaitility.await("the service has run")
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(
                                machine.run("systemctl", "is-active", "worker").output())
                        .as(() -> log(machine))
                        .isEqualTo("active\n"));
        return machine.read("/root/seen");
    }

    private static String log(SystemdMachine machine) {
        try {
            return machine.run("sh", "-c", "systemctl list-jobs; cat /var/log/waagent.log")
                    .output();
        } catch (Exception e) {
            return e.toString();
        }
    }
}
