package io.goalstated.platform;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;

/** Blocking work on a named pool of its own, in no order. Call it on the event loop: that is where results come back. */
public final class VertxOffload implements Offload, AutoCloseable {
    private final WorkerExecutor workers;
    private boolean closed;

    public VertxOffload(Vertx vertx, int threads) {
        this.workers = vertx.createSharedWorkerExecutor("work", threads);
    }

    @Override
    public <T> Future<T> run(Callable<T> work) {
        return closed
                ? Future.failedFuture(new RejectedExecutionException("the agent has ended"))
                : workers.executeBlocking(work, false);
    }

    /** Waits for nothing: work that runs is finished, work that has not started is dropped, what comes later fails. */
    @Override
    public void close() {
        closed = true;
        workers.close();
    }
}
