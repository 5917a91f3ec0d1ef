package io.goalstated.platform;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * For work that nobody waits for: it begins a moment later, and so takes no worker from what is urgent right after an
 * event. In the order in which it was handed in. What has not begun when the process ends is not done. Used on the event
 * loop.
 */
public final class Unhurried implements Offload {
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Offload offload;
    private final Timers timers;

    public Unhurried(Offload offload, Timers timers) {
        this.offload = offload;
        this.timers = timers;
    }

    @Override
    public <T> Future<T> run(Callable<T> work) {
        Promise<T> done = Promise.promise();
        timers.after(PAUSE, () -> offload.run(work).onComplete(done));
        return done.future();
    }
}
