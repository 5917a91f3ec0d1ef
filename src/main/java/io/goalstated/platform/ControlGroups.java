package io.goalstated.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the kernel counts of control groups, by their paths as {@code /proc/PID/cgroup} has them: cgroup v2, or the
 * hierarchies of v1 (spec 04 §6.5). A file that is not there, or goes while it is read, is no error: what it would say is
 * absent. All methods block.
 */
public final class ControlGroups {
    private static final int MAX_BYTES = 1 << 20;
    /** How deep below a group processes are looked for. */
    private static final int MAX_DEPTH = 3;

    private final DiskView disk = new Disk();
    private final Path mounted;

    public ControlGroups(SystemRoot root) {
        this.mounted = root.resolve("/sys/fs/cgroup");
    }

    /** The names of the groups right below; none where there is no such group. */
    public List<String> below(String group) {
        List<String> names = new ArrayList<>();
        for (Path directory : directories(tree(group))) {
            names.add(String.valueOf(directory.getFileName()));
        }
        return names;
    }

    private List<Path> directories(Path group) {
        try {
            return disk.list(group).stream().filter(disk::isDirectory).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Whether any process is in it, or not too deep below it. */
    public boolean isInhabited(String group) {
        return isInhabited(tree(group), MAX_DEPTH);
    }

    private boolean isInhabited(Path group, int depth) {
        return !text(group.resolve("cgroup.procs")).isBlank()
                || (depth > 0 && directories(group).stream().anyMatch(below -> isInhabited(below, depth - 1)));
    }

    /** Where systemd keeps the group's processes. */
    private Path tree(String group) {
        Path legacy = mounted.resolve("systemd");
        return in(Files.isDirectory(legacy) ? legacy : mounted, group);
    }

    /** A group outside the namespace of ours has no such path, and none is made up for it. */
    private static Path in(Path hierarchy, String group) {
        Path path = hierarchy.resolve(group.substring(1)).normalize();
        return path.startsWith(hierarchy) ? path : hierarchy.resolve("outside");
    }

    public GroupCount count(String group) {
        return Files.exists(mounted.resolve("cgroup.controllers")) ? unified(in(mounted, group)) : legacy(group);
    }

    private GroupCount unified(Path group) {
        String processor = text(group.resolve("cpu.stat"));
        String memory = text(group.resolve("memory.stat"));
        String quota = text(group.resolve("cpu.max"));
        boolean limited = !quota.isBlank() && !quota.startsWith("max");
        return new GroupCount(
                time(field(processor, "usage_usec"), ChronoUnit.MICROS),
                time(limited ? field(processor, "throttled_usec") : OptionalLong.empty(), ChronoUnit.MICROS),
                field(memory, "anon"),
                field(memory, "file"),
                number(text(group.resolve("memory.swap.current"))),
                number(text(group.resolve("memory.peak"))),
                field(text(group.resolve("memory.events")), "high"));
    }

    private GroupCount legacy(String group) {
        Path processor = in(mounted.resolve("cpu"), group);
        Path used = in(mounted.resolve("cpuacct"), group).resolve("cpuacct.usage");
        Path most = in(mounted.resolve("memory"), group).resolve("memory.max_usage_in_bytes");
        String memory = text(most.resolveSibling("memory.stat"));
        // No quota is -1, which is no number here.
        boolean limited = number(text(processor.resolve("cpu.cfs_quota_us"))).isPresent();
        String throttled = limited ? text(processor.resolve("cpu.stat")) : "";
        return new GroupCount(
                time(number(text(used)), ChronoUnit.NANOS),
                time(field(throttled, "throttled_time"), ChronoUnit.NANOS),
                field(memory, "total_rss"),
                field(memory, "total_cache"),
                field(memory, "total_swap"),
                number(text(most)),
                OptionalLong.empty());
    }

    private static Optional<Duration> time(OptionalLong number, ChronoUnit unit) {
        return number.isPresent() ? Optional.of(Duration.of(number.getAsLong(), unit)) : Optional.empty();
    }

    /** Of lines {@code name number}. */
    private static OptionalLong field(String lines, String name) {
        for (String line : lines.split("\n", -1)) {
            if (line.startsWith(name + " ")) {
                return number(line.substring(name.length() + 1));
            }
        }
        return OptionalLong.empty();
    }

    private static OptionalLong number(String text) {
        String digits = text.strip();
        return digits.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(digits)) : OptionalLong.empty();
    }

    private String text(Path file) {
        try {
            return disk.readText(file, MAX_BYTES).orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
