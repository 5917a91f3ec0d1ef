package io.goalstated.platform;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the kernel has counted of a control group and all below it. Absent is what this kernel does not count, or what
 * nobody has asked it to count.
 *
 * @param processor time used, since the group was made
 * @param throttled how long it was held up by its processor quota, likewise; absent without a quota
 * @param anonymous bytes of memory at present that no file stands behind
 * @param cache bytes at present that files stand behind
 * @param swap bytes at present
 * @param peak the most bytes ever
 * @param pressed how often it was slowed down at its memory limit; cgroup v2 only
 */
public record GroupCount(
        Optional<Duration> processor,
        Optional<Duration> throttled,
        OptionalLong anonymous,
        OptionalLong cache,
        OptionalLong swap,
        OptionalLong peak,
        OptionalLong pressed) {
    public static final GroupCount NOTHING = new GroupCount(
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty());
}
