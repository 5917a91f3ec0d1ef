package io.goalstated.daemon;

import io.goalstated.artifact.ManifestFetcher;
import io.goalstated.artifact.ManifestLocations;
import io.goalstated.artifact.ManifestSource;
import io.goalstated.artifact.ManifestsAhead;
import io.goalstated.artifact.PackageFetcher;
import io.goalstated.artifact.PackageIntake;
import io.goalstated.config.ExtensionKeys;
import io.goalstated.config.ProvisioningKeys;
import io.goalstated.control.ControlServer;
import io.goalstated.distro.DistroTable;
import io.goalstated.event.AgentEvent;
import io.goalstated.event.Events;
import io.goalstated.extension.CapturedOutput;
import io.goalstated.extension.HandlerName;
import io.goalstated.goalstate.ExtensionsGoalState;
import io.goalstated.platform.Disk;
import io.goalstated.platform.Distribution;
import io.goalstated.platform.PackageManagerLocks;
import io.goalstated.platform.SessionCommandRunner;
import io.goalstated.platform.SystemTools;
import io.goalstated.platform.SystemdNotify;
import io.goalstated.platform.Timers;
import io.goalstated.platform.TransientScopes;
import io.goalstated.platform.Units;
import io.goalstated.platform.VertxOffload;
import io.goalstated.platform.VertxTimers;
import io.goalstated.polling.GoalStateListener;
import io.goalstated.polling.GoalStatePoller;
import io.goalstated.polling.GoalStateSnapshot;
import io.goalstated.polling.History;
import io.goalstated.polling.Polling;
import io.goalstated.polling.ProtocolDetection;
import io.goalstated.provision.CloudInitEnd;
import io.goalstated.provision.HealthReporter;
import io.goalstated.provision.Machine;
import io.goalstated.provision.MediaSearch;
import io.goalstated.provision.Provisioning;
import io.goalstated.provision.ProvisioningEvents;
import io.goalstated.provision.ProvisioningView;
import io.goalstated.report.Guest;
import io.goalstated.report.ReportingEvents;
import io.goalstated.report.StatusHistory;
import io.goalstated.report.StatusObserver;
import io.goalstated.report.StatusReporter;
import io.goalstated.report.StatusSink;
import io.goalstated.secret.Redactor;
import io.goalstated.supervise.Equipment;
import io.goalstated.supervise.ResourceControl;
import io.goalstated.supervise.SupervisionView;
import io.goalstated.supervise.Supervisor;
import io.goalstated.support.LogCollection;
import io.goalstated.telemetry.Choices;
import io.goalstated.telemetry.Desk;
import io.goalstated.telemetry.HealthWatch;
import io.goalstated.telemetry.Host;
import io.goalstated.telemetry.Shell;
import io.goalstated.telemetry.Telemetry;
import io.goalstated.trust.TransportKeys;
import io.goalstated.wire.ArtifactChannels;
import io.goalstated.wire.CorrelationIds;
import io.goalstated.wire.Endpoints;
import io.goalstated.wire.HostPlugin;
import io.goalstated.wire.InstanceMetadata;
import io.goalstated.wire.StatusChannel;
import io.goalstated.wire.VertxHttp;
import io.goalstated.wire.WireServer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * The parts of an agent, made and handed to one another; nothing is started here. What a part hears of another goes
 * through the {@link Ears}.
 */
final class Assembly {
    private static final int WORKERS = 4;
    private static final int CUSTOM_DATA_OUTPUT = 1 << 20;
    /** A handler is given so long for its first heartbeat. */
    private static final Duration HEARTBEAT_GRACE = Duration.ofSeconds(2);

    final InstantSource clock = InstantSource.system();
    final Disk disk;
    final VertxOffload offload;
    final Timers timers;
    final SystemdNotify systemd;
    final VertxHttp http;
    final WireServer wireServer;
    final ArtifactChannels storage;
    final ProtocolDetection detection;
    final GoalStatePoller poller;
    private final History history;
    final Supervisor supervisor;
    final StatusReporter reporter;
    final ControlServer control;
    final Housekeeping housekeeping;
    final GoalStateIntake intake;
    final Surroundings surroundings;
    final ResourceUse use;
    final Telemetry telemetry;
    final Announcements announcements;
    final StartRecords starts;
    /** Empty where the agent has no machine of its own to prepare. */
    final Optional<Provisioning> provisioning;

    /** Empty where extensions need not wait for cloud-init. */
    final Optional<CloudInitEnd> cloudInit;

    /** Completes with the first goal state. */
    final Promise<Void> goalStateSeen = Promise.promise();

    private final Setup setup;
    private final TransientScopes scopes;
    private final ResourceControl resources;
    private final Proxies proxies;
    private final ManifestsAhead manifests;
    private final HostPlugin hostPlugin;
    private final Desk events;
    private final long began;
    private Optional<LogCollection> logs = Optional.empty();

    /** What the agent as a whole wants to know. All calls come on the loop. */
    interface Ears extends ReportingEvents {
        void goalStateArrived(GoalStateSnapshot snapshot);

        void supervisionChanged(SupervisionView view);

        /** The parts know the wireserver by another address than that: they are of no use any more. */
        void wireServerIsAt(String address);

        void provisioningChanged(ProvisioningView view);

        /** The agent holds more memory than its owner wants: it should end, and be started again. */
        void outgrown(String reason);
    }

    private final class AtWork implements ResourceUse.Work {
        @Override
        public SupervisionView view() {
            return supervisor.view();
        }

        @Override
        public boolean isBusy() {
            return supervisor.isBusy();
        }
    }

    /** Everything that is only handed from one part to the next stays in here. */
    Assembly(Vertx vertx, Context loop, Setup setup, Disk disk, Ears ears) {
        this.setup = setup;
        this.disk = disk;
        this.offload = new VertxOffload(vertx, WORKERS);
        this.timers = new VertxTimers(vertx, loop);
        this.systemd = new SystemdNotify(System.getenv(), offload);
        this.scopes = new TransientScopes(setup.root(), timers);
        this.resources = new ResourceControl(
                offload, new Units(setup.root(), new SystemTools(setup.root())), UUID::randomUUID, setup.limits());
        Endpoints endpoints = setup.endpoints();
        this.proxies = new Proxies(setup, disk, offload);
        DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
        this.http = new VertxHttp(
                vertx, timers, offload, disk, setup.version().reported(), endpoints, proxies::inForce, random);
        this.wireServer = new WireServer(http, timers, endpoints.wireServer());
        Shell shell = new Shell(timers, clock, offload, disk, setup.root(), setup.libDirectory(), setup.logDirectory());
        this.began = timers.nanoTime();
        this.events = new Desk(shell, setup::telemetryLevel, setup.version().reported());
        HealthWatch health = new HealthWatch(timers);
        this.hostPlugin = new HostPlugin(http, wireServer, endpoints.hostPlugin(), CorrelationIds::next, health);
        this.storage = new ArtifactChannels(http, hostPlugin, timers, random, setup::largestPackage, events);
        this.use = new ResourceUse(setup, timers, events, new AtWork(), ears::outgrown);
        TransportKeys transport = new TransportKeys(disk, setup.libDirectory(), clock::instant);
        this.surroundings = new Surroundings(
                setup,
                timers,
                offload,
                disk,
                clock,
                events,
                transport,
                this::isPrepared,
                resources::services,
                use::measured);
        this.detection = new ProtocolDetection(
                wireServer,
                endpoints.wireServer(),
                timers,
                offload,
                disk,
                setup.libDirectory(),
                () -> surroundings.elsewhere().map(found -> found.map(address -> () -> ears.wireServerIsAt(address))),
                events);
        ManifestLocations locations = new ManifestLocations();
        this.manifests = new ManifestsAhead(
                new ManifestFetcher(storage, locations, offload, new Random()),
                timers,
                this::isFastTrack,
                this::keepManifest);
        Polling polling = Polling.over(
                wireServer,
                hostPlugin,
                storage,
                new Polling.Shell(
                        timers,
                        offload,
                        disk,
                        setup.libDirectory(),
                        clock::instant,
                        events,
                        transport,
                        () -> setup.oldFormats(disk)),
                setup::polling,
                listener(ears));
        this.poller = polling.poller();
        this.history = polling.history();
        PolicyFile policyFile = new PolicyFile(setup.root(), setup::configuration, disk);
        TrustFiles trustFiles = new TrustFiles(setup, disk);
        PackageFetcher packages =
                new PackageFetcher(storage, locations, intake(policyFile, trustFiles, events), offload, new Random());
        this.supervisor = new Supervisor(equipment(manifests, packages, endpoints, events), ears::supervisionChanged);
        this.reporter = reporter(new StatusChannel(http, hostPlugin, timers, clock::instant, events), ears);
        this.control = new ControlServer(vertx, offload, disk, setup.controlSocket());
        this.housekeeping = new Housekeeping(setup, disk, packages::sweep);
        Optional<InstanceMetadata> metadata = metadata(endpoints);
        this.telemetry = new Telemetry(
                shell,
                new Host(wireServer, hostPlugin, metadata, http.errors(), poller::failures),
                new Choices(setup::telemetryLevel, setup::eventPeriod),
                events,
                health);
        this.announcements = new Announcements(telemetry, events);
        this.starts = new StartRecords(setup, disk, clock);
        OwnersWord ownersWord = new OwnersWord(setup, policyFile, trustFiles);
        this.intake = new GoalStateIntake(setup, offload, timers, ownersWord, history, supervisor, reporter);
        this.provisioning = setup.provisions() ? Optional.of(provisioning(ears, events, metadata)) : Optional.empty();
        this.cloudInit = setup.waitsForCloudInit() ? Optional.of(cloudInit(events)) : Optional.empty();
    }

    /** The configuration is another one: what was made of it is made again, and what may have changed is looked at. */
    void reconfigured() {
        proxies.readAgain();
        surroundings.reconfigured();
        telemetry.reconfigured();
        logs.ifPresent(LogCollection::reconfigured);
        reporter.reconfigured();
        poller.pokeActive();
    }

    /** Once there is a goal state, which it needs. */
    void collectLogs() {
        logs = Optional.of(LogsForSupport.collect(this, setup, hostPlugin, events, began));
    }

    /** Completes when no collection of logs goes on. */
    Future<Void> stopLogs() {
        return logs.map(LogCollection::stop).orElse(Future.succeededFuture());
    }

    private GoalStateListener listener(Ears ears) {
        return new GoalStateListener() {
            @Override
            public void arrived(GoalStateSnapshot snapshot) {
                ears.goalStateArrived(snapshot);
            }

            @Override
            public void foreseen(ExtensionsGoalState goal) {
                manifests.foresee(goal);
                intake.foreseen();
            }
        };
    }

    private boolean isPrepared() {
        return provisioning.map(known -> known.view().released()).orElse(true);
    }

    private Machine machine() {
        return new Machine(
                setup.root(),
                disk,
                new SystemTools(setup.root()),
                DistroTable.find(Distribution.release(setup.root())),
                setup.configuration());
    }

    private static ProvisioningEvents told(Events events) {
        return (operation, success, message, took) ->
                events.tell(new AgentEvent(Optional.empty(), operation, success, message, took));
    }

    private SessionCommandRunner commands(int output) {
        return new SessionCommandRunner(disk, offload, timers, scopes, output, CapturedOutput::join);
    }

    private CloudInitEnd cloudInit(Events events) {
        return new CloudInitEnd(
                machine(),
                commands(CapturedOutput.MAX_BYTES),
                offload,
                setup.configuration().get(ExtensionKeys.WAIT_FOR_CLOUD_INIT_TIMEOUT),
                told(events));
    }

    private Provisioning provisioning(Ears ears, Events events, Optional<InstanceMetadata> metadata) {
        Machine machine = machine();
        ProvisioningReports reports = new ProvisioningReports(
                wireServer,
                setup.configuration().get(ProvisioningKeys.HEALTH_ENDPOINT).equals("json"),
                "goalstated v" + setup.version().own());
        ProvisioningEvents told = told(events);
        return new Provisioning(
                new Provisioning.Parts(
                        machine,
                        new MediaSearch(machine, setup.media()),
                        metadata.map(service -> () -> service.instance(UUID.randomUUID())),
                        commands(CUSTOM_DATA_OUTPUT),
                        offload,
                        timers,
                        clock,
                        new HealthReporter(reports, timers, told),
                        wireServer::reportFingerprint,
                        goalStateSeen.future(),
                        poller::certificates,
                        told,
                        setup.version().own()),
                ears::provisioningChanged);
    }

    private Optional<InstanceMetadata> metadata(Endpoints endpoints) {
        return endpoints
                .metadata()
                .map(endpoint ->
                        new InstanceMetadata(http, endpoint, setup.version().reported()));
    }

    private PackageIntake intake(PolicyFile policyFile, TrustFiles trustFiles, Events events) {
        Packages rules = new Packages(setup, trustFiles, clock, policyFile::read);
        return new PackageIntake(disk, setup.libDirectory(), setup.logDirectory(), rules, rules::mode, clock, events);
    }

    private Equipment equipment(ManifestSource manifests, PackageFetcher packages, Endpoints endpoints, Events events) {
        return new Equipment(
                disk,
                offload,
                timers,
                clock,
                commands(CapturedOutput.MAX_BYTES),
                resources,
                manifests,
                packages,
                new PackageManagerLocks(setup.root())::holder,
                setup.libDirectory(),
                setup.logDirectory(),
                setup.handlerEnvironment(),
                endpoints.wireProtocolAddress(),
                Redactor::redact,
                setup::supervision,
                events);
    }

    /** Why extensions are not kept apart, or not held to their limits, as they should be; empty when they are. */
    List<String> resourceTroubles() {
        List<String> troubles = new ArrayList<>(resources.troubles());
        if (setup.root().isReal()) {
            scopes.trouble().ifPresent(troubles::add);
        }
        return troubles;
    }

    /** Limits that somebody wants for an extension and that do not hold; nobody wants any where there is no systemd. */
    List<String> limitsNotInForce() {
        return resources.troubles();
    }

    private void keepManifest(HandlerName handler, String text) {
        history.add(handler + ".manifest.xml", text);
    }

    private boolean isFastTrack() {
        return poller.latest()
                .filter(snapshot -> snapshot.extensions().source() == ExtensionsGoalState.Source.FAST_TRACK)
                .isPresent();
    }

    private StatusReporter reporter(StatusChannel channel, ReportingEvents events) {
        Distribution distribution = Distribution.read(setup.root());
        Supplier<Guest> guest = () -> new Guest(
                setup.version().reported(),
                Distribution.computerName(setup.root()),
                distribution.name(),
                distribution.version());
        return new StatusReporter(
                timers,
                clock,
                new StatusObserver(disk, offload, timers, clock, setup::layout, HEARTBEAT_GRACE, guest),
                StatusSink.over(channel),
                new StatusHistory(disk, offload, setup.libDirectory().resolve("history")),
                setup::reporting,
                Redactor::redact,
                events);
    }
}
