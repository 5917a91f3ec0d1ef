package io.goalstated.supervise;

import io.goalstated.extension.CommandKind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the owner has configured of how extensions are run.
 *
 * @param heedHold {@code EnableOverProvisioning}: a goal state on hold is not carried out
 * @param maxParallelEnable how many enables and disables may overlap
 * @param forceUninstallAfter after so many goal states in which a failing disable has stopped an uninstall, the next is
 *     not stopped any more; 0: never (W-12)
 * @param timeouts of commands that differ from the default
 */
public record Rules(
        boolean heedHold, int maxParallelEnable, int forceUninstallAfter, Map<CommandKind, Duration> timeouts) {
    /** All dependencies of one goal state share this much time (spec 02 §8). */
    static final Duration DEPENDENCY_TIME = Duration.ofMinutes(90);
    /** A package manager at work is waited for this long before an install-type command starts anyway. */
    static final Duration EXCLUSIVE_WORK_PATIENCE = Duration.ofMinutes(2);

    public static final Rules DEFAULT = new Rules(true, 4, Map.of());

    /** No uninstall is ever forced. */
    public Rules(boolean heedHold, int maxParallelEnable, Map<CommandKind, Duration> timeouts) {
        this(heedHold, maxParallelEnable, 0, timeouts);
    }

    public Rules {
        timeouts = timeouts.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(timeouts));
    }

    Duration timeout(CommandKind kind) {
        return timeouts.getOrDefault(kind, kind.defaultTimeout());
    }
}
