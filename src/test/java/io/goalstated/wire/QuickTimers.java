package io.goalstated.wire;

import io.goalstated.platform.Timers;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Pauses between attempts last a millisecond and are recorded. Limits are real: those below a second (set by tests),
 * the usual ten seconds, and all beyond a minute.
 */
public final class QuickTimers implements Timers {
    private final Vertx vertx;
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();

    public QuickTimers(Vertx vertx) {
        this.vertx = vertx;
    }

    public List<Duration> pauses() {
        return pauses;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        boolean limit = delay.toMillis() < 1000 || delay.toSeconds() == 9 || delay.equals(HttpCall.DEFAULT_IDLE);
        boolean pause = !limit && delay.toMillis() <= 60_000;
        if (pause) {
            pauses.add(delay);
        }
        long id = vertx.setTimer(pause ? 1 : Math.max(1, delay.toMillis()), fired -> task.run());
        return () -> vertx.cancelTimer(id);
    }

    @Override
    public void onLoop(Runnable task) {
        vertx.runOnContext(ignored -> task.run());
    }
}
