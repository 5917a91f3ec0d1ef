package io.goalstated.platform;

import java.util.OptionalLong;

/**
 * What the processes of a handler may use together, where no systemd sees to it.
 *
 * @param cpuPercent of one processor
 * @param memoryHigh bytes above which the kernel reclaims and slows down
 * @param memoryMax bytes above which it kills
 */
public record GroupLimits(OptionalLong cpuPercent, OptionalLong memoryHigh, OptionalLong memoryMax) {
    public static final GroupLimits NONE =
            new GroupLimits(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

    boolean areLimiting() {
        return cpuPercent.isPresent() || memoryHigh.isPresent() || memoryMax.isPresent();
    }
}
