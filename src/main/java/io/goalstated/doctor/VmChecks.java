package io.goalstated.doctor;

import io.goalstated.config.SystemKeys;
import io.goalstated.environment.resource.ResourceDisk;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What else lives on the VM: the resource disk, cloud-init, WALinuxAgent, the proxy agent, the daemon itself. */
final class VmChecks implements Check {
    private static final List<String> FORMER = List.of("walinuxagent.service", "waagent.service");

    @Override
    public List<Finding> examine(Patient patient) throws IOException {
        return List.of(resourceDisk(patient), cloudInit(patient), former(patient), proxy(patient), daemon(patient));
    }

    private static Finding resourceDisk(Patient patient) throws IOException {
        Optional<String> name = ResourceDisk.find(patient.disk(), patient.root());
        if (name.isPresent()) {
            return Finding.pass("vm.resource-disk", "/dev/" + name.get());
        }
        boolean nvme =
                !patient.disk().list(patient.root().resolve("/sys/class/nvme")).isEmpty();
        String evidence = nvme
                ? "none; local NVMe disks are never formatted by the agent"
                : "none that the hypervisor marks as one";
        return patient.wants(SystemKeys.FORMAT_RESOURCE_DISK)
                ? Finding.warn("vm.resource-disk", evidence, "on a size without one set ResourceDisk.Format=n")
                : Finding.pass("vm.resource-disk", evidence);
    }

    private static Finding cloudInit(Patient patient) {
        if (patient.has("/run/cloud-init/status.json")) {
            return Finding.pass("vm.cloud-init", "it has run on this VM");
        }
        boolean installed = patient.hasTool("cloud-init");
        return Finding.pass("vm.cloud-init", installed ? "installed, has not run since the boot" : "not installed");
    }

    /** Our own unit is linked by these names below /etc; a file of its own is WALinuxAgent's. */
    private static Finding former(Patient patient) throws IOException {
        for (String unit : FORMER) {
            boolean vendor =
                    patient.has("/usr/lib/systemd/system/" + unit) || patient.has("/lib/systemd/system/" + unit);
            boolean shadowed = patient.disk()
                    .linkTarget(patient.root().resolve("/etc/systemd/system/" + unit))
                    .isPresent();
            if (vendor && !shadowed) {
                return Finding.warn(
                        "vm.walinuxagent",
                        unit + " of WALinuxAgent is installed and not shadowed",
                        "remove its package, or: systemctl enable goalstated");
            }
        }
        return Finding.pass("vm.walinuxagent", "nothing of it gets in the way");
    }

    private static Finding proxy(Patient patient) {
        return Finding.pass(
                "vm.proxy-agent",
                patient.has("/var/lib/azure-proxy-agent") ? "the guest proxy agent is installed" : "not installed");
    }

    private static Finding daemon(Patient patient) {
        return patient.has("/run/goalstated/control.sock")
                ? Finding.pass("daemon.socket", "the control socket is there")
                : Finding.warn(
                        "daemon.socket", "no control socket: the daemon does not run", "systemctl start goalstated");
    }
}
