package io.goalstated;

import io.goalstated.lab.FakeAzure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A fake Azure for each test, with an event loop of its own, from before its set-up until after its end. */
final class LoopbackAzure implements BeforeEachCallback, AfterEachCallback {
    private final Vertx vertx = Vertx.vertx();
    private Optional<FakeAzure> started = Optional.empty();

    FakeAzure azure() {
        return started.orElseThrow();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        started = Optional.of(await(FakeAzure.start(vertx)));
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        if (started.isPresent()) {
            await(started.get().close());
        }
        await(vertx.close());
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(120, TimeUnit.SECONDS);
    }
}
