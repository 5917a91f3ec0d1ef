package io.goalstated.provision;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.platform.CommandRunner;
import io.goalstated.platform.DirectOffload;
import io.goalstated.platform.ManualTimers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloudInitEndTest {
    @TempDir
    Path directory;

    private final List<String> events = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final ManualTimers timers = new ManualTimers();
    private int survivors;
    /** When and how cloud-init ends; empty: it hangs. */
    private Optional<CommandRunner.CommandEnd> end = Optional.empty();

    private CloudInitEnd cloudInit;

    @BeforeEach
    void vm() throws IOException {
        Vm vm = new Vm(directory);
        cloudInit = new CloudInitEnd(
                vm.machine(),
                new Commands(),
                new DirectOffload(),
                Duration.ofSeconds(5),
                (operation, success, message, took) ->
                        events.add(operation.text() + " " + (success ? "ok" : "failed") + ": " + message));
    }

    @Test
    void extensions_may_run_once_cloud_init_is_done() {
        end = Optional.of(new CommandRunner.CommandEnd.Exited(0, ""));

        Future<Void> waited = cloudInit.await();

        assertThat(waited.succeeded()).isFalse();
        timers.advance(Duration.ofSeconds(2));
        assertThat(waited.succeeded()).isTrue();
        assertThat(lines).containsExactly("exec cloud-init status --wait");
        assertThat(events).isEmpty();
    }

    @Test
    void errors_that_cloud_init_could_go_on_after_are_none() {
        end = Optional.of(new CommandRunner.CommandEnd.Exited(2, ""));

        Future<Void> waited = cloudInit.await();
        timers.advance(Duration.ofSeconds(2));

        assertThat(waited.succeeded()).isTrue();
        assertThat(events).isEmpty();
    }

    @Test
    void a_failure_of_cloud_init_is_told_and_extensions_run() {
        end = Optional.of(new CommandRunner.CommandEnd.Exited(1, ""));

        Future<Void> waited = cloudInit.await();
        timers.advance(Duration.ofSeconds(2));

        assertThat(waited.succeeded()).isTrue();
        assertThat(events).containsExactly("CloudInit failed: cloud-init status --wait ended with exit code 1");
    }

    @Test
    @Conforms("03#72")
    void a_cloud_init_that_hangs_is_waited_for_no_longer_than_the_owner_wants() {
        Future<Void> waited = cloudInit.await();

        timers.advance(Duration.ofMillis(4900));
        assertThat(waited.isComplete()).isFalse();
        timers.advance(Duration.ofMillis(100));
        assertThat(waited.succeeded()).isTrue();
        assertThat(events).containsExactly("CloudInit failed: cloud-init status --wait did not end in time");
    }

    @Test
    void what_an_agent_that_was_killed_waited_with_is_ended_first() throws Exception {
        Files.createDirectories(directory.resolve("var/lib/waagent/goalstated/operations/cloud-init"));
        end = Optional.of(new CommandRunner.CommandEnd.Exited(0, ""));

        Future<Void> waited = cloudInit.await();
        timers.advance(Duration.ofSeconds(2));

        assertThat(waited.succeeded()).isTrue();
        assertThat(survivors).isEqualTo(1);
        assertThat(directory.resolve("var/lib/waagent/goalstated/operations/cloud-init"))
                .doesNotExist();
    }

    /** A command ends after two seconds, or is killed at its limit. */
    private final class Commands implements CommandRunner {
        @Override
        public Future<CommandEnd> run(ShellCommand command, Runnable started) {
            assertThat(command.operation()).doesNotExist();
            lines.add(command.line());
            started.run();
            Promise<CommandEnd> ended = Promise.promise();
            Duration after = end.isPresent() ? Duration.ofSeconds(2) : command.timeout();
            timers.after(after, () -> ended.complete(end.orElseGet(() -> new CommandEnd.TimedOut(""))));
            return ended.future();
        }

        @Override
        public Future<CommandEnd> takeUp(Path operation, Duration remaining) {
            survivors++;
            return Future.succeededFuture(new CommandEnd.TimedOut(""));
        }

        @Override
        public void forget(Path operation) {
            new io.goalstated.platform.Disk().discard(operation);
        }
    }
}
