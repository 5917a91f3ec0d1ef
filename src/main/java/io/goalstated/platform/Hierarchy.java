package io.goalstated.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One tree of control groups: the one of cgroup v2, or one of v1 with its controllers. All methods block.
 *
 * @param controllers of v1; empty: it is v2
 */
record Hierarchy(Path mount, Set<String> controllers) {
    private static final Logger LOG = LoggerFactory.getLogger(Hierarchy.class);

    /** Microseconds over which the kernel counts processor time. */
    private static final long PERIOD = 100_000;

    Hierarchy {
        controllers = Set.copyOf(controllers);
    }

    private boolean isUnified() {
        return controllers.isEmpty();
    }

    boolean canHoldTo(GroupLimits limits) {
        return limits.areLimiting() && (isUnified() || controllers.contains("cpu") || controllers.contains("memory"));
    }

    /** The group, made if it is not there yet. */
    void create(Path group) throws IOException {
        try {
            Files.createDirectory(group);
        } catch (FileAlreadyExistsException e) {
            // An earlier command's.
        }
        settle(group);
    }

    /** On v1 nobody can enter a group before processors and memory nodes are named for it: those of the group above. */
    void settle(Path group) throws IOException {
        if (controllers.contains("cpuset")) {
            Path above = above(group);
            for (String name : List.of("cpuset.cpus", "cpuset.mems")) {
                Path file = group.resolve(name);
                if (Files.exists(file) && Files.readString(file).isBlank()) {
                    write(file, Files.readString(above.resolve(name)).strip());
                }
            }
        }
    }

    private Path above(Path group) {
        Path parent = group.getParent();
        return parent == null ? mount : parent;
    }

    /** Holds all that is below the group to these limits, and to no others. */
    void limit(Path group, GroupLimits limits) {
        try {
            if (isUnified()) {
                if (limits.areLimiting()) {
                    hand(mount);
                    hand(above(group));
                }
                put(group, "cpu.max", percent(limits, "max") + " " + PERIOD);
                put(group, "memory.max", text(limits.memoryMax(), "max"));
            } else {
                put(group, "cpu.cfs_quota_us", percent(limits, "-1"));
                put(group, "memory.limit_in_bytes", text(limits.memoryMax(), "-1"));
            }
        } catch (IOException e) {
            LOG.warn("it runs without limits: group={} reason={}", group, e.getMessage());
        }
    }

    private static String percent(GroupLimits limits, String without) {
        return limits.cpuPercent().isPresent()
                ? Long.toString(limits.cpuPercent().getAsLong() * (PERIOD / 100))
                : without;
    }

    private static String text(OptionalLong value, String without) {
        return value.isPresent() ? Long.toString(value.getAsLong()) : without;
    }

    /** Lets groups below this one have the controllers; each by itself, since one may be refused. */
    private static void hand(Path above) {
        for (String controller : List.of("+cpu", "+memory")) {
            try {
                put(above, "cgroup.subtree_control", controller);
            } catch (IOException e) {
                LOG.debug("no {} below {}: {}", controller, above, e.getMessage());
            }
        }
    }

    /** Where the controller is there. */
    private static void put(Path group, String name, String value) throws IOException {
        Path file = group.resolve(name);
        if (Files.exists(file)) {
            write(file, value);
        }
    }

    private static void write(Path file, String value) throws IOException {
        Files.write(
                file,
                value.getBytes(StandardCharsets.US_ASCII),
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
    }
}
