package io.goalstated.supervise;

import io.goalstated.platform.Disk;
import io.goalstated.platform.Offload;
import io.goalstated.platform.Timers;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes on removing what the disk has not let go at once, as soon as it does. Nobody waits for that. Confined to the event
 * loop.
 */
final class Sweeper {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    static final Duration PAUSE = Duration.ofMinutes(1);

    private final Disk disk;
    private final Offload offload;
    private final Timers timers;
    private boolean atWork;
    private boolean told;
    private boolean stopped;

    Sweeper(Equipment equipment) {
        this.disk = equipment.disk();
        this.offload = equipment.offload();
        this.timers = equipment.timers();
    }

    /** To be called whenever some work has ended. */
    void look() {
        if (!atWork && !stopped && !disk.leftovers().isEmpty()) {
            atWork = true;
            timers.after(PAUSE, this::remove);
        }
    }

    private void remove() {
        if (stopped) {
            return;
        }
        offload.run(disk.leftovers()::remove).onComplete(tried -> {
            atWork = false;
            if (tried.succeeded()) {
                tell(tried.result());
            }
            look();
        });
    }

    /** Once, until all is gone. */
    private void tell(Optional<String> reason) {
        if (reason.isPresent() && !told) {
            LOG.warn("What is of no use any more cannot be removed, which is tried again: {}", reason.get());
        }
        told = reason.isPresent();
    }

    void stop() {
        stopped = true;
    }
}
