package io.goalstated.telemetry;

import io.goalstated.platform.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something again and again, the pause counted from its end: it never overlaps itself (OPS-3). */
final class Repeat {
    private static final Logger LOG = LoggerFactory.getLogger(Repeat.class);

    private final Timers timers;
    private final Supplier<Future<Void>> work;
    private final Supplier<Duration> period;
    private Optional<Timers.Timer> timer = Optional.empty();
    private boolean stopped;

    /** @param period asked for each time */
    Repeat(Timers timers, Supplier<Future<Void>> work, Supplier<Duration> period) {
        this.timers = timers;
        this.work = work;
        this.period = period;
    }

    void in(Duration delay) {
        if (!stopped) {
            timer = Optional.of(timers.after(delay, this::now));
        }
    }

    /** The period is another one: work that waits is done at once, and then at that. */
    void again() {
        if (timer.isPresent() && !stopped) {
            timer.get().cancel();
            now();
        }
    }

    void now() {
        timer = Optional.empty();
        // Composed, so that even work that throws comes again.
        Future.succeededFuture().compose(go -> work.get()).onComplete(end -> {
            if (end.failed()) {
                LOG.debug("a periodic task has failed: {}", end.cause().getMessage());
            }
            in(period.get());
        });
    }

    void stop() {
        stopped = true;
        timer.ifPresent(Timers.Timer::cancel);
    }
}
