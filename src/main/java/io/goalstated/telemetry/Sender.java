package io.goalstated.telemetry;

import io.goalstated.event.EventXml;
import io.goalstated.platform.Timers;
import io.goalstated.wire.HttpAnswer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties the outbox: one request at a time, at the pace that the server allows. While it cannot be reached or asks for
 * patience, events wait; events that it refuses are dropped, not before their neighbours had a chance without them
 * (OPS-72). Confined to the event loop.
 */
final class Sender {
    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
    /** The first event waits so long for company, unless there is enough. */
    private static final Duration GATHERING = Duration.ofSeconds(5);

    private static final int COMPANY = 30;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration THROTTLED_PAUSE = Duration.ofSeconds(8);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    /** Answers that say nothing against the events: throttling, a VM that has just moved, a slow request. */
    private static final Set<Integer> PASSING = Set.of(403, 408, 410, 429);

    private static final Set<Integer> THROTTLING = Set.of(403, 429, 503);

    private final Outbox outbox;
    private final Function<String, Future<HttpAnswer>> server;
    private final Timers timers;
    private final BooleanSupplier silenced;
    private final RequestWindow window = new RequestWindow();
    private Optional<Timers.Timer> timer = Optional.empty();
    private boolean hurried;
    private boolean sending;
    private boolean stopped;
    private int failures;
    private int refused;
    private Optional<String> trouble = Optional.empty();

    /**
     * @param server takes a request's body; one attempt
     * @param silenced nothing at all may be sent: what waits from better times is dropped
     */
    Sender(Outbox outbox, Function<String, Future<HttpAnswer>> server, Timers timers, BooleanSupplier silenced) {
        this.silenced = silenced;
        this.outbox = outbox;
        this.server = server;
        this.timers = timers;
    }

    /** There may be something to send. */
    void wake() {
        boolean company = outbox.waiting() >= COMPANY;
        if (stopped
                || sending
                || failures > 0
                || outbox.waiting() == 0
                || (timer.isPresent() && (hurried || !company))) {
            return;
        }
        hurried = company;
        arm(company ? Duration.ZERO : GATHERING);
    }

    /** How many events the server would not have, since this was last asked. */
    int takeRefused() {
        int count = refused;
        refused = 0;
        return count;
    }

    /** Why the last request failed, if it did. */
    Optional<String> trouble() {
        return trouble;
    }

    void stop() {
        stopped = true;
        timer.ifPresent(Timers.Timer::cancel);
    }

    private void arm(Duration delay) {
        timer.ifPresent(Timers.Timer::cancel);
        timer = stopped ? Optional.empty() : Optional.of(timers.after(delay, this::send));
    }

    private void send() {
        timer = Optional.empty();
        sending = true;
        Future<Result> work = silenced.getAsBoolean()
                ? outbox.discard().map(Result.NOTHING)
                : outbox.next()
                        .compose(batch ->
                                batch.isPresent() ? send(batch.get()) : Future.succeededFuture(Result.NOTHING));
        work.onSuccess(this::ended).onFailure(cause -> {
            trouble = Optional.of("the queue cannot be read: " + cause.getMessage());
            LOG.warn("Telemetry waits: {}", trouble.get());
            ended(Result.FAILED);
        });
    }

    private enum Result {
        SENT,
        REFUSED,
        FAILED,
        THROTTLED,
        NOTHING
    }

    private void ended(Result result) {
        sending = false;
        switch (result) {
            case NOTHING -> hurried = false;
            case SENT, REFUSED -> {
                failures = 0;
                trouble = Optional.empty();
                arm(Duration.ZERO);
            }
            case FAILED, THROTTLED -> {
                failures++;
                arm(pause(result));
            }
        }
    }

    private Duration pause(Result result) {
        Duration grown = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 10));
        Duration least = result == Result.THROTTLED && grown.compareTo(THROTTLED_PAUSE) < 0 ? THROTTLED_PAUSE : grown;
        return least.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : least;
    }

    private Future<Result> send(Batch batch) {
        int all = batch.events().size();
        return post(batch.provider(), batch.events()).compose(result -> switch (result) {
            case SENT -> outbox.settle(batch, all).map(result);
            case REFUSED -> all > 1 ? sendHalves(batch) : drop(batch, 0, all);
            case FAILED, THROTTLED, NOTHING -> Future.succeededFuture(result);
        });
    }

    private Future<Result> sendHalves(Batch batch) {
        int half = batch.events().size() / 2;
        return sendPart(batch, 0, half)
                .compose(first -> first == Result.SENT || first == Result.REFUSED
                        ? sendPart(batch, half, batch.events().size())
                        : Future.succeededFuture(first));
    }

    private Future<Result> sendPart(Batch batch, int from, int to) {
        return post(batch.provider(), batch.events().subList(from, to)).compose(result -> switch (result) {
            case SENT -> outbox.settle(batch, to).map(result);
            case REFUSED -> drop(batch, from, to);
            case FAILED, THROTTLED, NOTHING -> Future.succeededFuture(result);
        });
    }

    private Future<Result> drop(Batch batch, int from, int to) {
        refused += to - from;
        return outbox.settle(batch, to).map(Result.REFUSED);
    }

    /** Waits until the server's limit allows another request. */
    private Future<Result> post(String provider, List<String> events) {
        if (events.isEmpty()) {
            return Future.succeededFuture(Result.SENT);
        }
        Duration wait = window.take(timers.nanoTime());
        if (wait.isZero()) {
            return server.apply(EventXml.envelope(provider, events))
                    .map(this::judge)
                    .otherwise(cause -> failed(Result.FAILED, String.valueOf(cause.getMessage())));
        }
        if (stopped) {
            return Future.succeededFuture(Result.FAILED);
        }
        Promise<Void> pause = Promise.promise();
        timer = Optional.of(timers.after(wait, pause::complete));
        return pause.future().compose(over -> post(provider, events));
    }

    private Result judge(HttpAnswer answer) {
        if (answer.isOk()) {
            return Result.SENT;
        }
        String what = "the wireserver answers " + answer.status();
        if (answer.status() >= 400 && answer.status() < 500 && !PASSING.contains(answer.status())) {
            return failed(Result.REFUSED, what);
        }
        return failed(THROTTLING.contains(answer.status()) ? Result.THROTTLED : Result.FAILED, what);
    }

    private Result failed(Result result, String why) {
        if (trouble.isEmpty()) {
            LOG.debug("Telemetry was not taken: {}", why);
        }
        trouble = Optional.of(why);
        return result;
    }
}
