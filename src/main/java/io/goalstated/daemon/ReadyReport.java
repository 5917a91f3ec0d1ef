package io.goalstated.daemon;

import io.goalstated.platform.Disk;
import io.goalstated.platform.EventLoop;
import io.goalstated.platform.Offload;
import io.goalstated.platform.Timers;
import io.goalstated.platform.VertxOffload;
import io.goalstated.platform.VertxTimers;
import io.goalstated.wire.Health;
import io.goalstated.wire.Http;
import io.goalstated.wire.HttpAnswer;
import io.goalstated.wire.HttpCall;
import io.goalstated.wire.ProxyRules;
import io.goalstated.wire.RetryPolicy;
import io.goalstated.wire.VertxHttp;
import io.goalstated.wire.WireServer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Tells the platform once that the VM is ready, for images without an agent that runs (spec 03 §8): otherwise its deployment times
 * out. Five tries, each with a fresh goal state. Never through a proxy.
 */
public final class ReadyReport {
    private static final int ATTEMPTS = 5;
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(5);

    private final Supplier<Future<Void>> report;
    private final Timers timers;
    private final Duration pause;
    private final Promise<Void> delivered = Promise.promise();

    /** @param report tries once */
    ReadyReport(Supplier<Future<Void>> report, Timers timers, Duration pause) {
        this.report = report;
        this.timers = timers;
        this.pause = pause;
    }

    /** Fails with the reason of the last try. */
    Future<Void> deliver() {
        attempt(1);
        return delivered.future();
    }

    private void attempt(int number) {
        report.get().onSuccess(delivered::complete).onFailure(cause -> {
            if (number == ATTEMPTS) {
                delivered.fail(cause);
            } else {
                timers.after(pause, () -> attempt(number + 1));
            }
        });
    }

    /**
     * Does it on an event loop of its own, which the caller closes.
     *
     * @param pause between tries
     */
    public static Future<Void> send(Vertx vertx, Setup setup, Duration pause) {
        Promise<Void> end = Promise.promise();
        vertx.runOnContext(ignored -> onLoop(vertx, setup, pause).onComplete(end));
        return end.future();
    }

    /** The loop for {@link #send}. */
    public static Vertx loop() {
        return EventLoop.start();
    }

    private static Future<Void> onLoop(Vertx vertx, Setup setup, Duration pause) {
        Context loop = vertx.getOrCreateContext();
        Timers timers = new VertxTimers(vertx, loop);
        Offload offload = new VertxOffload(vertx, 1);
        VertxHttp http = new VertxHttp(
                vertx,
                timers,
                offload,
                new Disk(),
                setup.version().reported(),
                setup.endpoints(),
                () -> ProxyRules.NONE,
                () -> 0.5);
        WireServer wireServer =
                new WireServer(new OneTry(http), timers, setup.endpoints().wireServer());
        return new ReadyReport(
                        () -> wireServer.goalState().compose(known -> wireServer.report(Health.READY)), timers, pause)
                .deliver()
                .eventually(http::close);
    }

    /** Whoever is without an answer for a while counts the try himself. */
    private record OneTry(Http http) implements Http {
        @Override
        public Future<HttpAnswer> send(HttpCall call) {
            return http.send(call.withRetry(RetryPolicy.DEFAULT.atMost(1)).withIdle(LONGEST_SILENCE));
        }

        @Override
        public Future<HttpAnswer> download(HttpCall call, Path target) {
            return http.download(call, target);
        }

        @Override
        public Future<HttpAnswer> upload(HttpCall call, Path source) {
            return http.upload(call, source);
        }
    }
}
