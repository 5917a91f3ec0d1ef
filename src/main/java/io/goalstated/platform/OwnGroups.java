package io.goalstated.platform;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Control groups made by hand, for commands that systemd makes no scope for (OPS-89): outside the agent's own group, whose
 * limits are meant for the agent alone, one a command, below one a handler, which has the limits of the handler's slice.
 * Both hierarchies, cgroup v1 and v2. All methods block; trouble here never fails a command.
 */
final class OwnGroups {
    private static final String PARENT = "azure-vmextensions-unscoped";
    private static final int MAX_BYTES = 64 << 10;
    /** In a younger group nobody may be yet: the shell that it was made for is on its way. */
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private final DiskView disk = new Disk();
    private final Path mine;
    private final Path mounted;

    /** In a scratch root, which has no control groups, none are made. */
    OwnGroups(SystemRoot root) {
        this.mine = root.resolve("/proc/self/cgroup");
        this.mounted = root.resolve("/sys/fs/cgroup");
    }

    /**
     * A new group in each hierarchy in which the agent has one of its own, or which can hold the handler to its limits;
     * empty where there is none, or none may be made. Groups of earlier commands of which no process is left are removed.
     *
     * @param scope what the groups stand in for; its name was never used before
     */
    List<Path> make(Scope scope) {
        List<Path> groups = new ArrayList<>();
        for (Hierarchy hierarchy : hierarchies(scope.limits())) {
            Path parent = hierarchy.mount().resolve(PARENT);
            try {
                hierarchy.create(parent);
                groups.add(makeBelow(hierarchy, parent, scope));
                sweep(parent);
            } catch (IOException e) {
                // Not delegated to us, or read-only: the session alone has to do.
            }
        }
        return groups;
    }

    private static Path makeBelow(Hierarchy hierarchy, Path parent, Scope scope) throws IOException {
        Path handler = parent.resolve(scope.slice());
        try {
            return makeIn(hierarchy, handler, scope);
        } catch (NoSuchFileException e) {
            // Another command's sweep has just found it empty.
            return makeIn(hierarchy, handler, scope);
        }
    }

    private static Path makeIn(Hierarchy hierarchy, Path handler, Scope scope) throws IOException {
        hierarchy.create(handler);
        hierarchy.limit(handler, scope.limits());
        Path group = Files.createDirectory(handler.resolve(scope.name()));
        hierarchy.settle(group);
        return group;
    }

    /** Lines {@code 4:memory:/azure.slice/goalstated.service}; the one of v2 names no controller. */
    private List<Hierarchy> hierarchies(GroupLimits limits) {
        List<Hierarchy> found = new ArrayList<>();
        for (String line : memberships().split("\n", -1)) {
            String[] fields = line.split(":", 3);
            if (fields.length == 3) {
                Hierarchy hierarchy = fields[1].isEmpty()
                        ? new Hierarchy(unified(), Set.of())
                        : new Hierarchy(mounted.resolve(mountName(fields[1])), Set.of(fields[1].split(",", -1)));
                boolean shared = !fields[2].equals("/");
                if (Files.isDirectory(hierarchy.mount()) && (shared || hierarchy.canHoldTo(limits))) {
                    found.add(hierarchy);
                }
            }
        }
        return found;
    }

    private String memberships() {
        try {
            return disk.readText(mine, MAX_BYTES).orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    /** Beside v1 it has a directory of its own. */
    private Path unified() {
        return Files.exists(mounted.resolve("cgroup.controllers")) ? mounted : mounted.resolve("unified");
    }

    private static String mountName(String controllers) {
        return controllers.startsWith("name=") ? controllers.substring("name=".length()) : controllers;
    }

    /** A group that has processes, or groups below it, cannot be removed. */
    private static void sweep(Path parent) throws IOException {
        FileTime young = FileTime.from(Instant.now().minus(SETTLED));
        try (DirectoryStream<Path> handlers = Files.newDirectoryStream(parent, Files::isDirectory)) {
            for (Path handler : handlers) {
                try (DirectoryStream<Path> groups = Files.newDirectoryStream(handler, Files::isDirectory)) {
                    for (Path group : groups) {
                        deleteOld(group, young);
                    }
                } catch (IOException e) {
                    continue;
                }
                deleteOld(handler, young);
            }
        }
    }

    private static void deleteOld(Path group, FileTime young) {
        try {
            if (Files.getLastModifiedTime(group).compareTo(young) < 0) {
                Files.delete(group);
            }
        } catch (IOException e) {
            // In use, or gone.
        }
    }

    /** The words before a script's path with which a shell enters the groups and then becomes the script's. */
    static List<String> words(List<Path> groups) {
        if (groups.isEmpty()) {
            return List.of("/bin/sh");
        }
        StringBuilder entering = new StringBuilder();
        for (Path group : groups) {
            entering.append("echo $$ > ")
                    .append(ShellWord.quoted(group.resolve("cgroup.procs").toString()))
                    .append("; ");
        }
        return List.of("/bin/sh", "-c", "{ " + entering + "} 2>/dev/null; exec /bin/sh \"$0\"");
    }
}
