package io.goalstated.provision;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** What systemd tells one machine from another by. VMs of one image must not share it. Blocks. */
final class MachineIdentity {
    private static final Set<PosixFilePermission> READABLE = PosixFilePermissions.fromString("r--r--r--");

    private final Machine machine;
    private final Path id;

    MachineIdentity(Machine machine) {
        this.machine = machine;
        this.id = machine.root().resolve("/etc/machine-id");
    }

    boolean hasId() {
        return machine.disk().exists(id);
    }

    void deleteId() throws IOException {
        machine.disk().delete(id);
    }

    /**
     * With two machines of one id many DHCP servers give both the same address. The next boot fills an empty file, without
     * the first-boot set-up that a missing one causes.
     */
    void emptyId() throws IOException {
        machine.disk().write(id, "", READABLE);
        // A copy, from which systemd would take the old one; a link leads to the empty file.
        Path copy = machine.root().resolve("/var/lib/dbus/machine-id");
        if (machine.disk().exists(copy) && machine.disk().linkTarget(copy).isEmpty()) {
            machine.disk().delete(copy);
        }
    }

    /** The next boot credits it as randomness, which it is not when others know it. */
    void deleteSeed() throws IOException {
        machine.disk().delete(machine.root().resolve("/var/lib/systemd/random-seed"));
    }
}
