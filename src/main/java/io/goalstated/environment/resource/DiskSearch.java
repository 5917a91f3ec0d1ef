package io.goalstated.environment.resource;

import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the resource disk by where the hypervisor has plugged it in, never by guess (spec 03 §5.1): a local NVMe disk for instance
 * is not found. Blocks.
 */
final class DiskSearch {
    private static final int MAX_BYTES = 4096;
    private static final int MAX_DEPTH = 8;
    private static final List<String> UDEV_LINKS =
            List.of("/dev/disk/azure/resource", "/dev/disk/cloud/azure_resource");
    private static final String GENERATION_1 = "00000000-0001";
    private static final String GENERATION_2 = "f8b3781a-1e82-4818-a1c3-63d806ec15bb";
    /** Of host, channel, target and logical unit: unit 0 is the system's disk, 2 the DVD. */
    private static final Pattern RESOURCE_UNIT = Pattern.compile("\\d+:\\d+:\\d+:1");

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]{1,15}");

    private final Disk disk;
    private final SystemRoot root;

    DiskSearch(Disk disk, SystemRoot root) {
        this.disk = disk;
        this.root = root;
    }

    /** The kernel's name of the disk, for instance {@code sdb}. */
    Optional<String> find() throws IOException {
        for (String link : UDEV_LINKS) {
            Optional<String> name = disk.linkTarget(root.resolve(link)).flatMap(DiskSearch::name);
            if (name.isPresent()) {
                return name;
            }
        }
        for (Path device : disk.list(root.resolve("/sys/bus/vmbus/devices"))) {
            Optional<String> name = onBus(device);
            if (name.isPresent()) {
                return name;
            }
        }
        return Optional.empty();
    }

    private Optional<String> onBus(Path device) throws IOException {
        String id = disk.readText(device.resolve("device_id"), MAX_BYTES)
                .orElse("")
                .strip()
                .replace("{", "")
                .replace("}", "");
        if (id.startsWith(GENERATION_1)) {
            return block(device, 0, false);
        }
        return id.equals(GENERATION_2) ? block(device, 0, true) : Optional.empty();
    }

    /** The first entry of the first directory {@code block} below. */
    private Optional<String> block(Path directory, int depth, boolean onlyUnitOne) throws IOException {
        if (depth == MAX_DEPTH) {
            return Optional.empty();
        }
        for (Path entry : disk.list(directory)) {
            // Links lead back up the tree.
            if (!disk.isDirectory(entry)) {
                continue;
            }
            if (!entry.getFileName().toString().equals("block")) {
                Optional<String> below = block(entry, depth + 1, onlyUnitOne);
                if (below.isPresent()) {
                    return below;
                }
            } else if (!onlyUnitOne
                    || RESOURCE_UNIT.matcher(directory.getFileName().toString()).matches()) {
                return disk.list(entry).stream().findFirst().flatMap(DiskSearch::name);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> name(Path path) {
        return Optional.of(path.getFileName().toString())
                .filter(text -> NAME.matcher(text).matches());
    }
}
