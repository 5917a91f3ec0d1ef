package io.goalstated.environment.resource;

import io.goalstated.environment.resource.DiskFacts.Contents;
import io.goalstated.environment.resource.DiskFacts.Partition;
import io.goalstated.environment.resource.DiskFacts.Table;
import io.goalstated.environment.resource.PartitionTable.Slice;
import io.goalstated.platform.DiskView;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.ToolCall;
import io.goalstated.platform.ToolEnd;
import io.goalstated.platform.Tools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks at the resource disk without changing anything. Blocks. */
final class DiskObserver {
    private static final int MAX_BYTES = 1 << 20;
    private static final int NOTHING_FOUND = 2;

    private final DiskView disk;
    private final SystemRoot root;
    private final Tools tools;

    DiskObserver(DiskView disk, SystemRoot root, Tools tools) {
        this.disk = disk;
        this.root = root;
        this.tools = tools;
    }

    MountTable mounts() throws IOException {
        return MountTable.parse(
                disk.readText(root.resolve(MountTable.FILE), MAX_BYTES).orElse(""));
    }

    /** @throws IOException when the disk cannot be examined, and nothing must be done to it */
    DiskFacts observe(String name, Optional<DiskFacts.Formatting> begun) throws IOException {
        String device = "/dev/" + name;
        Set<String> names = names(name);
        Set<String> nodes = new HashSet<>();
        Set<String> numbers = new HashSet<>();
        for (String each : names) {
            nodes.add("/dev/" + each);
            attribute(each, "dev").ifPresent(numbers::add);
        }
        MountTable mounts = mounts();
        Map<String, String> signature = signature(device);
        Optional<Table> table = signature.containsKey("PTTYPE") ? Optional.of(table(device)) : Optional.empty();
        return new DiskFacts(
                device,
                inUse(name, names, nodes, numbers, mounts),
                mounts.of(nodes, numbers).map(MountTable.Entry::mountPoint),
                table,
                contents(signature),
                begun,
                Optional.empty());
    }

    /** The disk and its partitions, as the kernel knows them. */
    private Set<String> names(String name) throws IOException {
        Set<String> names = new HashSet<>(Set.of(name));
        for (Path entry : disk.list(sysfs(name))) {
            if (disk.exists(entry.resolve("partition"))) {
                names.add(entry.getFileName().toString());
            }
        }
        return names;
    }

    private Optional<String> inUse(
            String name, Set<String> names, Set<String> nodes, Set<String> numbers, MountTable mounts)
            throws IOException {
        if (attribute(name, "size").orElse("0").equals("0")) {
            return Optional.of("has no size");
        }
        if (mounts.carriesSystem(nodes, numbers)) {
            return Optional.of("carries the system itself");
        }
        for (String each : names) {
            if (!disk.list(sysfs(each).resolve("holders")).isEmpty()) {
                return Optional.of("is part of another device (LVM, RAID or encryption)");
            }
        }
        String swaps = disk.readText(root.resolve(Swaps.FILE), MAX_BYTES).orElse("");
        return Swaps.parse(swaps).names().stream().anyMatch(nodes::contains)
                ? Optional.of("is used as swap space")
                : Optional.empty();
    }

    private Table table(String device) throws IOException {
        ToolEnd end = tools.run(ToolCall.of("sfdisk", "--json", device));
        PartitionTable read = PartitionTable.parse(end.output(), device)
                .filter(parsed -> end.isSuccess())
                .orElseThrow(() -> new IOException("cannot read the partitions of " + device + ": " + end.problem()));
        List<Partition> partitions = new ArrayList<>();
        for (Slice slice : read.slices()) {
            boolean present = isPresent(slice);
            partitions.add(new Partition(
                    slice.node(),
                    slice.type(),
                    slice.start(),
                    slice.size(),
                    present,
                    present ? contents(signature(slice.node())) : Contents.UNCLEAR));
        }
        return new Table(read.label(), read.id(), partitions);
    }

    /** A node of that name may still stand for a partition of an earlier table. */
    private boolean isPresent(Slice slice) throws IOException {
        String name = slice.node().substring(slice.node().lastIndexOf('/') + 1);
        return attribute(name, "start").equals(Optional.of(Long.toString(slice.start())))
                || (attribute(name, "start").isPresent()
                        && !attribute(name.replaceAll("p?\\d+$", ""), "queue/logical_block_size")
                                .equals(Optional.of("512")));
    }

    /** What libblkid finds there, looking at the device itself. */
    private Map<String, String> signature(String node) throws IOException {
        ToolEnd end = tools.run(ToolCall.of("blkid", "-p", "-o", "export", node));
        if (end instanceof ToolEnd.Exited exited && exited.code() == NOTHING_FOUND) {
            return Map.of();
        }
        if (!end.isSuccess()) {
            throw new IOException("cannot tell what is on " + node + ": " + end.problem());
        }
        Map<String, String> found = new HashMap<>();
        for (String line : end.output().split("\n", -1)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                found.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return found;
    }

    private static Contents contents(Map<String, String> signature) {
        String type = signature.getOrDefault("TYPE", "");
        if (type.isEmpty()) {
            return Contents.BLANK;
        }
        return signature.getOrDefault("USAGE", "").equals("filesystem") ? Contents.fileSystem(type) : Contents.UNCLEAR;
    }

    private Path sysfs(String name) {
        return root.resolve("/sys/class/block/" + name);
    }

    private Optional<String> attribute(String name, String attribute) throws IOException {
        return disk.readText(sysfs(name).resolve(attribute), MAX_BYTES).map(String::strip);
    }
}
