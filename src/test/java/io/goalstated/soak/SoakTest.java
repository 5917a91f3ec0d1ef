package io.goalstated.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.lab.FakeAzure;
import io.goalstated.platform.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every kind of fault that the fake Azure knows, in the order of a seed, against a real agent. {@code -Psoak} goes on for
 * an hour; {@code -Dsoak.seconds=N -Dsoak.seed=N} for as long as asked, in another order.
 */
class SoakTest {
    private static final long SHORT_SECONDS = 5;
    /** From here on the figures say something about leaks. */
    private static final long LONG_SECONDS = 60;

    private static final int FLAT_MEMORY_MIB = 12;
    private static final int FLAT_DESCRIPTORS = 8;

    @Test
    void whatever_the_platform_does_the_agent_converges_and_no_report_is_lost(@TempDir Path directory)
            throws Exception {
        long seconds = Long.getLong("soak.seconds", SHORT_SECONDS);
        long seed = Long.getLong("soak.seed", 1);
        Vertx vertx = EventLoop.start();
        FakeAzure azure = get(FakeAzure.start(vertx));
        SoakHandler.offer(azure, directory, "1.0.0");
        SoakHandler.offer(azure, directory, "2.0.0");

        try (ChildAgent agent = ChildAgent.start(directory, azure.addresses())) {
            Soak soak = new Soak(azure, agent, directory, seed);
            soak.settle();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            while (System.nanoTime() < end && soak.lost().isEmpty() && soak.isAgentAlive()) {
                soak.round();
            }

            System.out.println(soak.summary());
            assertThat(soak.isAgentAlive()).as(agent.output()).isTrue();
            assertThat(soak.lost()).as(agent.output()).isEmpty();
            assertThat(soak.changes()).isPositive();
            assertThat(soak.brokenReports()).isEmpty();
            assertThat(soak.wrongCommands()).isEmpty();
            if (seconds >= LONG_SECONDS) {
                assertThat(soak.vitals().growthOfMemory()).isLessThanOrEqualTo(FLAT_MEMORY_MIB);
                assertThat(soak.vitals().growthOfDescriptors()).isLessThanOrEqualTo(FLAT_DESCRIPTORS);
            }
        } finally {
            get(azure.close());
            get(vertx.close());
        }
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
