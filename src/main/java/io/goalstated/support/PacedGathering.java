package io.goalstated.support;

import io.goalstated.platform.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Makes one archive beside everything else that the agent does (OPS-84): a piece at a time on a worker, and between two of them a pause
 * in which no worker is held, so that at most {@value #BYTES_A_SECOND} bytes are read in a second. Confined to the event loop.
 */
final class PacedGathering {
    static final long BYTES_A_SECOND = 1 << 20;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Shell shell;
    private final Gathering gathering;
    private final Promise<Gathered> end = Promise.promise();
    private Optional<Timers.Timer> pause = Optional.empty();
    private boolean stopped;

    PacedGathering(Shell shell, Gathering gathering) {
        this.shell = shell;
        this.gathering = gathering;
    }

    /** Fails, with nothing left behind, when there can be no archive or {@link #stop} is called. */
    Future<Gathered> run() {
        work();
        return end.future();
    }

    /** Completes when nothing of it goes on any more. */
    Future<Void> stop() {
        stopped = true;
        if (pause.isPresent()) {
            pause.get().cancel();
            pause = Optional.empty();
            giveUp(new CancellationException("the agent stops"));
        }
        return end.future().<Void>mapEmpty().otherwiseEmpty();
    }

    private void work() {
        pause = Optional.empty();
        shell.offload().run(gathering::advance).onSuccess(this::goOn).onFailure(this::giveUp);
    }

    private void goOn(int bytes) {
        if (gathering.end().isPresent()) {
            end.tryComplete(gathering.end().get());
        } else if (stopped) {
            giveUp(new CancellationException("the agent stops"));
        } else {
            // Not so much as a turn of the loop is taken from others for files that are empty.
            Duration rest = Duration.ofNanos(Math.max(SECOND / 1000, bytes * SECOND / BYTES_A_SECOND));
            pause = Optional.of(shell.timers().after(rest, this::work));
        }
    }

    private void giveUp(Throwable cause) {
        shell.offload()
                .run(() -> {
                    gathering.abandon();
                    return null;
                })
                .onComplete(gone -> end.tryFail(cause));
    }
}
