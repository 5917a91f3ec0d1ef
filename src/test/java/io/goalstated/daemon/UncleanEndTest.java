package io.goalstated.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.goalstated.Conforms;
import io.goalstated.lab.FakeAzure;
import io.goalstated.lab.Goal;
import io.goalstated.lab.TelemetryRecord;
import io.goalstated.platform.EventLoop;
import io.goalstated.soak.ChildAgent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three lives of the real program, one after the other: killed, stopped, running. */
class UncleanEndTest {
    @TempDir
    Path directory;

    private final Vertx vertx = EventLoop.start();
    private FakeAzure azure;

    @BeforeEach
    void platform() throws Exception {
        azure = get(FakeAzure.start(vertx));
        azure.publish(Goal.EMPTY).viaFabric();
    }

    @AfterEach
    void end() throws Exception {
        get(azure.close());
        get(vertx.close());
    }

    @Test
    @Conforms("OPS-18")
    void an_unclean_end_is_told_once_a_clean_one_never_and_the_history_shows_both() throws Exception {
        long killed = life(1, ChildAgent::kill);
        long stopped = life(2, agent -> get(azure.awaitEvent(UncleanEndTest::isRestart)));
        life(3, agent -> {
            // Events go out in the order in which they were told: one of the start would come before this.
            azure.publish(Goal.EMPTY).viaFabric();
            String last = "incarnation_" + azure.incarnation();
            get(azure.awaitEvent(record ->
                    record.isOperation("GoalState") && record.value("Message").contains(last)));

            assertThat(azure.telemetry().all())
                    .filteredOn(UncleanEndTest::isRestart)
                    .singleElement()
                    .satisfies(told -> assertThat(told.value("Message"))
                            .contains("did not terminate cleanly", "process " + killed)
                            .doesNotContain("machine"));
            assertThat(history())
                    .satisfiesExactly(
                            first -> assertThat(first).contains("ended badly").endsWith("process " + killed),
                            second -> assertThat(second).matches("\\S+Z  \\S+Z +version \\S+  process " + stopped),
                            third -> assertThat(third).contains("running").endsWith("process " + agent.pid()));
        });
    }

    private interface Deed {
        void on(ChildAgent agent) throws Exception;
    }

    /**
     * Does that to an agent that has recorded its start; then it is stopped, if it still lives.
     *
     * @return its process
     */
    private long life(int number, Deed deed) throws Exception {
        try (ChildAgent agent = ChildAgent.start(directory, azure.addresses())) {
            Path records = directory.resolve("root/var/lib/waagent/goalstated/diagnostics/starts.json");
            await("start no. " + number)
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> Files.exists(records)
                            && Files.readString(records).split("startedAt", -1).length - 1 == number);
            deed.on(agent);
            return agent.pid();
        }
    }

    private static boolean isRestart(TelemetryRecord record) {
        return record.isOperation("Restart");
    }

    /** What the owner is shown. */
    private List<String> history() throws IOException, InterruptedException {
        Process shown = new ProcessBuilder(
                        ChildAgent.words("status", "--history", "--root=" + directory.resolve("root")))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String text = new String(shown.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shown.waitFor()).isZero();
        return text.lines().toList();
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(120, TimeUnit.SECONDS);
    }
}
