package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class UnhurriedTest {
    private final ManualTimers timers = new ManualTimers();
    private final List<String> done = new ArrayList<>();

    @Test
    void work_begins_a_moment_later_in_the_order_in_which_it_came() {
        Offload unhurried = new Unhurried(new DirectOffload(), timers);

        Future<Boolean> first = unhurried.run(() -> done.add("first"));
        unhurried.run(() -> done.add("second"));
        assertThat(done).isEmpty();
        timers.advance(Duration.ofSeconds(1));

        assertThat(done).containsExactly("first", "second");
        assertThat(first.result()).isTrue();
    }

    @Test
    void what_goes_wrong_is_told() {
        Future<String> failed = new Unhurried(new DirectOffload(), timers).run(() -> {
            throw new IOException("the disk is full");
        });
        timers.advance(Duration.ofSeconds(1));

        assertThat(failed.cause()).hasMessage("the disk is full");
    }

    @Test
    void work_that_is_due_after_the_end_of_the_workers_fails_and_harms_nobody() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            VertxOffload workers = new VertxOffload(vertx, 1);
            Future<Boolean> late = new Unhurried(workers, timers).run(() -> done.add("late"));
            workers.close();
            timers.advance(Duration.ofSeconds(1));

            assertThat(late.otherwise(false)
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get(30, TimeUnit.SECONDS))
                    .isFalse();
            assertThat(done).isEmpty();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
    }
}
