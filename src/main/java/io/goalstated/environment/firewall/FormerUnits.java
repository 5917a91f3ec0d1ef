package io.goalstated.environment.firewall;

import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.ToolCall;
import io.goalstated.platform.Tools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * WALinuxAgent's own protection at boot: a unit that it wrote, and a script in the library directory (spec 04 §7.2). Once our
 * rules hold, both go, so that two agents do not set rules beside one another. Blocks.
 */
final class FormerUnits {
    private static final int MAX_BYTES = 64 << 10;
    private static final List<String> NAMES = List.of("walinuxagent-network-setup", "waagent-network-setup");
    private static final List<String> DIRECTORIES =
            List.of("/etc/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system");
    /** The first line of a unit file that WALinuxAgent wrote; a file without it is somebody else's. */
    private static final String MARK = "created by the Azure VM Agent";

    private final Tools tools;
    private final Disk disk;
    private final SystemRoot root;
    private final Path library;

    FormerUnits(Tools tools, Disk disk, SystemRoot root, Path library) {
        this.tools = tools;
        this.disk = disk;
        this.root = root;
        this.library = library;
    }

    /** The names of the units that were removed. */
    List<String> remove() throws IOException {
        List<String> removed = new ArrayList<>();
        for (String name : NAMES) {
            String unit = name + ".service";
            for (String directory : DIRECTORIES) {
                Path file = root.resolve(directory + "/" + unit);
                if (isFormer(file)) {
                    tools.run(ToolCall.of("systemctl", "disable", unit));
                    disk.delete(file);
                    removed.add(unit);
                }
            }
        }
        if (disk.exists(library.resolve("waagent-network-setup.py"))) {
            disk.delete(library.resolve("waagent-network-setup.py"));
        }
        return removed;
    }

    private boolean isFormer(Path file) throws IOException {
        return disk.exists(file)
                && disk.readText(file, MAX_BYTES)
                        .filter(text -> text.contains(MARK))
                        .isPresent();
    }
}
