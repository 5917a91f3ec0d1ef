package io.goalstated.environment.firewall;

import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the unit {@code goalstated-network-setup.service} reads early at boot, before the network and without a JVM (OPS-97). The
 * unit and its program belong to the package; only this file is the agent's. Without the file the unit does nothing. Blocks.
 */
final class BootProtection {
    static final String FILE = "/etc/goalstated/network-setup.conf";

    private static final int MAX_BYTES = 4096;
    private static final String UNIT = "goalstated-network-setup.service";
    private static final List<String> UNIT_DIRECTORIES =
            List.of("/etc/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system");

    private final Disk disk;
    private final SystemRoot root;

    BootProtection(Disk disk, SystemRoot root) {
        this.disk = disk;
        this.root = root;
    }

    /** Has the file say this, and writes only when it does not. */
    void establish(FirewallRules rules, String mechanism) throws IOException {
        Path file = root.resolve(FILE);
        String text = text(rules, mechanism);
        if (!disk.readText(file, MAX_BYTES).equals(Optional.of(text))) {
            disk.createDirectory(root.resolve("/etc/goalstated"), Disk.PUBLIC_DIRECTORY);
            disk.write(file, text, Disk.PRIVATE);
        }
    }

    /** Makes the unit idle. */
    void withdraw() throws IOException {
        if (disk.exists(root.resolve(FILE))) {
            disk.delete(root.resolve(FILE));
        }
    }

    /** Whether anybody reads the file at boot. */
    boolean isInstalled() {
        return UNIT_DIRECTORIES.stream().anyMatch(directory -> disk.exists(root.resolve(directory + "/" + UNIT)));
    }

    static String text(FirewallRules rules, String mechanism) {
        String others = rules.users().stream().skip(1).map(String::valueOf).collect(Collectors.joining(" "));
        return "ENDPOINT=" + rules.wireServer() + "\nUID=" + rules.users().get(0) + "\nBACKEND=" + mechanism + "\n"
                + (others.isEmpty() ? "" : "ALLOW=" + others + "\n")
                + (rules.guardsMetadata() ? "METADATA=root\n" : "");
    }
}
