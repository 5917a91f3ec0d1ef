package io.goalstated.provision;

import io.goalstated.platform.Timers;
import io.goalstated.wire.HttpFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the metadata service until it answers (spec 03 §3.10): a new VM's data may come late, and the network may not be up yet.
 * Confined to the event loop.
 */
final class MetadataWait {
    private static final Logger LOG = LoggerFactory.getLogger(MetadataWait.class);
    /** What the service answers when it is not ready, or asked too often. */
    private static final Set<Integer> NOT_YET = Set.of(404, 410, 429, 500);

    private static final Set<HttpFailure.Kind> SILENT = Set.of(HttpFailure.Kind.UNREACHABLE, HttpFailure.Kind.TIMEOUT);

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    /** So often it may be out of reach. */
    private static final int MOST_UNREACHED = 11;

    private final Optional<Metadata> metadata;
    private final Timers timers;
    private Optional<Timers.Timer> timer = Optional.empty();

    /** @param metadata empty where there is no such service */
    MetadataWait(Optional<Metadata> metadata, Timers timers) {
        this.metadata = metadata;
        this.timers = timers;
    }

    /** What it says; empty when it says nothing within five minutes. Never fails. */
    Future<Optional<OsProfile>> await() {
        Promise<Optional<OsProfile>> answer = Promise.promise();
        ask(answer, timers.nanoTime(), 0);
        return answer.future();
    }

    /** What it says now; empty when it does not. Never fails. */
    Future<Optional<OsProfile>> once() {
        return metadata.isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : answer().otherwise(cause -> {
                    LOG.info("The metadata service tells nothing of this VM; reason={}", cause.getMessage());
                    return Optional.empty();
                });
    }

    void stop() {
        timer.ifPresent(Timers.Timer::cancel);
    }

    private Future<Optional<OsProfile>> answer() {
        return metadata.orElseThrow().ask().map(instance -> Optional.of(OsProfile.of(instance)));
    }

    private void ask(Promise<Optional<OsProfile>> answer, long began, int unreached) {
        if (metadata.isEmpty()) {
            answer.complete(Optional.empty());
            return;
        }
        answer().onComplete(asked -> {
            if (asked.succeeded()) {
                answer.complete(asked.result());
                return;
            }
            boolean silent = isSilent(asked.cause());
            int misses = silent ? unreached + 1 : unreached;
            boolean late = timers.nanoTime() - began >= PATIENCE.toNanos();
            LOG.warn(
                    "The metadata service tells nothing of this VM; reason={}",
                    asked.cause().getMessage());
            if (late || misses >= MOST_UNREACHED || !(silent || isNotYet(asked.cause()))) {
                answer.complete(Optional.empty());
            } else {
                timer = Optional.of(timers.after(PAUSE, () -> ask(answer, began, misses)));
            }
        });
    }

    private static boolean isSilent(Throwable cause) {
        return cause instanceof HttpFailure failure && SILENT.contains(failure.kind());
    }

    private static boolean isNotYet(Throwable cause) {
        return cause instanceof HttpFailure failure && NOT_YET.contains(failure.status());
    }
}
