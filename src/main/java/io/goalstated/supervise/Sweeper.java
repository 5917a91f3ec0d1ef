package io.goalstated.supervise;

import io.goalstated.platform.Disk;
import io.goalstated.platform.Offload;
import io.goalstated.platform.Timers;
import java.time.Duration;

/**
 * Goes on removing what the disk has not let go at once, as soon as it does. Nobody waits for that. Confined to the event
 * loop.
 */
final class Sweeper {
    static final Duration PAUSE = Duration.ofMinutes(1);

    private final Disk disk;
    private final Offload offload;
    private final Timers timers;
    private boolean atWork;
    private boolean stopped;

    Sweeper(Equipment equipment) {
        this.disk = equipment.disk();
        this.offload = equipment.offload();
        this.timers = equipment.timers();
    }

    /** To be called whenever some work has ended. */
    void look() {
        if (!atWork && !stopped && disk.hasLeftovers()) {
            atWork = true;
            timers.after(PAUSE, this::remove);
        }
    }

    private void remove() {
        if (stopped) {
            return;
        }
        offload.run(() -> {
                    disk.removeLeftovers();
                    return true;
                })
                .onComplete(tried -> {
                    atWork = false;
                    look();
                });
    }

    void stop() {
        stopped = true;
    }
}
