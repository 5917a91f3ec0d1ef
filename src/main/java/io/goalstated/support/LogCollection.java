package io.goalstated.support;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goalstated.event.AgentEvent;
import io.goalstated.event.Events;
import io.goalstated.event.Operation;
import io.goalstated.json.Json;
import io.goalstated.json.SpacedJson;
import io.goalstated.platform.Timers;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects logs now and then and gives them to the platform, for those who help the owner (spec 04 §5.3). One collection at a time; one
 * that fails is told of once, and the next period tries anew. Confined to the event loop.
 */
public final class LogCollection {
    private static final Logger LOG = LoggerFactory.getLogger(LogCollection.class);
    private static final Duration EXPIRY = Duration.ofHours(1);

    private final Shell shell;
    private final CollectedPlaces places;
    private final Function<Path, Future<Void>> give;
    private final Events events;
    private final Choices choices;
    private Optional<Timers.Timer> next = Optional.empty();
    private Optional<Timers.Timer> expiry = Optional.empty();
    private Optional<PacedGathering> running = Optional.empty();
    private long ended;
    private boolean periodic;
    private boolean stopped;

    /** @param give hands an archive to the platform */
    public LogCollection(
            Shell shell, CollectedPlaces places, Function<Path, Future<Void>> give, Events events, Choices choices) {
        this.shell = shell;
        this.places = places;
        this.give = give;
        this.events = events;
        this.choices = choices;
    }

    /** The first collection begins after that time. */
    public void start(Duration delay) {
        next = Optional.of(shell.timers().after(delay, this::due));
    }

    /** The owner's choices are other ones. */
    public void reconfigured() {
        if (periodic && next.isPresent()) {
            next.get().cancel();
            wait(Duration.ofNanos(shell.timers().nanoTime() - ended));
        }
    }

    private void wait(Duration passed) {
        Duration left = choices.period().get().minus(passed);
        next = Optional.of(shell.timers().after(left.isNegative() ? Duration.ZERO : left, this::due));
    }

    /** A collection under way is given up. Completes when nothing of it is left. */
    public Future<Void> stop() {
        stopped = true;
        next.ifPresent(Timers.Timer::cancel);
        expiry.ifPresent(Timers.Timer::cancel);
        return running.map(PacedGathering::stop).orElse(Future.succeededFuture());
    }

    private void due() {
        next = Optional.empty();
        if (expiry.isEmpty()) {
            expire();
        }
        Future<Void> done = choices.wanted().getAsBoolean() ? collect() : Future.succeededFuture();
        done.onComplete(end -> {
            periodic = true;
            ended = shell.timers().nanoTime();
            if (!stopped) {
                wait(Duration.ZERO);
            }
        });
    }

    /** An archive of a day ago goes, also when nobody wants another one. */
    private void expire() {
        shell.offload()
                .run(() -> {
                    depot().expire(shell.clock().instant());
                    return null;
                })
                .onFailure(cause -> LOG.debug("an old archive of logs stays: {}", cause.getMessage()))
                .onComplete(end -> {
                    if (!stopped) {
                        expiry = Optional.of(shell.timers().after(EXPIRY, this::expire));
                    }
                });
    }

    private Depot depot() {
        return new Depot(shell.disk(), shell.root(), places.library());
    }

    private Future<Void> collect() {
        long began = shell.timers().nanoTime();
        return shell.offload()
                .run(() -> new Gathering(
                        shell.disk(), shell.root(), new Gathering.Wish(places, false, Optional.empty()), shell.clock()))
                .compose(this::gather)
                .compose(this::upload)
                .onComplete(end -> running = Optional.empty())
                .onSuccess(gathered -> tell(gathered, began))
                .onFailure(this::tellFailure)
                .mapEmpty();
    }

    private Future<Gathered> gather(Gathering gathering) {
        if (stopped) {
            return Future.failedFuture("the agent stops");
        }
        PacedGathering work = new PacedGathering(shell, gathering);
        running = Optional.of(work);
        return work.run();
    }

    private Future<Gathered> upload(Gathered gathered) {
        return stopped
                ? Future.failedFuture("the agent stops")
                : give.apply(gathered.archive())
                        .compose(given -> shell.offload().run(() -> {
                            depot().given(shell.clock().instant());
                            return gathered;
                        }));
    }

    private void tell(Gathered gathered, long began) {
        LOG.info(
                "Logs were collected and given to the platform; files={} bytes={} uncompressed={} redacted={}",
                gathered.files(),
                gathered.size(),
                gathered.content(),
                gathered.redacted().size());
        ObjectNode summary = Json.object()
                .put("Total Uncompressed File Size (B)", gathered.content())
                .put("Archive Size (B)", gathered.size())
                .put("Bytes Read (B)", gathered.read())
                .put("Files", gathered.files())
                .put("Files Left Out", gathered.leftOut().size());
        events.tell(AgentEvent.done(Operation.LOG_COLLECTION, SpacedJson.write(summary))
                .lasting(Duration.ofNanos(shell.timers().nanoTime() - began)));
    }

    private void tellFailure(Throwable cause) {
        if (stopped) {
            LOG.debug("no logs are collected any more: {}", cause.getMessage());
            return;
        }
        LOG.warn("Logs could not be collected and given to the platform; reason={}", cause.getMessage());
        events.tell(AgentEvent.failed(Operation.LOG_COLLECTION, String.valueOf(cause.getMessage())));
    }
}
