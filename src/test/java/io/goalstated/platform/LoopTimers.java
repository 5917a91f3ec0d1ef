package io.goalstated.platform;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Real time on one thread of its own, which plays the event loop. For tests of what waits on processes or sockets. */
public final class LoopTimers implements Timers, AutoCloseable {
    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "test-loop");
        thread.setDaemon(true);
        return thread;
    });

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        ScheduledFuture<?> scheduled = loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    @Override
    public void onLoop(Runnable task) {
        loop.execute(task);
    }

    /** Does that on the loop and returns what it returned. */
    public <T> T call(Callable<T> work) {
        return ended(loop.submit(work));
    }

    /** Starts that on the loop and waits for the end of its future, at most for the limit. */
    public <T> T await(Duration limit, Callable<Future<T>> work) {
        CompletableFuture<T> end = new CompletableFuture<>();
        onLoop(() -> {
            try {
                work.call().onSuccess(end::complete).onFailure(end::completeExceptionally);
            } catch (Exception e) {
                end.completeExceptionally(e);
            }
        });
        return ended(end.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS));
    }

    private static <T> T ended(java.util.concurrent.Future<T> future) {
        try {
            return future.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("the loop does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        loop.shutdownNow();
    }
}
