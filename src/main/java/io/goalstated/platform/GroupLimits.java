package io.goalstated.platform;

import java.util.OptionalLong;

/**
 * What the processes of a handler may use together, where no systemd sees to it.
 *
 * @param cpuPercent of one processor
 * @param memoryMax bytes above which it kills
 */
public record GroupLimits(OptionalLong cpuPercent, OptionalLong memoryMax) {
    public static final GroupLimits NONE = new GroupLimits(OptionalLong.empty(), OptionalLong.empty());

    boolean areLimiting() {
        return cpuPercent.isPresent() || memoryMax.isPresent();
    }
}
