package io.goalstated.simulation;

import io.goalstated.platform.Offload;
import io.goalstated.platform.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;

/**
 * What one life of the agent has of time and threads: a loop that does one thing after the other, four workers that may be
 * slow, timers that may be late.
 */
final class Lifetime implements Timers, Offload {
    private static final long MICROSECOND = 1_000;
    private static final long MILLISECOND = 1_000_000;
    private static final int WORKERS = 4;

    private final Timeline timeline;
    private final int number;
    private final boolean sluggish;
    private final Deque<Runnable> loop = new ArrayDeque<>();
    private final Deque<Runnable> jobs = new ArrayDeque<>();
    private int busy;
    private boolean turning;

    /** @param sluggish whether everything is late now and then */
    Lifetime(Timeline timeline, int number, boolean sluggish) {
        this.timeline = timeline;
        this.number = number;
        this.sluggish = sluggish;
    }

    int number() {
        return number;
    }

    /** Whether nobody is at work at this moment. */
    boolean isIdle() {
        return busy == 0 && loop.isEmpty();
    }

    @Override
    public long nanoTime() {
        return timeline.now();
    }

    @Override
    public void onLoop(Runnable task) {
        loop.add(task);
        if (!turning) {
            turning = true;
            timeline.add(lag(), number, false, this::turn);
        }
    }

    private void turn() {
        Runnable task = loop.remove();
        try {
            task.run();
        } catch (RuntimeException | AssertionError e) {
            java.io.StringWriter trace = new java.io.StringWriter();
            e.printStackTrace(new java.io.PrintWriter(trace));
            throw timeline.violated("nothing is thrown on the loop", trace.toString());
        } finally {
            turning = !loop.isEmpty();
            if (turning) {
                timeline.add(MICROSECOND, number, false, this::turn);
            }
        }
    }

    private long lag() {
        return sluggish && timeline.random().nextInt(100) == 0
                ? timeline.random().nextInt(800) * MILLISECOND
                : MICROSECOND;
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        return new Pending(delay, task);
    }

    /** As with the real loop, a cancel counts even after the timer has fired, before its turn. */
    private final class Pending implements Timer {
        private boolean cancelled;
        private final Timer event;

        Pending(Duration delay, Runnable task) {
            long wait = Math.max(MILLISECOND, delay.toNanos());
            this.event = timeline.add(
                    wait,
                    number,
                    false,
                    () -> onLoop(() -> {
                        if (!cancelled) {
                            task.run();
                        }
                    }));
        }

        @Override
        public void cancel() {
            cancelled = true;
            event.cancel();
        }
    }

    @Override
    public <T> Future<T> run(Callable<T> work) {
        Promise<T> promise = Promise.promise();
        jobs.add(() -> perform(work, promise));
        employ();
        return promise.future();
    }

    private void employ() {
        if (busy < WORKERS && !jobs.isEmpty()) {
            busy++;
            timeline.add(slowness(), number, true, jobs.remove());
        }
    }

    private long slowness() {
        int luck = timeline.random().nextInt(sluggish ? 200 : 1_000_000);
        return luck == 0
                ? timeline.random().nextInt(20_000) * MILLISECOND
                : timeline.random().nextInt(300) * MICROSECOND;
    }

    private <T> void perform(Callable<T> work, Promise<T> promise) {
        Runnable tell;
        try {
            T result = work.call();
            tell = () -> promise.complete(result);
        } catch (Death | Violation e) {
            throw e;
        } catch (Throwable e) {
            tell = () -> promise.fail(e);
        }
        busy--;
        onLoop(tell);
        employ();
    }
}
