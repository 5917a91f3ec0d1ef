package io.goalstated.platform;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;

/** Does the work at once, or, while it pauses, when it goes on. */
public final class PausableOffload implements Offload {
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean paused;

    public void pause() {
        paused = true;
    }

    public void goOn() {
        paused = false;
        while (!waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    @Override
    public <T> Future<T> run(Callable<T> work) {
        if (!paused) {
            return new DirectOffload().run(work);
        }
        Promise<T> promise = Promise.promise();
        waiting.add(() -> new DirectOffload().run(work).onComplete(promise));
        return promise.future();
    }
}
