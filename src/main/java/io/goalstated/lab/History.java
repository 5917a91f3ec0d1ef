package io.goalstated.lab;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * What happened, oldest first, and futures of what shall happen. Any thread may ask. Keeps the newest entries up to a
 * limit, so that a fake platform can run for days.
 */
public final class History<T> {
    private final Vertx vertx;
    private final String what;
    private final int limit;
    private final ConcurrentLinkedDeque<T> entries = new ConcurrentLinkedDeque<>();
    private final AtomicInteger size = new AtomicInteger();
    private final Collection<Waiter<T>> waiters = new ConcurrentLinkedQueue<>();

    private record Waiter<T>(Predicate<? super T> condition, Promise<T> promise) {
        void offer(T entry) {
            if (condition.test(entry)) {
                promise.tryComplete(entry);
            }
        }
    }

    /** @param what the kind of entry, for messages */
    History(Vertx vertx, String what, int limit) {
        this.vertx = vertx;
        this.what = what;
        this.limit = limit;
    }

    void add(T entry) {
        entries.add(entry);
        if (size.incrementAndGet() > limit && entries.pollFirst() != null) {
            size.decrementAndGet();
        }
        waiters.forEach(waiter -> waiter.offer(entry));
    }

    public List<T> all() {
        return List.copyOf(entries);
    }

    public List<T> matching(Predicate<? super T> condition) {
        return entries.stream().filter(condition).toList();
    }

    public long count(Predicate<? super T> condition) {
        return entries.stream().filter(condition).count();
    }

    public Optional<T> last() {
        return Optional.ofNullable(entries.peekLast());
    }

    /** Forgets everything so far. */
    public void clear() {
        while (entries.pollFirst() != null) {
            size.decrementAndGet();
        }
    }

    /** The first entry that satisfies the condition, past or to come; fails with {@link TimeoutException} after the limit. */
    public Future<T> awaitAny(Predicate<? super T> condition, Duration patience) {
        return await(
                condition, patience, () -> entries.stream().filter(condition).findFirst());
    }

    /** The newest entry if it satisfies the condition, else the first later one that does. */
    public Future<T> awaitLatest(Predicate<? super T> condition, Duration patience) {
        return await(condition, patience, () -> last().filter(condition));
    }

    private Future<T> await(Predicate<? super T> condition, Duration patience, Past<T> past) {
        Waiter<T> waiter = new Waiter<>(condition, Promise.promise());
        // Registered before the past is searched: an entry added meanwhile is seen twice rather than never.
        waiters.add(waiter);
        past.find().ifPresent(waiter.promise()::tryComplete);
        long timer = vertx.setTimer(
                Math.max(1, patience.toMillis()),
                expired -> waiter.promise()
                        .tryFail(new TimeoutException(
                                "no such " + what + " within " + patience.toMillis() + " ms; the last: "
                                        + last().map(Object::toString).orElse("none"))));
        return waiter.promise().future().onComplete(done -> {
            vertx.cancelTimer(timer);
            waiters.remove(waiter);
        });
    }

    @FunctionalInterface
    private interface Past<T> {
        Optional<T> find();
    }
}
