package io.goalstated.report;

import io.goalstated.platform.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The file {@code initial_goal_state} (spec 02 §7.10): it says to WALinuxAgent, which may have this VM next, that the first
 * goal state is over, and how that ended. Written once in a VM's life. Blocks.
 */
final class InitialGoalState {
    private final Disk disk;
    private final Path file;

    InitialGoalState(Disk disk, Path file) {
        this.disk = disk;
        this.file = file;
    }

    /** @return true: it is there now */
    boolean over(List<HandlerEntry> entries) throws IOException {
        if (!disk.exists(file)) {
            disk.writeLoosely(file, summary(entries), Disk.PRIVATE);
        }
        return true;
    }

    /** Names and states in the notation of that agent. */
    static String summary(List<HandlerEntry> entries) {
        return entries.stream()
                .map(entry -> "('" + entry.label() + "', '" + entry.gist() + "')")
                .sorted()
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
