package io.goalstated.wire;

import io.goalstated.platform.Timers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Watches an answer arrive: too long a silence, too long in all, or too slow a trickle ends it. */
final class Silence {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final Timers timers;
    private final Limits limits;
    private final Runnable end;
    private final long began;
    private long heard;
    private long windowBegan;
    private long windowBytes;
    private Timers.Timer next;
    private Optional<Throwable> verdict = Optional.empty();

    /**
     * @param idle longest silence
     * @param longest from the first to the last byte
     * @param minuteBytes an answer that brings less in a minute is as good as none
     */
    record Limits(Duration idle, Duration longest, long minuteBytes) {}

    Silence(Timers timers, Limits limits, Runnable end) {
        this.timers = timers;
        this.limits = limits;
        this.end = end;
        this.began = timers.nanoTime();
        this.heard = began;
        this.windowBegan = began;
        this.next = timers.after(limits.idle(), this::look);
    }

    /** So many bytes have arrived. */
    void broken(int bytes) {
        heard = timers.nanoTime();
        windowBytes += bytes;
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
        long patience = Math.min(
                limits.idle().toNanos() - (now - heard), limits.longest().toNanos() - (now - began));
        if (patience > 0 && isFastEnough(now)) {
            next = timers.after(Duration.ofNanos(patience), this::look);
            return;
        }
        verdict = Optional.of(new TimeoutException("the answer did not go on"));
        end.run();
    }

    private boolean isFastEnough(long now) {
        if (now - windowBegan < MINUTE) {
            return true;
        }
        boolean enough = windowBytes >= limits.minuteBytes();
        windowBegan = now;
        windowBytes = 0;
        return enough;
    }
}
