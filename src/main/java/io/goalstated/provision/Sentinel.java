package io.goalstated.provision;

import io.goalstated.platform.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The files that say of this VM that it is provisioned, and whether the agent may work on it (spec 03 §2.5). Blocks. */
public final class Sentinel {
    private static final int MAX_FILE = 4096;

    private final Machine machine;

    public Sentinel(Machine machine) {
        this.machine = machine;
    }

    /** What the sentinel says. */
    enum Found {
        /** The VM has not been provisioned. */
        NOTHING,
        /** It has been, this very one. */
        SAME_VM,
        /** By whoever did not note which VM it was. */
        NAMELESS,
        /** Another VM, of which this one is a copy. */
        OTHER_VM
    }

    Found look() throws IOException {
        Optional<String> stored = machine.disk().readText(provisioned(), MAX_FILE);
        if (stored.isEmpty()) {
            return Found.NOTHING;
        }
        if (stored.get().isBlank()) {
            return Found.NAMELESS;
        }
        return vmId().isSameAs(stored.get()) ? Found.SAME_VM : Found.OTHER_VM;
    }

    void write() throws IOException {
        machine.disk().write(provisioned(), vmId().value(), Disk.PRIVATE);
    }

    /** The agent stays silent from its next look on. */
    void disableAgent() throws IOException {
        machine.disk().write(machine.lib().resolve("disable_agent"), "", Disk.PRIVATE);
    }

    /** Which VM this is; an empty text when nothing says it. */
    VmId vmId() throws IOException {
        String firmware = machine.disk()
                .readText(machine.root().resolve("/sys/class/dmi/id/product_uuid"), MAX_FILE)
                .orElse("")
                .strip();
        String raw = firmware.isEmpty() ? byTool() : firmware;
        boolean efi = machine.disk().exists(machine.root().resolve("/sys/firmware/efi"))
                || machine.disk().exists(machine.root().resolve("/dev/efi"));
        return new VmId(raw, !efi);
    }

    private String byTool() {
        String said =
                machine.run("dmidecode", "--string", "system-uuid").output().strip();
        return VmId.isWellFormed(said) ? said : "";
    }

    private Path provisioned() {
        return machine.lib().resolve("provisioned");
    }
}
