package io.goalstated.doctor;

import io.goalstated.config.SystemKeys;
import java.util.ArrayList;
import java.util.List;

/** The programs that the platform's requirements list names, and what is lost without each (spec 04 OPS-62). */
final class ToolChecks implements Check {
    /**
     * A program.
     *
     * @param packages in which distributions have it
     * @param lost what the agent or extensions cannot do without it
     */
    private record Tool(String name, String packages, String lost) {}

    private static final List<Tool> ALWAYS = List.of(
            new Tool("ip", "iproute2", "routes that DHCP named cannot be set"),
            new Tool("useradd", "passwd, shadow-utils", "no accounts can be made"),
            new Tool("userdel", "passwd, shadow-utils", "just-in-time accounts stay when their time is over"),
            new Tool("chpasswd", "passwd, shadow-utils", "passwords cannot be set from standard input"),
            new Tool("visudo", "sudo", "sudo rules are not checked before they are used"),
            new Tool("ssh-keygen", "openssh-client, openssh-clients", "no SSH host keys can be made"),
            new Tool("sshd", "openssh-server", "nobody can log in over SSH"),
            new Tool("systemctl", "systemd", "services cannot be restarted, and nothing is set up at boot"),
            new Tool("openssl", "openssl", "many extensions cannot read their protected settings"),
            new Tool("python3", "python3", "extensions that are written in Python do not run"));

    private static final List<Tool> DISK = List.of(
            new Tool("sfdisk", "fdisk, util-linux", "the resource disk cannot be partitioned"),
            new Tool("blkid", "util-linux", "nobody can tell what is on the resource disk"),
            new Tool("partx", "util-linux", "the kernel may not learn of a new partition"),
            new Tool("mount", "mount, util-linux", "the resource disk cannot be mounted"));

    private static final List<Tool> SWAP = List.of(
            new Tool("mkswap", "util-linux", "no swap file can be made"),
            new Tool("swapon", "mount, util-linux", "no swap file can be used"));

    @Override
    public List<Finding> examine(Patient patient) {
        List<Finding> findings = new ArrayList<>();
        for (Tool tool : ALWAYS) {
            findings.add(find(patient, tool, false));
        }
        boolean prepares = patient.wants(SystemKeys.FORMAT_RESOURCE_DISK);
        for (Tool tool : DISK) {
            findings.add(find(patient, tool, prepares));
        }
        String fileSystem = patient.wants(SystemKeys.RESOURCE_DISK_FILE_SYSTEM);
        Tool mkfs = new Tool(
                "mkfs." + fileSystem, "e2fsprogs, xfsprogs, btrfs-progs", "the resource disk cannot be formatted");
        findings.add(find(patient, mkfs, prepares));
        for (Tool tool : SWAP) {
            findings.add(find(patient, tool, prepares && patient.wants(SystemKeys.ENABLE_SWAP)));
        }
        findings.add(firewall(patient));
        return findings;
    }

    private static Finding find(Patient patient, Tool tool, boolean needed) {
        String id = "tool." + tool.name();
        if (patient.hasTool(tool.name())) {
            return Finding.pass(id, "present");
        }
        String remedy = "install it (" + tool.packages() + ")";
        return needed
                ? Finding.fail(id, "missing: " + tool.lost(), remedy)
                : Finding.warn(id, "missing: " + tool.lost(), remedy);
    }

    private static Finding firewall(Patient patient) {
        if (patient.hasTool("nft") || patient.hasTool("iptables")) {
            return Finding.pass("tool.firewall", patient.hasTool("nft") ? "nft is present" : "iptables is present");
        }
        String evidence = "neither nft nor iptables: other users cannot be kept from the wireserver";
        String remedy = "install nftables";
        return patient.wants(SystemKeys.ENABLE_FIREWALL)
                ? Finding.fail("tool.firewall", evidence, remedy)
                : Finding.warn("tool.firewall", evidence, remedy);
    }
}
