package io.goalstated.wire;

import io.goalstated.platform.Disk;
import io.goalstated.platform.Offload;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.TrustOptions;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A real loop, a real client, and time that passes quickly. */
public final class HttpBench {
    public final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    public final QuickTimers timers = new QuickTimers(vertx);
    public final ScriptedServer server;
    public final VertxHttp http;

    public HttpBench() throws Exception {
        this(Endpoints.at("127.0.0.1"), ProxyRules.NONE);
    }

    public HttpBench(Endpoints endpoints, ProxyRules proxies) throws Exception {
        server = new ScriptedServer(vertx);
        http = http(endpoints, proxies);
    }

    public VertxHttp http(Endpoints endpoints, ProxyRules proxies) {
        return new VertxHttp(vertx, timers, offload(), new Disk(), "3.1.2.3", endpoints, () -> proxies, () -> 0.5);
    }

    /** One that asks each time which proxy there is. */
    VertxHttp httpAsking(Supplier<ProxyRules> proxies) {
        return new VertxHttp(vertx, timers, offload(), new Disk(), "3.1.2.3", Endpoints.known(), proxies, () -> 0.5);
    }

    /** One that believes only whom that says. */
    public VertxHttp http(ProxyRules proxies, TrustOptions trust) {
        return new VertxHttp(
                vertx,
                timers,
                offload(),
                new Disk(),
                "3.1.2.3",
                Endpoints.at("127.0.0.1"),
                () -> proxies,
                () -> 0.5,
                Optional.of(trust));
    }

    private Offload offload() {
        return new Offload() {
            @Override
            public <T> Future<T> run(Callable<T> work) {
                return vertx.executeBlocking(work);
            }
        };
    }

    public Endpoints endpoints() {
        return new Endpoints(server.endpoint(), server.endpoint(), server.endpoint());
    }

    public static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    public static HttpFailure failure(Future<?> future) throws Exception {
        try {
            get(future);
        } catch (ExecutionException | CompletionException e) {
            if (e.getCause() instanceof HttpFailure failure) {
                return failure;
            }
            throw e;
        }
        throw new AssertionError("it succeeded");
    }

    public void stop() throws Exception {
        get(http.close());
        server.stop();
        get(vertx.close());
    }
}
