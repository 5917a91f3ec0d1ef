package io.goalstated.supervise;

import io.goalstated.platform.Offload;
import io.goalstated.platform.Timers;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work on the disk that must not be left undone, because what has happened has to be on the disk before anything else may
 * happen. While the disk refuses (it is full, or read-only) the work is tried again and again: nothing is lost, and it
 * ends by itself when space returns (OPS-27). Only I/O errors are met so; whatever else goes wrong fails the future.
 * Confined to the event loop.
 */
final class DiskWork {
    private static final Logger LOG = LoggerFactory.getLogger(DiskWork.class);
    static final Duration PAUSE = Duration.ofSeconds(5);
    /** A package is downloaded anew each time. */
    static final Duration LONG_PAUSE = Duration.ofMinutes(1);

    private final Offload offload;
    private final Timers timers;
    /** What is not on the disk yet, and why: the newest reason last. */
    private final Map<Work<?>, String> waiting = new LinkedHashMap<>();

    private boolean stopped;

    DiskWork(Offload offload, Timers timers) {
        this.offload = offload;
        this.timers = timers;
    }

    /** The disk has not taken the work, and now it is not wanted any more. */
    static final class Unwanted extends Exception {
        private static final long serialVersionUID = 1L;

        Unwanted() {
            super("no longer wanted");
        }
    }

    /** @param refused hears why, each time that the disk has not taken the work */
    <T> Future<T> insist(Callable<T> work, Consumer<String> refused) {
        return insist(() -> offload.run(work), () -> true, refused, PAUSE);
    }

    /** @param attempt does all of the work each time */
    <T> Future<T> insist(Supplier<Future<T>> attempt, Consumer<String> refused) {
        return insist(attempt, () -> true, refused, PAUSE);
    }

    /** The same for work that may be dropped: the future fails with {@link Unwanted} then. */
    <T> Future<T> insist(Callable<T> work, BooleanSupplier wanted, Consumer<String> refused) {
        return insist(() -> offload.run(work), wanted, refused, PAUSE);
    }

    /** The same for work that is costly even in vain, and is tried again at longer intervals. */
    <T> Future<T> insistPatiently(Supplier<Future<T>> attempt, BooleanSupplier wanted, Consumer<String> refused) {
        return insist(attempt, wanted, refused, LONG_PAUSE);
    }

    private <T> Future<T> insist(
            Supplier<Future<T>> attempt, BooleanSupplier wanted, Consumer<String> refused, Duration pause) {
        Promise<T> done = Promise.promise();
        Work<T> work = new Work<>(attempt, wanted, refused, pause, done);
        done.future().onComplete(ended -> waiting.remove(work));
        attempt(work, true);
        return done.future();
    }

    private record Work<T>(
            Supplier<Future<T>> attempt,
            BooleanSupplier wanted,
            Consumer<String> refused,
            Duration pause,
            Promise<T> done) {}

    private <T> void attempt(Work<T> work, boolean first) {
        // Composed, so that a fault in whatever is called here ends the work as well.
        Future.succeededFuture(work)
                .compose(mine -> mine.attempt().get())
                .transform(tried -> take(work, tried, first))
                .onFailure(work.done()::tryFail);
    }

    private <T> Future<Work<T>> take(Work<T> work, AsyncResult<T> tried, boolean first) {
        if (tried.failed() && !(tried.cause() instanceof IOException)) {
            return Future.failedFuture(tried.cause());
        }
        if (tried.failed()) {
            refused(work, String.valueOf(tried.cause().getMessage()), first);
            return Future.succeededFuture(work);
        }
        if (!first) {
            LOG.info("The disk takes again what it had refused");
        }
        work.done().complete(tried.result());
        return Future.succeededFuture(work);
    }

    private <T> void refused(Work<T> work, String why, boolean first) {
        if (first) {
            LOG.error("The disk refuses a change, it is tried again until it succeeds: {}", why);
        }
        waiting.remove(work);
        waiting.put(work, why);
        work.refused().accept(why);
        timers.after(work.pause(), () -> again(work));
    }

    private <T> void again(Work<T> work) {
        if (stopped) {
            return;
        }
        if (work.wanted().getAsBoolean()) {
            attempt(work, false);
        } else {
            work.done().fail(new Unwanted());
        }
    }

    /** Why there is work that the disk does not take at present; empty when it takes all. */
    Optional<String> trouble() {
        return waiting.values().stream().reduce((older, newer) -> newer);
    }

    /** Nothing is tried again any more; the next start of the agent goes on from what the disk says. */
    void stop() {
        stopped = true;
    }
}
