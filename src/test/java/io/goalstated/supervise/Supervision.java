package io.goalstated.supervise;

import com.fasterxml.jackson.databind.node.IntNode;
import io.goalstated.artifact.PackageOutcome;
import io.goalstated.artifact.PackageRequest;
import io.goalstated.artifact.PackageSource;
import io.goalstated.artifact.PackageStanding;
import io.goalstated.event.AgentEvent;
import io.goalstated.event.Events;
import io.goalstated.event.Metric;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.SequenceNumber;
import io.goalstated.extension.VersionNumber;
import io.goalstated.goalstate.ExtensionManifest;
import io.goalstated.goalstate.ExtensionSettings;
import io.goalstated.goalstate.ExtensionsGoalState;
import io.goalstated.goalstate.HandlerGoal;
import io.goalstated.goalstate.ManifestFact;
import io.goalstated.goalstate.RejectedHandler;
import io.goalstated.goalstate.RequestedState;
import io.goalstated.goalstate.Ticks;
import io.goalstated.json.Json;
import io.goalstated.platform.Disk;
import io.goalstated.platform.ManualTimers;
import io.goalstated.platform.Offload;
import io.goalstated.platform.PausableOffload;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.ToolEnd;
import io.goalstated.platform.Units;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A supervisor in a scratch directory whose clock stands still, whose commands the test ends, and whose packages are
 * there at once:
 *
 * <pre>
 * lib/Test.A-1.0.0/HandlerManifest.json   commands install, enable, ... named after themselves
 * </pre>
 */
final class Supervision {
    final Path lib;
    final ManualTimers timers = new ManualTimers();
    final FakeCommands commands = new FakeCommands(timers::runPending);
    final List<String> acquired = new ArrayList<>();
    final Map<String, String> manifestExtras = new HashMap<>();
    final Map<String, PackageOutcome> packages = new HashMap<>();
    /** What the manifest offers in place of the version that is asked for. */
    Optional<String> offered = Optional.empty();
    /** Packages whose directory somebody deletes as soon as they are in place. */
    final Set<String> lost = new HashSet<>();

    final PausableOffload offload = new PausableOffload();
    /** What the disk refuses to do: operation and path, or how they begin. */
    Optional<String> refused = Optional.empty();
    /** Why every change of the disk fails. */
    Optional<String> diskRefuses = Optional.empty();

    /** What takes secrets out of texts. */
    UnaryOperator<String> redact = text -> text;

    final Disk disk = new Disk((operation, path) -> {
        if (refused.filter((operation + " " + path)::startsWith).isPresent()) {
            throw new IOException("the disk is broken");
        }
        if (diskRefuses.isPresent()) {
            throw new IOException(diskRefuses.get());
        }
    });
    final List<SupervisionView> views = new ArrayList<>();
    final List<AgentEvent> told = new ArrayList<>();
    final Map<String, PackageStanding> standings = new HashMap<>();
    SupervisionView view = SupervisionView.NOTHING;
    private final Events events = new Events() {
        @Override
        public void tell(AgentEvent event) {
            told.add(event);
        }

        @Override
        public void measured(Metric metric) {}
    };
    private final Path logs;
    private Supervisor supervisor;
    private int incarnation;

    Supervision(Path directory) {
        this.lib = directory.resolve("lib");
        this.logs = directory.resolve("log");
        this.supervisor = newSupervisor(Rules.DEFAULT);
    }

    Supervision with(Rules rules) {
        supervisor = newSupervisor(rules);
        return this;
    }

    /** The agent is told to stop. */
    void stop() {
        supervisor.stop();
    }

    /** The agent is killed and starts again: nothing but the disk is left. */
    void restart() {
        views.clear();
        supervisor = newSupervisor(Rules.DEFAULT);
    }

    private Supervisor newSupervisor(Rules rules) {
        Supervisor made = new Supervisor(equipment(rules, offload), seen -> {
            view = seen;
            views.add(seen);
        });
        made.start();
        return made;
    }

    /** What a supervisor here works with, but for who does its blocking work. */
    Equipment equipment(Rules rules, Offload offload) {
        return new Equipment(
                disk,
                offload,
                timers,
                () -> Instant.EPOCH.plusNanos(timers.nanoTime()),
                commands,
                new ResourceControl(
                        offload,
                        new Units(new SystemRoot(lib.resolve("no-systemd")), call -> new ToolEnd.Missing(call.tool())),
                        UUID::randomUUID,
                        ResourceControl.Owner.DEFAULT),
                this::manifest,
                new Packages(),
                Optional::empty,
                lib,
                logs,
                Map.of("PATH", "/usr/bin"),
                "127.0.0.1",
                text -> redact.apply(text),
                () -> rules,
                events);
    }

    private final class Packages implements PackageSource {
        @Override
        public Future<PackageOutcome> acquire(PackageRequest request) {
            return Future.succeededFuture(Supervision.this.acquire(request.handler(), request.version()));
        }

        @Override
        public Future<PackageStanding> standing(PackageRequest request) {
            return Future.succeededFuture(standings.getOrDefault(
                    request.handler() + "-" + request.version(),
                    new PackageStanding.Good(new PackageOutcome.Ready("", false))));
        }
    }

    private Future<ManifestFact> manifest(HandlerGoal goal) {
        VersionNumber version = offered.map(VersionNumber::new).orElse(goal.version());
        return Future.succeededFuture(new ManifestFact.Known(new ExtensionManifest(
                List.of(new ExtensionManifest.Release(version, List.of("https://a.example/p.zip"), false)))));
    }

    private PackageOutcome acquire(HandlerName handler, VersionNumber version) {
        String directory = handler + "-" + version;
        acquired.add(directory);
        PackageOutcome outcome = packages.getOrDefault(directory, new PackageOutcome.Ready("", false));
        if (lost.contains(directory)) {
            delete(directory);
        } else if (outcome instanceof PackageOutcome.Ready) {
            unpack(directory);
        }
        return outcome;
    }

    private void delete(String directory) {
        try {
            disk.deleteTree(lib.resolve(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void unpack(String directory) {
        String commandsText = List.of("install", "enable", "update", "disable", "uninstall").stream()
                .map(word -> "\"" + word + "Command\":\"" + word + "\"")
                .collect(Collectors.joining(","));
        try {
            Files.createDirectories(lib.resolve(directory).resolve("config"));
            Files.createDirectories(lib.resolve(directory).resolve("status"));
            Files.writeString(
                    lib.resolve(directory).resolve("HandlerManifest.json"),
                    "[{\"handlerManifest\":{" + commandsText + manifestExtras.getOrDefault(directory, "") + "}}]");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Supervision accept(HandlerGoal... handlers) {
        return accept(Admission.EVERYTHING, handlers);
    }

    /** The platform asks for something that this agent cannot do. */
    Supervision acceptUnsupported(HandlerGoal... handlers) {
        incarnation++;
        supervisor.accept(
                goal("incarnation_" + incarnation, List.of("TimeTravel"), Arrays.asList(handlers)),
                Admission.EVERYTHING,
                Future.succeededFuture());
        timers.runPending();
        return this;
    }

    /** The platform spells the version of that handler so that nobody can tell which it is. */
    Supervision acceptMisspelt(String name, HandlerGoal... others) {
        incarnation++;
        List<RejectedHandler> rejected = List.of(new RejectedHandler(name, "1.0.0-preview", "not a version"));
        supervisor.accept(
                goal(incarnation, "incarnation_" + incarnation, List.of(), Arrays.asList(others), rejected),
                Admission.EVERYTHING,
                Future.succeededFuture());
        timers.runPending();
        return this;
    }

    Supervision accept(Admission admission, HandlerGoal... handlers) {
        return accept(admission, Future.succeededFuture(), handlers);
    }

    /** The same, but the disk does not know of the goal state yet. */
    Supervision accept(Future<Void> noted, HandlerGoal... handlers) {
        return accept(Admission.EVERYTHING, noted, handlers);
    }

    private Supervision accept(Admission admission, Future<Void> noted, HandlerGoal... handlers) {
        incarnation++;
        supervisor.accept(goal("incarnation_" + incarnation, List.of(), Arrays.asList(handlers)), admission, noted);
        timers.runPending();
        return this;
    }

    /** Something in the agent breaks before the goal state is in anybody's hands. */
    Supervision failed(RuntimeException fault, HandlerGoal... handlers) {
        incarnation++;
        supervisor.failed(goal("incarnation_" + incarnation, List.of(), Arrays.asList(handlers)), fault);
        timers.runPending();
        return this;
    }

    /** The owner has changed the policy. */
    Supervision reconsider(Admission admission) {
        supervisor.reconsider(admission);
        timers.runPending();
        return this;
    }

    /** A goal state that is on hold has come. */
    Supervision show(HandlerGoal... handlers) {
        incarnation++;
        supervisor.show(goal("incarnation_" + incarnation, List.of(), Arrays.asList(handlers)));
        timers.runPending();
        return this;
    }

    /** What the supervisor knows, whether or not it has told of it. */
    SupervisionView look() {
        return supervisor.view();
    }

    void pass(Duration time) {
        timers.advance(time);
    }

    boolean isBusy() {
        return supervisor.isBusy();
    }

    /** The commands that the journal says may still run. */
    List<String> unsettled() {
        try {
            return new Journal(new Disk(), lib.resolve("goalstated/journal"))
                    .unsettled().stream().map(open -> open.kind().word()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String activity(String handler) {
        return view.handlers().stream()
                .filter(seen -> seen.name().value().equals(handler))
                .flatMap(seen -> seen.progress().stream())
                .map(SupervisionView.Progress::activity)
                .findFirst()
                .orElse("");
    }

    String state(String directory) {
        try {
            Path file = lib.resolve(directory).resolve("config/HandlerState");
            return Files.exists(file) ? Files.readString(file) : "none";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void writeStatus(String directory, String file, String status) {
        try {
            Files.writeString(
                    lib.resolve(directory).resolve("status").resolve(file),
                    "[{\"version\":1.0,\"status\":{\"status\":\"" + status + "\"}}]");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ExtensionsGoalState goal(String id, List<String> requiredFeatures, List<HandlerGoal> handlers) {
        return goal(incarnation, id, requiredFeatures, handlers);
    }

    static ExtensionsGoalState goal(
            int incarnation, String id, List<String> requiredFeatures, List<HandlerGoal> handlers) {
        return goal(incarnation, id, requiredFeatures, handlers, List.of());
    }

    private static ExtensionsGoalState goal(
            int incarnation,
            String id,
            List<String> requiredFeatures,
            List<HandlerGoal> handlers,
            List<RejectedHandler> rejected) {
        return new ExtensionsGoalState(
                id,
                ExtensionsGoalState.Source.FABRIC,
                ExtensionsGoalState.Channel.WIRE_SERVER,
                ExtensionsGoalState.ZERO_GUID,
                ExtensionsGoalState.ZERO_GUID,
                new Ticks(incarnation),
                IntNode.valueOf(incarnation),
                Optional.empty(),
                ExtensionsGoalState.BlobType.BLOCK,
                requiredFeatures,
                List.of(),
                handlers,
                rejected,
                false,
                Optional.empty(),
                false);
    }

    static HandlerGoal handler(String name, String version, RequestedState state, int sequence, int level) {
        HandlerName handler = new HandlerName(name);
        return new HandlerGoal(
                handler,
                new VersionNumber(version),
                state,
                false,
                List.of("https://a.example/m.xml"),
                Optional.empty(),
                Optional.empty(),
                List.of(settings(name, sequence, "enabled", level)));
    }

    static HandlerGoal enabled(String name, String version, int sequence) {
        return handler(name, version, RequestedState.ENABLED, sequence, 0);
    }

    static HandlerGoal level(String name, int level) {
        return handler(name, "1.0.0", RequestedState.ENABLED, 0, level);
    }

    static HandlerGoal multi(String name, String version, RequestedState state, ExtensionSettings... settings) {
        return new HandlerGoal(
                new HandlerName(name),
                new VersionNumber(version),
                state,
                true,
                List.of("https://a.example/m.xml"),
                Optional.empty(),
                Optional.empty(),
                Arrays.asList(settings));
    }

    static ExtensionSettings settings(String name, int sequence, String state, int level) {
        return new ExtensionSettings(
                name,
                new SequenceNumber(sequence),
                state,
                level,
                List.of(),
                Optional.of(Json.object().put("n", sequence)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
