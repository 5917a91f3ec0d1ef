package io.goalstated.provision;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Forgets the addresses that DHCP clients have kept (spec 03 §9.1 no. 3). Links are not followed. Blocks. */
final class LeaseCleaner {
    private static final List<String> EMPTIED = List.of("/var/lib/dhclient", "/var/lib/dhcpcd", "/var/lib/dhcp");
    private static final List<Pattern> DELETED = List.of(
            new Pattern("/var/db", "dhclient\\.leases\\..*"),
            new Pattern("/var/lib/NetworkManager", "(dhclient-|internal-).*\\.lease"),
            new Pattern("/run/systemd/netif/leases", ".*"),
            new Pattern("/var/lib/wicked", "lease-.*\\.xml"));

    private final Machine machine;

    LeaseCleaner(Machine machine) {
        this.machine = machine;
    }

    private record Pattern(String directory, String name) {}

    void clean() throws IOException {
        for (String path : EMPTIED) {
            empty(machine.root().resolve(path));
        }
        for (Pattern pattern : DELETED) {
            Path directory = machine.root().resolve(pattern.directory());
            if (!machine.disk().isDirectory(directory)) {
                continue;
            }
            for (Path file : machine.disk().list(directory)) {
                if (String.valueOf(file.getFileName()).matches(pattern.name())
                        && !machine.disk().isDirectory(file)) {
                    machine.disk().delete(file);
                }
            }
        }
    }

    private void empty(Path directory) throws IOException {
        if (machine.disk().isDirectory(directory)) {
            for (Path entry : machine.disk().list(directory)) {
                machine.disk().deleteTree(entry);
            }
        }
    }
}
