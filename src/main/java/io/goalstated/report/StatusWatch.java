package io.goalstated.report;

import io.goalstated.platform.Timers;
import io.goalstated.supervise.SupervisionView;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the status files again and again, for ever (spec 05 B25): at once when the supervisor has news, every second
 * while something moves, every five seconds otherwise: each look wakes an idle process. Confined to the event loop.
 */
final class StatusWatch {
    private static final Logger LOG = LoggerFactory.getLogger(StatusWatch.class);
    private static final Duration HALF_WRITTEN = Duration.ofMillis(250);
    private static final Duration MOVING = Duration.ofSeconds(1);
    private static final Duration IDLE = Duration.ofSeconds(5);

    private final Timers timers;
    private final StatusObserver observer;
    private final Audience audience;
    private SupervisionView view = SupervisionView.NOTHING;
    private Optional<Timers.Timer> next = Optional.empty();
    private boolean looking;
    private boolean again;
    private boolean stopped;

    /** Hears what was seen. */
    interface Audience {
        /** @return whether things are moving */
        boolean saw(Observation observation);
    }

    StatusWatch(Timers timers, StatusObserver observer, Audience audience) {
        this.timers = timers;
        this.observer = observer;
        this.audience = audience;
    }

    void show(SupervisionView news) {
        view = news;
        look();
    }

    void stop() {
        stopped = true;
        next.ifPresent(Timers.Timer::cancel);
    }

    private void look() {
        if (stopped) {
            return;
        }
        if (looking) {
            again = true;
            return;
        }
        looking = true;
        next.ifPresent(Timers.Timer::cancel);
        observer.observe(view)
                .map(this::rest)
                .otherwise(cause -> {
                    LOG.warn("Cannot look at the extensions' status files cause={}", cause.toString());
                    return IDLE;
                })
                .onSuccess(this::pause);
    }

    private Duration rest(Observation seen) {
        boolean moving = !stopped && audience.saw(seen);
        return seen.unsettled() ? HALF_WRITTEN : moving ? MOVING : IDLE;
    }

    private void pause(Duration rest) {
        looking = false;
        if (stopped) {
            return;
        }
        if (again) {
            again = false;
            look();
        } else {
            next = Optional.of(timers.after(rest, this::look));
        }
    }
}
