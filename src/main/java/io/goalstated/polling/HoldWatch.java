package io.goalstated.polling;

import io.goalstated.goalstate.ExtensionsGoalState;
import io.goalstated.platform.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * While extensions are held back, asks now and then whether they still are (spec 01 §4.5). Only a profile that was read
 * ends that: one that cannot be had says nothing.
 */
final class HoldWatch {
    private static final Logger LOG = LoggerFactory.getLogger(HoldWatch.class);
    /** The active rhythm is for goal states; a hold is looked at no more often than that. */
    private static final Duration AGAIN = Duration.ofSeconds(6);

    private final HoldProfile profile;
    private final Timers timers;
    private Optional<Long> checked = Optional.empty();
    private boolean troubled;

    HoldWatch(HoldProfile profile, Timers timers) {
        this.profile = profile;
        this.timers = timers;
    }

    /** That goal state without its hold, once that is lifted; empty while nothing changes. Never fails. */
    Future<Optional<ExtensionsGoalState>> lifted(ExtensionsGoalState goalState) {
        if (!goalState.onHold() || goalState.artifactsProfileUri().isEmpty() || !isDue()) {
            return Future.succeededFuture(Optional.empty());
        }
        checked = Optional.of(timers.nanoTime());
        return profile.ask(goalState)
                .onSuccess(now -> troubled = false)
                .onFailure(this::tell)
                .map(now -> Optional.of(now).filter(free -> !free.onHold()))
                .otherwise(Optional.empty());
    }

    private void tell(Throwable cause) {
        if (!troubled) {
            LOG.warn("No artifacts profile, what is held back stays so; reason={}", cause.getMessage());
        }
        troubled = true;
    }

    private boolean isDue() {
        return checked.isEmpty() || timers.nanoTime() - checked.get() >= AGAIN.toNanos();
    }
}
