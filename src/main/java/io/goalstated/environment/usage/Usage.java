package io.goalstated.environment.usage;

import io.goalstated.platform.GroupCount;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What somebody's processes have used of the machine between two readings, and hold at the second.
 *
 * @param name the unit's; a handler's slice is {@link io.goalstated.extension.HandlerSlice#unit()}
 * @param processorPercent of one processor; absent before the second reading
 * @param throttled how long they were held up by their processor quota; absent without one
 * @param now all that was counted, for what is no difference: memory
 */
public record Usage(
        Owner owner, String name, OptionalDouble processorPercent, Optional<Duration> throttled, GroupCount now) {

    /** Whose processes. */
    public enum Owner {
        AGENT,
        /** A handler, all its commands and what they have left running. */
        EXTENSION,
        /** A service of a handler's, which its manifest names. */
        SERVICE
    }

    /** What is less than it was belongs to another group of the same name: there is no difference (spec 04 §6.5). */
    static Usage between(Optional<GroupCount> before, Reading reading, Duration time) {
        GroupCount now = reading.count();
        Optional<Duration> used = difference(before.flatMap(GroupCount::processor), now.processor());
        return new Usage(
                reading.owner(),
                reading.unit(),
                used.isPresent() && !time.isZero()
                        ? OptionalDouble.of(100.0 * used.get().toNanos() / time.toNanos())
                        : OptionalDouble.empty(),
                difference(before.flatMap(GroupCount::throttled), now.throttled()),
                now);
    }

    private static Optional<Duration> difference(Optional<Duration> before, Optional<Duration> now) {
        return before.flatMap(earlier -> now.map(later -> later.minus(earlier)))
                .filter(difference -> !difference.isNegative());
    }
}
