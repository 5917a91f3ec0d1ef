package io.goalstated.platform;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Control groups made by hand, for commands that systemd makes no scope for (OPS-89): outside the agent's own group, whose
 * limits are meant for the agent alone. They limit nothing themselves. Both hierarchies, cgroup v1 and v2. All methods
 * block; trouble here never fails a command.
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
     * A new group in each hierarchy in which the agent has one of its own; empty where it has none, or may make none. Groups
     * of earlier commands of which no process is left are removed.
     *
     * @param name never used before
     */
    List<Path> make(String name) {
        List<Path> groups = new ArrayList<>();
        for (Path hierarchy : hierarchies()) {
            Path parent = hierarchy.resolve(PARENT);
            try {
                createDirectory(parent);
                sweep(parent);
                groups.add(Files.createDirectory(parent.resolve(name)));
            } catch (IOException e) {
                // Not delegated to us, or read-only: the session alone has to do.
            }
        }
        return groups;
    }

    /** Lines {@code 4:memory:/azure.slice/goalstated.service}; the one of v2 names no controller. */
    private List<Path> hierarchies() {
        List<Path> found = new ArrayList<>();
        for (String line : memberships().split("\n", -1)) {
            String[] fields = line.split(":", 3);
            if (fields.length == 3 && !fields[2].equals("/")) {
                Path hierarchy = fields[1].isEmpty() ? unified() : mounted.resolve(mountName(fields[1]));
                if (Files.isDirectory(hierarchy)) {
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

    private static void createDirectory(Path directory) throws IOException {
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException e) {
            // An earlier command's.
        }
    }

    /** A group that has processes cannot be removed. */
    private static void sweep(Path parent) throws IOException {
        FileTime young = FileTime.from(Instant.now().minus(SETTLED));
        try (DirectoryStream<Path> groups = Files.newDirectoryStream(parent, Files::isDirectory)) {
            for (Path group : groups) {
                try {
                    if (Files.getLastModifiedTime(group).compareTo(young) < 0) {
                        Files.delete(group);
                    }
                } catch (IOException e) {
                    // In use, or gone.
                }
            }
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
