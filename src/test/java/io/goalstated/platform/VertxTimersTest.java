package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VertxTimersTest {
    private final Vertx vertx = EventLoop.start();
    private final Context context = vertx.getOrCreateContext();
    private final VertxTimers timers = new VertxTimers(vertx, context);

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void a_task_runs_on_the_loop_after_its_delay() throws Exception {
        CompletableFuture<Boolean> onLoop = new CompletableFuture<>();
        long start = timers.nanoTime();

        timers.after(Duration.ofMillis(20), () -> onLoop.complete(Vertx.currentContext() == context));

        assertThat(onLoop.get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(timers.nanoTime() - start).isGreaterThanOrEqualTo(20_000_000L);
    }

    @Test
    void a_cancelled_task_never_runs() throws Exception {
        CompletableFuture<Boolean> ran = new CompletableFuture<>();
        CompletableFuture<Void> later = new CompletableFuture<>();

        timers.onLoop(() -> {
            timers.after(Duration.ZERO, () -> ran.complete(true)).cancel();
            timers.after(Duration.ofMillis(20), () -> later.complete(null));
        });
        later.get(60, TimeUnit.SECONDS);

        assertThat(ran).isNotDone();
    }

    @Test
    void blocking_work_runs_elsewhere_and_its_result_comes_back_on_the_loop() throws Exception {
        CompletableFuture<Boolean> back = new CompletableFuture<>();
        CompletableFuture<String> worker = new CompletableFuture<>();

        try (VertxOffload offload = new VertxOffload(vertx, 2)) {
            timers.onLoop(() -> offload.run(
                            () -> worker.complete(Thread.currentThread().getName()))
                    .onComplete(done -> back.complete(Vertx.currentContext() == context)));

            assertThat(worker.get(60, TimeUnit.SECONDS)).startsWith("work-");
            assertThat(back.get(60, TimeUnit.SECONDS)).isTrue();
        }
    }
}
