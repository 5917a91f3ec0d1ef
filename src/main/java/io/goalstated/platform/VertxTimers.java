package io.goalstated.platform;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Timers of one event loop context: every task runs on it, also when the timer was started elsewhere. */
public final class VertxTimers implements Timers {
    private final Vertx vertx;
    private final Context context;

    public VertxTimers(Vertx vertx, Context context) {
        this.vertx = vertx;
        this.context = context;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        return new Pending(delay, task);
    }

    @Override
    public void onLoop(Runnable task) {
        context.runOnContext(ignored -> task.run());
    }

    /** A timer that has fired may still wait for its turn on the loop: a cancel before that turn counts. */
    private final class Pending implements Timer {
        private final long id;
        private boolean cancelled;

        Pending(Duration delay, Runnable task) {
            // Vert.x refuses a delay of less than a millisecond.
            this.id = vertx.setTimer(
                    Math.max(1, delay.toMillis()),
                    ignored -> context.runOnContext(turn -> {
                        if (!cancelled) {
                            task.run();
                        }
                    }));
        }

        @Override
        public void cancel() {
            cancelled = true;
            vertx.cancelTimer(id);
        }
    }
}
