package io.goalstated.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.artifact.Initializer;
import io.goalstated.artifact.ManifestFetcher;
import io.goalstated.artifact.ManifestLocations;
import io.goalstated.artifact.PackageFetcher;
import io.goalstated.artifact.PackageIntake;
import io.goalstated.config.ProvisioningKeys;
import io.goalstated.control.ControlServer;
import io.goalstated.extension.CapturedOutput;
import io.goalstated.extension.HandlerLayout;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.VersionNumber;
import io.goalstated.goalstate.ExtensionsGoalState;
import io.goalstated.plan.ObservedHandler;
import io.goalstated.plan.ObservedVersion;
import io.goalstated.platform.Disk;
import io.goalstated.platform.Distribution;
import io.goalstated.platform.PackageManagerLocks;
import io.goalstated.platform.SessionCommandRunner;
import io.goalstated.platform.SystemdNotify;
import io.goalstated.platform.Timers;
import io.goalstated.platform.VertxOffload;
import io.goalstated.platform.VertxTimers;
import io.goalstated.polling.GoalStatePoller;
import io.goalstated.polling.GoalStateSnapshot;
import io.goalstated.polling.Polling;
import io.goalstated.polling.ProtocolDetection;
import io.goalstated.report.Guest;
import io.goalstated.report.ReportRules;
import io.goalstated.report.ReportingEvents;
import io.goalstated.report.StatusHistory;
import io.goalstated.report.StatusObserver;
import io.goalstated.report.StatusReporter;
import io.goalstated.report.StatusSink;
import io.goalstated.secret.Redactor;
import io.goalstated.supervise.Admission;
import io.goalstated.supervise.DiskInventory;
import io.goalstated.supervise.Equipment;
import io.goalstated.supervise.SupervisionView;
import io.goalstated.supervise.Supervisor;
import io.goalstated.wire.ArtifactChannels;
import io.goalstated.wire.Endpoints;
import io.goalstated.wire.Health;
import io.goalstated.wire.HostPlugin;
import io.goalstated.wire.StatusChannel;
import io.goalstated.wire.VertxHttp;
import io.goalstated.wire.WireServer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent, wired: goal states come in from the poller, the supervisor carries them out, the reporter tells the
 * platform. Lives on one event loop; several agents in scratch roots of their own can share a process.
 */
public final class Agent {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final int WORKERS = 4;
    private static final Duration TICK = Duration.ofSeconds(30);
    /** A handler is given so long for its first heartbeat. */
    private static final Duration HEARTBEAT_GRACE = Duration.ofSeconds(2);

    private final Setup setup;
    private final InstantSource clock = InstantSource.system();
    private final Instant started = clock.instant();
    private final Disk disk = new Disk();
    private final VertxOffload offload;
    private final Timers timers;
    private final VertxHttp http;
    private final ProtocolDetection detection;
    private final GoalStatePoller poller;
    private final Supervisor supervisor;
    private final StatusReporter reporter;
    private final ControlServer control;
    private final PolicyFile policyFile;
    private final PackageFetcher packages;
    private final WireServer wireServer;
    private final SystemdNotify systemd;
    private final Consumer<SupervisionView> watcher;
    private Optional<String> accepted = Optional.empty();
    private Optional<Timers.Timer> heartbeat = Optional.empty();

    /** Everything that is only handed from one part to the next while the agent is put together. */
    private Agent(Vertx vertx, Context loop, Setup setup, Consumer<SupervisionView> watcher) {
        this.setup = setup;
        this.watcher = watcher;
        this.offload = new VertxOffload(vertx, WORKERS);
        this.timers = new VertxTimers(vertx, loop);
        this.systemd = new SystemdNotify(System.getenv(), offload);
        Endpoints endpoints = setup.endpoints();
        this.http = new VertxHttp(
                vertx,
                timers,
                offload,
                disk,
                setup.version().reported(),
                endpoints,
                setup.proxies(),
                () -> ThreadLocalRandom.current().nextDouble());
        this.wireServer = new WireServer(http, timers, endpoints.wireServer());
        HostPlugin hostPlugin = new HostPlugin(
                http,
                wireServer,
                endpoints.hostPlugin(),
                () -> UUID.randomUUID().toString());
        ArtifactChannels channels = new ArtifactChannels(http, hostPlugin);
        this.policyFile = new PolicyFile(setup.root(), setup.configuration(), disk);
        this.detection =
                new ProtocolDetection(wireServer, endpoints.wireServer(), timers, offload, disk, setup.libDirectory());
        Polling polling = Polling.over(
                wireServer,
                hostPlugin,
                channels,
                new Polling.Shell(timers, offload, disk, setup.libDirectory(), clock::instant),
                setup.polling(),
                this::goalStateArrived);
        this.poller = polling.poller();
        ManifestLocations locations = new ManifestLocations();
        this.packages = new PackageFetcher(channels, locations, intake(), offload, timers, new Random());
        this.supervisor = new Supervisor(equipment(channels, locations, endpoints), this::supervisionChanged);
        this.reporter = reporter(new StatusChannel(http, hostPlugin, timers, clock::instant));
        this.control = new ControlServer(vertx, offload, disk, setup.controlSocket())
                .offer("/status", this::status)
                .allow("/goal-state/refresh", poller::refresh);
    }

    /**
     * Starts an agent on the current event loop context.
     *
     * @param watcher hears of every change in what the supervisor knows
     */
    public static Future<Agent> start(Vertx vertx, Setup setup, Consumer<SupervisionView> watcher) {
        Agent agent = new Agent(vertx, vertx.getOrCreateContext(), setup, watcher);
        return agent.begin().map(agent);
    }

    private PackageIntake intake() {
        Packages rules = new Packages(setup, disk, clock, policyFile::read);
        return new PackageIntake(disk, setup.libDirectory(), setup.logDirectory(), rules, rules::mode, clock);
    }

    private Equipment equipment(ArtifactChannels channels, ManifestLocations locations, Endpoints endpoints) {
        return new Equipment(
                disk,
                offload,
                timers,
                clock,
                new SessionCommandRunner(disk, offload, timers, CapturedOutput.MAX_BYTES, CapturedOutput::join),
                new ManifestFetcher(
                        channels,
                        locations,
                        offload,
                        timers,
                        new Random(),
                        this::isFastTrack,
                        ManifestFetcher.Keeper.NONE),
                packages,
                new PackageManagerLocks(setup.root())::holder,
                setup.libDirectory(),
                setup.logDirectory(),
                setup.inherited(),
                endpoints.wireProtocolAddress(),
                Redactor::redact,
                setup.supervision());
    }

    private StatusReporter reporter(StatusChannel channel) {
        Distribution distribution = Distribution.read(setup.root());
        Guest guest = new Guest(
                setup.version().reported(), distribution.computerName(), distribution.name(), distribution.version());
        return new StatusReporter(
                timers,
                clock,
                new StatusObserver(disk, offload, timers, clock, this::layout, HEARTBEAT_GRACE),
                StatusSink.over(channel),
                new StatusHistory(disk, offload, setup.libDirectory().resolve("history")),
                guest,
                ReportRules.of(setup.goalStatePeriod()),
                Redactor::redact,
                new Troubles());
    }

    private HandlerLayout layout(HandlerName handler, VersionNumber version) {
        return new HandlerLayout(setup.libDirectory(), setup.logDirectory(), handler, version);
    }

    private Future<Integer> begin() {
        LOG.info(
                "Azure Linux Agent Version: {} (goalstated {})",
                setup.version().reported(),
                setup.version().own());
        return offload.run(this::prepareDisk)
                .compose(prepared -> supervisor.start())
                .onSuccess(recovered -> {
                    openControl();
                    detection.start().onSuccess(detected -> poller.start());
                    systemd.ready();
                    tick();
                });
    }

    /** Only a loop that turns says that it is alive (OPS-6); and while something runs, the platform is asked often. */
    private void tick() {
        heartbeat = Optional.of(timers.after(TICK, this::tick));
        systemd.alive();
        if (supervisor.isBusy()) {
            poller.pokeActive();
        }
    }

    private Path prepareDisk() throws IOException {
        disk.createDirectory(setup.libDirectory(), Disk.PRIVATE_DIRECTORY);
        // One that was there already may be open to others, and settings and keys rely on it (OPS-108).
        disk.setMode(setup.libDirectory(), Disk.PRIVATE_DIRECTORY);
        disk.createDirectory(setup.logDirectory(), Disk.PUBLIC_DIRECTORY);
        disk.createDirectory(setup.libDirectory().resolve("goalstated"), Disk.PRIVATE_DIRECTORY);
        packages.sweep();
        refreshHandlers();
        return setup.libDirectory();
    }

    /** Handlers that an older agent installed learn what has been added to their environment (spec 02 §3). */
    private void refreshHandlers() throws IOException {
        Initializer initializer = new Initializer(disk);
        for (ObservedHandler handler : DiskInventory.read(disk, setup.libDirectory(), setup.logDirectory())
                .values()) {
            for (ObservedVersion version : handler.versions()) {
                initializer.refresh(layout(handler.name(), version.version()));
            }
        }
    }

    private void openControl() {
        control.open()
                .onFailure(e -> LOG.warn("no control socket; goalstated status will not work: {}", e.getMessage()));
    }

    private boolean isFastTrack() {
        return poller.latest()
                .filter(snapshot -> snapshot.extensions().source() == ExtensionsGoalState.Source.FAST_TRACK)
                .isPresent();
    }

    private void goalStateArrived(GoalStateSnapshot snapshot) {
        ExtensionsGoalState goal = snapshot.extensions();
        reporter.fastTrack(snapshot.fastTrackSupported());
        reporter.goalState(goal.statusBlobUri(), goal.statusBlobType());
        if (accepted.isEmpty()) {
            reporter.supervision(supervisor.view());
            reportReady();
        }
        if (!snapshot.isExecutable() || accepted.filter(goal.id()::equals).isPresent()) {
            return;
        }
        accepted = Optional.of(goal.id());
        offload.run(policyFile::read)
                .map(policy -> new Admission(setup.extensionsEnabled(), setup.configurationFile(), policy))
                .onSuccess(admission -> supervisor.accept(goal, admission));
    }

    /** Where nobody provisions the VM, it is ready as soon as the agent is (spec 01 §3.8). */
    private void reportReady() {
        if (setup.configuration().get(ProvisioningKeys.AGENT).equals("disabled")) {
            wireServer
                    .report(Health.READY)
                    .onFailure(e -> LOG.warn("the platform does not know that this VM is ready: {}", e.getMessage()));
        }
    }

    private void supervisionChanged(SupervisionView view) {
        reporter.supervision(view);
        watcher.accept(view);
        if (supervisor.isBusy()) {
            poller.pokeActive();
        }
    }

    /** What reporting cannot settle by itself. */
    private final class Troubles implements ReportingEvents {
        @Override
        public void noDestination() {
            poller.refresh();
        }

        @Override
        public void failing(Duration time, String reason) {
            LOG.error("no status report has come through for {} min: {}", time.toMinutes(), reason);
        }
    }

    /** The status document of the control socket. */
    public JsonNode status() {
        return new StatusAnswer(clock.instant())
                .agent(setup.version(), started)
                .goalState(poller.latest(), supervisor.view())
                .polling(poller.view(), detection.lastError())
                .report(reporter.view())
                .extensions(reporter.entries())
                .document();
    }

    /** Stops what starts things; what runs goes on, and the next start takes it up. */
    public Future<Void> stop() {
        systemd.stopping();
        heartbeat.ifPresent(Timers.Timer::cancel);
        detection.stop();
        poller.stop();
        supervisor.stop();
        return control.close()
                .onComplete(done -> LOG.debug("control socket closed"))
                .eventually(reporter::stop)
                .onComplete(done -> LOG.debug("reporting ended"))
                .eventually(http::close)
                .onComplete(done -> {
                    LOG.debug("connections closed");
                    offload.close();
                });
    }
}
