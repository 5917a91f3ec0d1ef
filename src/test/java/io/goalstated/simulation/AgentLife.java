package io.goalstated.simulation;

import io.goalstated.artifact.LocalPackages;
import io.goalstated.artifact.PackageIntake;
import io.goalstated.artifact.PackageOutcome;
import io.goalstated.artifact.PackageRequest;
import io.goalstated.event.Events;
import io.goalstated.extension.CommandKind;
import io.goalstated.extension.HandlerLayout;
import io.goalstated.goalstate.ExtensionsGoalState;
import io.goalstated.goalstate.ManifestFact;
import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.ToolEnd;
import io.goalstated.platform.Units;
import io.goalstated.report.Guest;
import io.goalstated.report.ReportRules;
import io.goalstated.report.ReportingEvents;
import io.goalstated.report.StatusHistory;
import io.goalstated.report.StatusObserver;
import io.goalstated.report.StatusReporter;
import io.goalstated.simulation.Happening.Trouble.Kind;
import io.goalstated.supervise.Equipment;
import io.goalstated.supervise.LibraryDirectory;
import io.goalstated.supervise.ResourceControl;
import io.goalstated.supervise.Rules;
import io.goalstated.supervise.SupervisionView;
import io.goalstated.supervise.Supervisor;
import io.goalstated.trust.SignatureMode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** One life of the agent, from its start to its violent end: put together as the daemon does it. */
final class AgentLife {
    static final Map<CommandKind, Duration> TIMEOUTS = Map.of(
            CommandKind.INSTALL, Duration.ofSeconds(60),
            CommandKind.UPDATE, Duration.ofSeconds(60),
            CommandKind.ENABLE, Duration.ofSeconds(30),
            CommandKind.DISABLE, Duration.ofSeconds(60),
            CommandKind.UNINSTALL, Duration.ofSeconds(30));
    private static final Map<String, String> INHERITED =
            Map.of("PATH", "/usr/bin", "LANG", "C", "VERSION", "9", "NOTIFY_SOCKET", "/run/x", "JAVA_HOME", "/java");

    private final World world;
    private final Lifetime lifetime;
    private final Disk disk = new Disk();
    private final LocalPackages packages;
    private final Supervisor supervisor;
    private final Optional<StatusReporter> reporter;
    private SupervisionView view = SupervisionView.NOTHING;
    private boolean started;
    private boolean stopped;
    private Optional<String> accepted = Optional.empty();
    private int underWay;
    private long scopes;

    /** What the life is lived in. */
    interface World {
        Script script();

        Path lib();

        Path logs();

        InstantSource clock();

        Machine machine();

        Universe universe();

        Faults faults();

        Referee referee();

        void reported(byte[] document);

        /** It could not even start. */
        void failed(Throwable cause);
    }

    AgentLife(World world, Lifetime lifetime) {
        this.world = world;
        this.lifetime = lifetime;
        this.packages = new LocalPackages(intake(), disk, lifetime, this::download);
        this.supervisor = new Supervisor(equipment(), this::changed);
        this.reporter = world.script().reporting() ? Optional.of(reporter()) : Optional.empty();
    }

    private PackageIntake intake() {
        return new PackageIntake(
                disk,
                world.lib(),
                world.logs(),
                (handler, content, signature) -> {
                    throw new IOException("nothing is signed here");
                },
                () -> SignatureMode.DEFAULT,
                world.clock());
    }

    private Equipment equipment() {
        return new Equipment(
                disk,
                lifetime,
                lifetime,
                world.clock(),
                new ScriptedRunner(disk, lifetime, world.machine()),
                new ResourceControl(
                        lifetime,
                        new Units(
                                new SystemRoot(world.lib().resolve("no-systemd")),
                                call -> new ToolEnd.Missing(call.tool())),
                        () -> new UUID(lifetime.number(), scopes++),
                        ResourceControl.Owner.DEFAULT),
                handler -> later(() -> world.faults().strikes(Kind.NO_MANIFESTS)
                        ? new ManifestFact.Unreachable("trouble")
                        : new ManifestFact.Known(
                                world.universe().manifest(handler.name().value()))),
                this::acquire,
                () -> world.faults().strikes(Kind.PACKAGE_MANAGER_BUSY) ? Optional.of("dpkg") : Optional.empty(),
                world.lib(),
                world.logs(),
                INHERITED,
                "168.63.129.16",
                UnaryOperator.identity(),
                () -> new Rules(true, world.script().parallel(), TIMEOUTS),
                Events.NONE);
    }

    /** An answer from somewhere on the network. */
    private <T> Future<T> later(java.util.function.Supplier<T> answer) {
        Promise<T> promise = Promise.promise();
        lifetime.after(Duration.ofMillis(5), () -> promise.complete(answer.get()));
        return promise.future();
    }

    private Future<PackageOutcome> acquire(PackageRequest request) {
        if (!world.faults().strikes(Kind.SLOW_PACKAGES)) {
            return packages.acquire(request);
        }
        Promise<PackageRequest> arrived = Promise.promise();
        lifetime.after(Duration.ofSeconds(30), () -> arrived.complete(request));
        return arrived.future().compose(packages::acquire);
    }

    private Optional<byte[]> download(PackageRequest request) {
        byte[] zip = world.universe()
                .zip(request.handler().value(), request.version().text());
        if (world.faults().strikes(Kind.BROKEN_PACKAGES)) {
            return Optional.of(Arrays.copyOf(zip, zip.length / 2));
        }
        return world.faults().strikes(Kind.NO_PACKAGES) ? Optional.empty() : Optional.of(zip);
    }

    private StatusReporter reporter() {
        return new StatusReporter(
                lifetime,
                world.clock(),
                new StatusObserver(
                        disk,
                        lifetime,
                        lifetime,
                        world.clock(),
                        (handler, version) -> new HandlerLayout(world.lib(), world.logs(), handler, version),
                        Duration.ofSeconds(2),
                        () -> new Guest("3.0.1.0", "vm", "debian", "12")),
                (document, uri, type) -> {
                    world.reported(document);
                    return later(() -> world.faults().strikes(Kind.NO_REPORTS))
                            .compose(fails -> fails ? Future.failedFuture("trouble") : Future.succeededFuture());
                },
                new StatusHistory(disk, lifetime, world.lib().resolve("history")),
                () -> ReportRules.of(Duration.ofSeconds(6)),
                UnaryOperator.identity(),
                new ReportingEvents() {
                    @Override
                    public void reported() {
                        // No Fast Track here.
                    }

                    @Override
                    public void noDestination() {
                        // The next goal state names one.
                    }

                    @Override
                    public void failing(Duration time, String reason) {
                        // Nobody to tell.
                    }
                });
    }

    void begin() {
        lifetime.onLoop(() -> lifetime.run(this::prepareDisk)
                .compose(prepared -> supervisor.start())
                .onFailure(world::failed)
                .onSuccess(recovered -> {
                    started = true;
                    reporter.ifPresent(it -> it.supervision(supervisor.view()));
                }));
    }

    private boolean prepareDisk() throws IOException {
        LibraryDirectory library = new LibraryDirectory(disk, world.lib(), world.logs());
        library.prepare();
        packages.sweep();
        library.tidyUp();
        return true;
    }

    /** The agent looks at the platform. */
    void learnOf(Wanted goal) {
        lifetime.onLoop(() -> {
            if (!started || stopped || accepted.filter(goal.id()::equals).isPresent()) {
                return;
            }
            accepted = Optional.of(goal.id());
            ExtensionsGoalState state = goal.goalState();
            reporter.ifPresent(it -> it.goalState(state.statusBlobUri(), state.statusBlobType()));
            underWay++;
            lifetime.run(goal::admission).onComplete(read -> {
                underWay--;
                if (stopped || !accepted.filter(goal.id()::equals).isPresent()) {
                    return;
                }
                if (!goal.onHold() && !goal.unsupported()) {
                    world.referee().accepts(lifetime.number(), world.clock().instant(), goal);
                }
                supervisor.accept(state, read.result(), Future.succeededFuture());
            });
        });
    }

    /** The owner allows something else, whatever goal state is in force. */
    void judgeAgain(Wanted goal) {
        lifetime.onLoop(() -> {
            if (!started || stopped || accepted.isEmpty()) {
                return;
            }
            underWay++;
            lifetime.run(goal::admission).onComplete(read -> {
                underWay--;
                if (!stopped) {
                    world.referee().judgesAgain(lifetime.number(), world.clock().instant(), goal.permission());
                    supervisor.reconsider(read.result());
                }
            });
        });
    }

    /** Nothing more is begun from here on. */
    void stop() {
        lifetime.onLoop(() -> {
            stopped = true;
            world.referee().stops(lifetime.number(), world.clock().instant());
            supervisor.stop();
            reporter.ifPresent(StatusReporter::stop);
        });
    }

    /** Whether polls bring nothing new. */
    boolean knows(Wanted goal) {
        return accepted.isPresent() && accepted.get().equals(goal.id());
    }

    private void changed(SupervisionView news) {
        view = news;
        reporter.ifPresent(it -> it.supervision(news));
    }

    SupervisionView view() {
        return view;
    }

    boolean hasStarted() {
        return started;
    }

    /** Whether the goal state was taken on and is through, however well. */
    boolean isThrough(Wanted goal) {
        return started && !stopped && underWay == 0 && lifetime.isIdle() && knows(goal) && !supervisor.isBusy();
    }
}
