package io.goalstated.environment.resource;

import io.goalstated.environment.resource.DiskFacts.NtfsFiles;
import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.ToolCall;
import io.goalstated.platform.Tools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Looks into a file system, mounted read-only in a directory of the agent's own. Blocks. */
final class Peek {
    private static final String PLACE = "/run/goalstated/resource-disk";
    private static final List<String> DRIVERS = List.of("ntfs3", "ntfs-3g", "ntfs");
    private static final List<String> PROGRAMS =
            List.of("/sbin/mount.ntfs-3g", "/usr/sbin/mount.ntfs-3g", "/sbin/mount.ntfs", "/usr/sbin/mount.ntfs");
    private static final int MAX_BYTES = 64 << 10;

    private final Disk disk;
    private final SystemRoot root;
    private final Tools tools;

    Peek(Disk disk, SystemRoot root, Tools tools) {
        this.disk = disk;
        this.root = root;
        this.tools = tools;
    }

    /** Takes away what a look that was cut short has left mounted. */
    void endEarlier(MountTable mounts) {
        if (mounts.at(place().toString()).isPresent()) {
            tools.run(ToolCall.of("umount", place().toString()));
        }
    }

    /** Whether it can be mounted at all, whatever options the owner has for it. */
    boolean isWhole(String node, String type) throws IOException {
        return names(node, type).isPresent();
    }

    NtfsFiles ntfs(String node) throws IOException {
        for (String driver : DRIVERS) {
            Optional<List<String>> names = names(node, driver);
            if (names.isPresent()) {
                return DiskDecision.judge(names.get());
            }
        }
        return canRead() ? NtfsFiles.DAMAGED : NtfsFiles.UNREADABLE_HERE;
    }

    /** What is in its root directory; empty when it cannot be mounted. */
    private Optional<List<String>> names(String node, String type) throws IOException {
        disk.createDirectory(place(), Disk.PRIVATE_DIRECTORY);
        String directory = place().toString();
        if (!tools.run(ToolCall.of("mount", "-t", type, "-o", "ro,nosuid,nodev,noexec", node, directory))
                .isSuccess()) {
            return Optional.empty();
        }
        try {
            return Optional.of(disk.list(place()).stream()
                    .map(path -> path.getFileName().toString())
                    .toList());
        } finally {
            tools.run(ToolCall.of("umount", directory));
        }
    }

    /** Mounting has loaded whatever driver there is. */
    private boolean canRead() throws IOException {
        String known =
                disk.readText(root.resolve("/proc/filesystems"), MAX_BYTES).orElse("");
        return known.contains("\tntfs") || PROGRAMS.stream().anyMatch(program -> disk.exists(root.resolve(program)));
    }

    private Path place() {
        return root.resolve(PLACE);
    }
}
