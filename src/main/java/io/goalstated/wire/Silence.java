package io.goalstated.wire;

import io.goalstated.platform.Timers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Watches an answer arrive: too long a silence, or too long in all, ends it. */
final class Silence {
    private final Timers timers;
    private final Duration idle;
    private final Duration longest;
    private final Runnable end;
    private final long began;
    private long heard;
    private Timers.Timer next;
    private Optional<Throwable> verdict = Optional.empty();

    Silence(Timers timers, Duration idle, Duration longest, Runnable end) {
        this.timers = timers;
        this.idle = idle;
        this.longest = longest;
        this.end = end;
        this.began = timers.nanoTime();
        this.heard = began;
        this.next = timers.after(idle, this::look);
    }

    /** Something has arrived. */
    void broken() {
        heard = timers.nanoTime();
    }

    void stop() {
        next.cancel();
    }

    /** Present when the watch has ended the answer. */
    Optional<Throwable> verdict() {
        return verdict;
    }

    private void look() {
        long now = timers.nanoTime();
        long patience = Math.min(idle.toNanos() - (now - heard), longest.toNanos() - (now - began));
        if (patience > 0) {
            next = timers.after(Duration.ofNanos(patience), this::look);
            return;
        }
        verdict = Optional.of(new TimeoutException("the answer did not go on"));
        end.run();
    }
}
