package io.goalstated.wire;

import io.goalstated.platform.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * The search for one thing that can be had in several ways: each way is tried once, straight after the one before it has
 * failed; only when none has led to it is there a pause, and a further round over those that may fare better the next
 * time. Pauses and the number of rounds are those of a {@link RetryPolicy}. Used once, on the event loop.
 *
 * @param <T> what it is
 */
final class Rounds<T> {
    /** No way is tried later than this after the first (spec 01 §9.3). */
    static final Duration LIMIT = Duration.ofMinutes(5);

    private final RetryPolicy policy;
    private final Timers timers;
    private final DoubleSupplier random;
    private final Supplier<Channel> first;
    private final Promise<T> result = Promise.promise();
    private final long began;
    private final List<Way<T>> left;
    private final Queue<Way<T>> round = new ArrayDeque<>();
    private Throwable last = new HttpFailure(HttpFailure.Kind.REFUSED, 0, "there is no address to ask");
    private Optional<Timers.Timer> pause = Optional.empty();
    private int made;
    private boolean throttled;
    private boolean abandoned;

    /**
     * @param place ways to lower places are tried first
     * @param attempt sends the request once
     */
    record Way<T>(int place, Channel channel, Supplier<Future<T>> attempt) {}

    /**
     * @param first the channel that is tried first of two ways to one place; asked at the beginning of a round
     * @param random evenly between 0 and 1
     */
    Rounds(List<Way<T>> ways, Supplier<Channel> first, RetryPolicy policy, Timers timers, DoubleSupplier random) {
        this.left = new ArrayList<>(ways);
        this.first = first;
        this.policy = policy;
        this.timers = timers;
        this.random = random;
        this.began = timers.nanoTime();
    }

    /** Fails with {@link OutOfTime}, or with what the last way failed with. */
    Future<T> run() {
        begin();
        return result.future();
    }

    /**
     * Nothing is tried any more and the search never ends: that the agent stops is no failure of what it was looking for.
     * The request under way is ended by closing its client.
     */
    void abandon() {
        abandoned = true;
        pause.ifPresent(Timers.Timer::cancel);
    }

    private void begin() {
        Channel preferred = first.get();
        left.sort(Comparator.<Way<T>>comparingInt(Way::place).thenComparing(way -> way.channel() != preferred));
        round.addAll(left);
        left.clear();
        made++;
        next();
    }

    private void next() {
        if (abandoned || result.future().isComplete()) {
            return;
        }
        if (timers.nanoTime() - began > LIMIT.toNanos()) {
            result.tryFail(new OutOfTime(last));
        } else if (!round.isEmpty()) {
            attempt(round.remove());
        } else if (left.isEmpty() || made >= policy.attempts(throttled)) {
            result.tryFail(last);
        } else {
            pause = Optional.of(timers.after(policy.varied(made, throttled, random.getAsDouble()), this::begin));
        }
    }

    private void attempt(Way<T> way) {
        way.attempt().get().onSuccess(result::tryComplete).onFailure(cause -> {
            last = cause;
            if (cause instanceof HttpFailure failure) {
                judge(way, failure);
            }
            next();
        });
    }

    private void judge(Way<T> way, HttpFailure failure) {
        switch (failure.kind()) {
            case TIMEOUT, UNREACHABLE, EXHAUSTED -> {
                throttled |= policy.isThrottling(failure.status());
                left.add(way);
            }
            case DISK -> result.tryFail(failure);
            case RESOURCE_GONE, INVALID_CONTAINER, NOT_OK, TOO_LARGE, REFUSED -> {}
        }
    }
}
