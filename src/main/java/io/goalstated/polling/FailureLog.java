package io.goalstated.polling;

import io.goalstated.event.AgentEvent;
import io.goalstated.event.Events;
import io.goalstated.event.Operation;
import io.goalstated.platform.Timers;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of failing looks without flooding the log: the first three, then one in six hours, and the recovery. */
final class FailureLog {
    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);
    private static final int TOLD_AT_ONCE = 3;
    private static final Duration REMINDER = Duration.ofHours(6);

    private final Timers timers;
    private final Events events;
    private int inARow;
    private int inAll;
    private int survived;
    private long told;
    private Optional<String> last = Optional.empty();

    /** @param events told as often as the log */
    FailureLog(Timers timers, Events events) {
        this.timers = timers;
        this.events = events;
    }

    void failed(String reason) {
        inARow++;
        inAll++;
        last = Optional.of(reason);
        boolean remind = timers.nanoTime() - told >= REMINDER.toNanos();
        if (inARow <= TOLD_AT_ONCE || remind) {
            told = timers.nanoTime();
            String silenced = inARow == TOLD_AT_ONCE ? " (repeats are not logged for six hours)" : "";
            events.tell(AgentEvent.failed(Operation.FETCH_GOAL_STATE, reason));
            LOG.error("Cannot update the goal state{}; failures={} reason={}", silenced, inARow, reason);
        }
    }

    /** @param inForce the goal state and the certificates that are; asked for only when it is told */
    void succeeded(Supplier<String> inForce) {
        if (inARow > 0) {
            survived++;
            LOG.info("The goal state can be updated again; failures={} {}", inARow, inForce.get());
        }
        inARow = 0;
        last = Optional.empty();
    }

    int inARow() {
        return inARow;
    }

    /** Since the start. */
    int inAll() {
        return inAll;
    }

    /** How many times a row of failures has come to its end. */
    int survived() {
        return survived;
    }

    Optional<String> last() {
        return last;
    }
}
