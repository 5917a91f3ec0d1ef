package io.goalstated.lab;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A value made by the first who asks; others wait for it. For keys, which cost too much to make for nothing. */
final class Lazily<T> {
    private final FutureTask<T> task;

    Lazily(Callable<T> maker) {
        task = new FutureTask<>(maker);
    }

    T get() {
        task.run();
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a key", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a value could not be made", e.getCause());
        }
    }
}
