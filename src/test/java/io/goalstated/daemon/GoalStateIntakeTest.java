package io.goalstated.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import io.goalstated.artifact.PackageOutcome;
import io.goalstated.config.ConfigFile;
import io.goalstated.config.Configuration;
import io.goalstated.event.Events;
import io.goalstated.extension.ErrorCode;
import io.goalstated.extension.HandlerLayout;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.VersionNumber;
import io.goalstated.goalstate.ExtensionsGoalState;
import io.goalstated.goalstate.GoalStateDocument;
import io.goalstated.goalstate.HandlerGoal;
import io.goalstated.goalstate.Incarnation;
import io.goalstated.goalstate.ManifestFact;
import io.goalstated.goalstate.RequestedState;
import io.goalstated.goalstate.Ticks;
import io.goalstated.platform.AgentVersion;
import io.goalstated.platform.CommandRunner;
import io.goalstated.platform.DirectOffload;
import io.goalstated.platform.Disk;
import io.goalstated.platform.ManualTimers;
import io.goalstated.platform.Offload;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.ToolEnd;
import io.goalstated.platform.Units;
import io.goalstated.polling.GoalStateSnapshot;
import io.goalstated.polling.History;
import io.goalstated.report.Guest;
import io.goalstated.report.ReportRules;
import io.goalstated.report.ReportingEvents;
import io.goalstated.report.StatusHistory;
import io.goalstated.report.StatusObserver;
import io.goalstated.report.StatusReporter;
import io.goalstated.supervise.Equipment;
import io.goalstated.supervise.ResourceControl;
import io.goalstated.supervise.Rules;
import io.goalstated.supervise.SupervisionView;
import io.goalstated.supervise.Supervisor;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fault of the agent's own while a goal state is taken in costs that goal state, and no other (spec 02 §5.3 step 6). */
class GoalStateIntakeTest {
    private static final String URI = "https://store.example/status/vm?sv=1&sig=a";

    @TempDir
    Path root;

    private final ManualTimers timers = new ManualTimers();
    private final Disk disk = new Disk();
    private final List<String> reports = new ArrayList<>();
    private boolean policyBreaks;
    private boolean supervisorBreaks;
    private SupervisionView view = SupervisionView.NOTHING;
    private GoalStateIntake intake;

    @BeforeEach
    void start() {
        Configuration configuration = Configuration.of(List.of(ConfigFile.parse("f", "")));
        Setup setup =
                new Setup(new SystemRoot(root), configuration, "f", Map.of("PATH", "/bin"), AgentVersion.current());
        PolicyFile policy = new PolicyFile(setup.root(), () -> broken(policyBreaks, configuration), disk);
        StatusReporter reporter = reporter();
        Supervisor supervisor = new Supervisor(equipment(), seen -> {
            view = seen;
            reporter.supervision(seen);
        });
        supervisor.start();
        intake = new GoalStateIntake(
                setup,
                new DirectOffload(),
                timers,
                new OwnersWord(setup, policy, new TrustFiles(setup, disk)),
                new History(disk, new DirectOffload(), timers, root, this::now),
                supervisor,
                reporter);
    }

    private static <T> T broken(boolean breaks, T otherwise) {
        if (breaks) {
            throw new IllegalStateException("nobody has thought of this");
        }
        return otherwise;
    }

    private Instant now() {
        return Instant.EPOCH.plusNanos(timers.nanoTime());
    }

    private final class BreakingOffload implements Offload {
        @Override
        public <T> Future<T> run(Callable<T> work) {
            if (supervisorBreaks) {
                supervisorBreaks = false;
                throw new RejectedExecutionException("nobody has thought of this");
            }
            return new DirectOffload().run(work);
        }
    }

    private static final class NoCommands implements CommandRunner {
        @Override
        public Future<CommandEnd> run(ShellCommand command, Runnable started) {
            throw new UnsupportedOperationException(command.line());
        }

        @Override
        public Future<CommandEnd> takeUp(Path operation, Duration remaining) {
            throw new UnsupportedOperationException(operation.toString());
        }

        @Override
        public void forget(Path operation) {}
    }

    private Equipment equipment() {
        Offload offload = new BreakingOffload();
        return new Equipment(
                disk,
                offload,
                timers,
                this::now,
                new NoCommands(),
                new ResourceControl(
                        offload,
                        new Units(new SystemRoot(root), call -> new ToolEnd.Missing(call.tool())),
                        UUID::randomUUID,
                        ResourceControl.Owner.DEFAULT),
                handler -> Future.succeededFuture(new ManifestFact.Unreachable("there is none")),
                request -> Future.succeededFuture(new PackageOutcome.NoRoom("there is none")),
                Optional::empty,
                root.resolve("lib"),
                root.resolve("log"),
                Map.of(),
                "127.0.0.1",
                UnaryOperator.identity(),
                () -> Rules.DEFAULT,
                Events.NONE);
    }

    private StatusReporter reporter() {
        return new StatusReporter(
                timers,
                this::now,
                new StatusObserver(
                        disk,
                        new DirectOffload(),
                        timers,
                        this::now,
                        (name, version) -> new HandlerLayout(root, root, name, version),
                        Duration.ofSeconds(6),
                        () -> new Guest("3.1.0.2", "vm0", "debian", "12")),
                (document, uri, type) -> {
                    reports.add(new String(document, StandardCharsets.UTF_8));
                    return Future.succeededFuture();
                },
                new StatusHistory(disk, new DirectOffload(), root.resolve("history")),
                () -> ReportRules.of(Duration.ofSeconds(6)),
                UnaryOperator.identity(),
                new ReportingEvents() {
                    @Override
                    public void reported() {}

                    @Override
                    public void noDestination() {}

                    @Override
                    public void failing(Duration time, String reason) {}
                });
    }

    private void arrives(int incarnation, HandlerGoal... handlers) {
        ExtensionsGoalState goal = new ExtensionsGoalState(
                "incarnation_" + incarnation,
                ExtensionsGoalState.Source.FABRIC,
                ExtensionsGoalState.Channel.WIRE_SERVER,
                ExtensionsGoalState.ZERO_GUID,
                ExtensionsGoalState.ZERO_GUID,
                new Ticks(incarnation),
                IntNode.valueOf(incarnation),
                Optional.of(URI),
                ExtensionsGoalState.BlobType.BLOCK,
                List.of(),
                List.of(),
                List.of(handlers),
                List.of(),
                false,
                Optional.empty(),
                false);
        GoalStateDocument document = new GoalStateDocument(
                new Incarnation(Integer.toString(incarnation)),
                "container",
                "role",
                Optional.empty(),
                "http://127.0.0.1/h",
                "http://127.0.0.1/s",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        intake.arrived(
                new GoalStateSnapshot(document, goal, false, false, Optional.empty(), Optional.empty()),
                Future.succeededFuture(),
                Future.succeededFuture(),
                Future.succeededFuture());
        timers.advance(Duration.ofSeconds(1));
    }

    private static HandlerGoal handler() {
        return new HandlerGoal(
                new HandlerName("Test.A"),
                new VersionNumber("1.0.0"),
                RequestedState.ENABLED,
                false,
                List.of("https://a.example/m.xml"),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private String lastReport() {
        return reports.get(reports.size() - 1);
    }

    @Test
    void a_fault_in_what_the_owner_allows_is_reported_and_the_next_goal_state_is_carried_out() {
        policyBreaks = true;
        arrives(1);

        assertThat(view.verdict().orElseThrow().code()).isEqualTo(ErrorCode.UNKNOWN);
        assertThat(lastReport()).contains("goal state incarnation_1", "IllegalStateException");

        policyBreaks = false;
        arrives(2);

        assertThat(view.verdict().orElseThrow().goalStateId()).isEqualTo("incarnation_2");
        assertThat(view.verdict().orElseThrow().isSuccess()).isTrue();
        assertThat(lastReport()).doesNotContain("IllegalStateException");
    }

    @Test
    void a_fault_while_a_handler_gets_its_work_costs_that_handler_and_the_next_goal_state_is_carried_out() {
        arrives(1, handler());
        supervisorBreaks = true;
        arrives(2, handler());

        assertThat(supervisorBreaks).as("it broke").isFalse();
        assertThat(view.verdict().orElseThrow().goalStateId()).isEqualTo("incarnation_2");
        assertThat(lastReport()).contains("Test.A", "RejectedExecutionException");

        arrives(3, handler());

        assertThat(view.verdict().orElseThrow().goalStateId()).isEqualTo("incarnation_3");
        assertThat(lastReport()).contains("Test.A").doesNotContain("RejectedExecutionException");
    }
}
