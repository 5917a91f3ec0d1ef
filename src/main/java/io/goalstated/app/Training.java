package io.goalstated.app;

import io.goalstated.platform.EventLoop;
import io.goalstated.wire.HttpCall;
import io.vertx.core.Vertx;
import java.lang.invoke.MethodHandles;
import org.slf4j.LoggerFactory;

/**
 * The run that teaches the class archive what the daemon loads at start. Everything it opens it closes, and it is over
 * after {@link #LIMIT_SECONDS} at the latest: a training that hangs would hang the build.
 */
public final class Training {
    private static final int LIMIT_SECONDS = 60;

    private Training() {}

    public static void main(String[] arguments) throws Exception {
        haltAfterLimit();
        Vertx vertx = EventLoop.start();
        MethodHandles.lookup().ensureInitialized(Main.class);
        LoggerFactory.getLogger(Training.class).debug("training {}", HttpCall.class);
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    private static void haltAfterLimit() {
        Thread watchdog = new Thread(
                () -> {
                    try {
                        Thread.currentThread().join(LIMIT_SECONDS * 1000L);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    Runtime.getRuntime().halt(1);
                },
                "training-limit");
        watchdog.setDaemon(true);
        watchdog.start();
    }
}
