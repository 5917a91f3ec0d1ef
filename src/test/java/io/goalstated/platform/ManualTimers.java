package io.goalstated.platform;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Time that stands still until a test moves it. Everything runs on the thread that calls {@link #advance} or {@link
 * #runPending}, timers in the order of their due times, ties in the order in which they were started.
 */
public final class ManualTimers implements Timers {
    private final List<Pending> pending = new ArrayList<>();
    private final Queue<Runnable> soon = new ConcurrentLinkedQueue<>();
    private long now;

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        Pending timer = new Pending(now + Math.max(0, delay.toNanos()), task);
        pending.add(timer);
        return () -> pending.remove(timer);
    }

    @Override
    public void onLoop(Runnable task) {
        soon.add(task);
    }

    /** Runs what was handed in with {@link #onLoop}, and what that hands in. */
    public void runPending() {
        for (Runnable task = soon.poll(); task != null; task = soon.poll()) {
            task.run();
        }
    }

    /** Moves the clock, stopping at each timer that becomes due on the way. */
    public void advance(Duration time) {
        long end = now + time.toNanos();
        runPending();
        while (true) {
            Pending next = pending.stream()
                    .filter(timer -> timer.due <= end)
                    .min(Comparator.comparingLong(timer -> timer.due))
                    .orElse(null);
            if (next == null) {
                break;
            }
            pending.remove(next);
            now = Math.max(now, next.due);
            next.task.run();
            runPending();
        }
        now = end;
    }

    /** The process that started the timers is dead: none of them fires. */
    public void forget() {
        pending.clear();
        soon.clear();
    }

    /** How many timers wait: after a stop there should be none. */
    public int waiting() {
        return pending.size();
    }

    private static final class Pending {
        private final long due;
        private final Runnable task;

        Pending(long due, Runnable task) {
            this.due = due;
            this.task = task;
        }
    }
}
