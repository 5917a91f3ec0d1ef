package io.goalstated.wire;

import io.goalstated.platform.Timers;
import io.goalstated.secret.Redactor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.DoubleSupplier;

/**
 * The one loop that sends a call again (spec 01 §2.2). Pauses are timers of this call only.
 */
final class Attempts {
    /** No attempt begins later than this after the first (spec 01 §3.8 demands it of the longest call). */
    static final Duration LONGEST_CALL = Duration.ofMinutes(15);

    private static final String INVALID_CONTAINER = "InvalidContainerConfiguration";
    private static final int LONGEST_EXCERPT = 200;

    private final HttpCall call;
    private final Timers timers;
    private final DoubleSupplier random;
    private final Attempt attempt;
    private final Promise<HttpAnswer> result = Promise.promise();
    private final long began;
    private Optional<Timers.Timer> pause = Optional.empty();
    private int made;
    private boolean throttled;

    /** Sends the call once. */
    @FunctionalInterface
    interface Attempt {
        Future<HttpAnswer> begin();

        /** Whether the one that failed last has brought so much that the count starts anew. */
        default boolean hasProgressed() {
            return false;
        }
    }

    /** @param random evenly between 0 and 1 */
    Attempts(HttpCall call, Timers timers, DoubleSupplier random, Attempt attempt) {
        this.call = call;
        this.timers = timers;
        this.random = random;
        this.attempt = attempt;
        this.began = timers.nanoTime();
    }

    Future<HttpAnswer> run() {
        next();
        return result.future();
    }

    /** Ends the call now; an attempt under way is ended by closing its client. */
    void abandon() {
        pause.ifPresent(Timers.Timer::cancel);
        fail(HttpFailure.Kind.UNREACHABLE, 0, "abandoned, the agent stops");
    }

    private void next() {
        made++;
        attempt.begin().onSuccess(this::judge).onFailure(this::judge);
    }

    private void judge(HttpAnswer answer) {
        int status = answer.status();
        if (call.retry().isRaw()) {
            result.tryComplete(answer);
        } else if (status == 410) {
            fail(HttpFailure.Kind.RESOURCE_GONE, status, "410 " + excerpt(answer));
        } else if (status == 400 && answer.text().contains(INVALID_CONTAINER)) {
            fail(HttpFailure.Kind.INVALID_CONTAINER, status, "400 " + INVALID_CONTAINER);
        } else if (call.retry().retryStatuses().contains(status)) {
            throttled |= call.retry().isThrottling(status);
            again(HttpFailure.Kind.EXHAUSTED, status, status + " " + excerpt(answer));
        } else {
            result.tryComplete(answer);
        }
    }

    private void judge(Throwable cause) {
        if (cause instanceof HttpFailure failure) {
            fail(failure.kind(), failure.status(), String.valueOf(failure.getMessage()));
        } else if (cause instanceof TimeoutException || cause instanceof io.netty.channel.ConnectTimeoutException) {
            again(HttpFailure.Kind.TIMEOUT, 0, "no answer in " + call.idle().toSeconds() + " s");
        } else {
            again(HttpFailure.Kind.UNREACHABLE, 0, describe(cause));
        }
    }

    private void again(HttpFailure.Kind kind, int status, String cause) {
        if (attempt.hasProgressed()) {
            made = 0;
        }
        boolean late = timers.nanoTime() - began >= LONGEST_CALL.toNanos();
        if (late || made >= call.retry().attempts(throttled) || result.future().isComplete()) {
            fail(kind, status, cause);
            return;
        }
        pause = Optional.of(timers.after(call.retry().varied(made, throttled, random.getAsDouble()), this::next));
    }

    private void fail(HttpFailure.Kind kind, int status, String cause) {
        String where = Target.parse(call.url()).map(Target::toString).orElse("an unusable URL");
        String attempts = made == 1 ? "" : " (" + made + " attempts)";
        result.tryFail(new HttpFailure(kind, status, call.method() + " " + where + ": " + cause + attempts));
    }

    private static String describe(Throwable cause) {
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }

    /** Enough of the server's words to understand it, on one line. */
    static String excerpt(HttpAnswer answer) {
        String text = Redactor.redact(answer.reason() + " " + answer.text());
        StringBuilder kept = new StringBuilder();
        for (int i = 0; i < text.length() && kept.length() < LONGEST_EXCERPT; i++) {
            char c = text.charAt(i);
            kept.append(c >= ' ' && c <= '~' ? c : ' ');
        }
        return kept.toString().strip();
    }
}
