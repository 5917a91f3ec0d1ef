package io.goalstated.wire;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** Lets so much be under way at once; what comes beyond waits its turn. Confined to the event loop. */
final class Gate {
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int free;

    Gate(int width) {
        this.free = width;
    }

    /** @param work begins when there is room, perhaps at once */
    <T> Future<T> through(Supplier<Future<T>> work) {
        if (free > 0) {
            return begin(work);
        }
        Promise<T> turn = Promise.promise();
        waiting.add(() -> begin(work).onComplete(turn));
        return turn.future();
    }

    private <T> Future<T> begin(Supplier<Future<T>> work) {
        free--;
        return work.get().onComplete(end -> leave());
    }

    private void leave() {
        free++;
        Runnable next = waiting.poll();
        if (next != null) {
            next.run();
        }
    }
}
