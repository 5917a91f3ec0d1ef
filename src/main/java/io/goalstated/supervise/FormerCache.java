package io.goalstated.supervise;

import io.goalstated.platform.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Documents of goal states that old releases of WALinuxAgent kept in the library directory, secrets included, and nobody
 * reads any more (spec 01 §12.2).
 */
final class FormerCache {
    private static final Pattern FORMER = Pattern.compile(
            Stream.of(
                            "VmSettings\\.\\d+\\.json",
                            ".+\\.\\d+\\.agentsManifest",
                            ".+\\.\\d+\\.manifest\\.xml",
                            ".+\\.\\d+\\.xml",
                            "HostingEnvironmentConfig\\.xml",
                            "RemoteAccess\\.xml",
                            "waagent_status\\.\\d+\\.json")
                    .collect(Collectors.joining("|")),
            Pattern.CASE_INSENSITIVE);
    /** Empty, and written anew with each goal state: some tools look whether it is there. */
    private static final String PLACEHOLDER = "GoalState.1.xml";

    private FormerCache() {}

    /** Blocks. */
    static void remove(Disk disk, Path library) throws IOException {
        for (Path entry : disk.list(library)) {
            String name = entry.getFileName().toString();
            if (FORMER.matcher(name).matches()
                    && !name.equals(PLACEHOLDER)
                    && Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                disk.delete(entry);
            }
        }
    }
}
