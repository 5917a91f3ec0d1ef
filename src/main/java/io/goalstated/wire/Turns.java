package io.goalstated.wire;

import io.goalstated.platform.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Who may go when many want to: first come, first served, so many abreast. Whoever takes longer than the others have
 * patience for goes on, and no longer keeps anybody waiting, as long as there is room at all: a few that are huge or slow
 * cannot hold up the rest. What waits has not begun, so that no limit of its time runs. Confined to the event loop.
 */
final class Turns {
    private final Timers timers;
    private final int abreast;
    private final Duration patience;
    private final int most;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final Set<Turn> brisk = new HashSet<>();
    private int underWay;
    private boolean stopped;

    /**
     * @param abreast how many go at once, those aside that take longer than the patience
     * @param most how many go at once in all
     */
    Turns(Timers timers, int abreast, Duration patience, int most) {
        this.timers = timers;
        this.abreast = abreast;
        this.patience = patience;
        this.most = most;
    }

    /** @param work begins when it is its turn, perhaps at once */
    <T> Future<T> take(Supplier<Future<T>> work) {
        Promise<T> end = Promise.promise();
        waiting.add(() -> begin(work).onComplete(end));
        admit();
        return end.future();
    }

    /** Nothing more begins, and what waits never ends. */
    void stop() {
        stopped = true;
        waiting.clear();
        brisk.forEach(turn -> turn.timer.cancel());
    }

    private final class Turn {
        private final Timers.Timer timer = timers.after(patience, this::slow);

        private void slow() {
            brisk.remove(this);
            admit();
        }
    }

    private <T> Future<T> begin(Supplier<Future<T>> work) {
        Turn turn = new Turn();
        brisk.add(turn);
        underWay++;
        // Composed, so that even work that throws gives its turn back.
        return Future.succeededFuture().compose(go -> work.get()).onComplete(end -> {
            turn.timer.cancel();
            brisk.remove(turn);
            underWay--;
            admit();
        });
    }

    private void admit() {
        while (!stopped && !waiting.isEmpty() && brisk.size() < abreast && underWay < most) {
            waiting.remove().run();
        }
    }
}
