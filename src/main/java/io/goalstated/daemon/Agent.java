package io.goalstated.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.log.Logging;
import io.goalstated.platform.Disk;
import io.goalstated.platform.Timers;
import io.goalstated.polling.GoalStateSnapshot;
import io.goalstated.provision.CloudInitEnd;
import io.goalstated.provision.Provisioning;
import io.goalstated.provision.ProvisioningView;
import io.goalstated.supervise.SupervisionView;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running agent: goal states come in from the poller, the supervisor carries them out, the reporter tells the
 * platform. Lives on one event loop; several agents in scratch roots of their own can share a process.
 */
public final class Agent {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final Duration TICK = Duration.ofSeconds(30);

    private final Setup setup;
    final Assembly parts;
    private final Consumer<SupervisionView> watcher;
    private final Superior superior;
    private final Answers answers;
    private final Attention attention;
    /** Completes when nothing that an earlier run left behind is in the way of new work. */
    private final Promise<Void> recovered = Promise.promise();

    /** Completes when the VM is prepared, or finally cannot be: from then on extensions may run. */
    private final Promise<Void> released = Promise.promise();

    private Optional<Timers.Timer> heartbeat = Optional.empty();

    private Agent(
            Vertx vertx, Context loop, Setup setup, Disk disk, Consumer<SupervisionView> watcher, Superior superior) {
        this.setup = setup;
        this.watcher = watcher;
        this.superior = superior;
        this.parts = new Assembly(vertx, loop, setup, disk, new Ears());
        this.answers = new Answers(setup, parts, List.of(recovered.future(), released.future()));
        this.attention = new Attention(
                parts.supervisor::isBusy,
                parts.reporter::isTransitioning,
                parts.poller::pokeActive,
                parts.poller::refresh);
        answers.offer();
        parts.control.allow("/goal-state/refresh", attention::wanted);
    }

    /**
     * Starts an agent on the current event loop context.
     *
     * @param watcher hears of every change in what the supervisor knows
     */
    public static Future<Agent> start(Vertx vertx, Setup setup, Consumer<SupervisionView> watcher) {
        return start(vertx, setup, new Disk(), watcher);
    }

    /** An agent whose every change of the disk somebody else watches. */
    static Future<Agent> start(Vertx vertx, Setup setup, Disk disk, Consumer<SupervisionView> watcher) {
        return start(vertx, setup, disk, watcher, Superior.NONE);
    }

    static Future<Agent> start(
            Vertx vertx, Setup setup, Disk disk, Consumer<SupervisionView> watcher, Superior superior) {
        Agent agent = new Agent(vertx, vertx.getOrCreateContext(), setup, disk, watcher, superior);
        return agent.begin().map(agent);
    }

    /** The platform is asked as soon as there are directories; what else the disk needs is done meanwhile. */
    private Future<Void> begin() {
        LOG.info(
                "Azure Linux Agent Version: {} (goalstated {})",
                setup.version().reported(),
                setup.version().own());
        Future<Void> begun = parts.offload
                .run(() -> {
                    parts.housekeeping.prepareDirectories();
                    return parts.housekeeping.isAgentDisabled();
                })
                .compose(disabled -> {
                    if (disabled) {
                        beSilent();
                    } else {
                        parts.detection.start().onSuccess(detected -> parts.poller.start());
                    }
                    return parts.offload.run(parts.housekeeping::tidyUp);
                })
                .compose(tidy -> parts.supervisor.start())
                .<Void>mapEmpty()
                .onSuccess(ready -> {
                    openControl();
                    parts.systemd.ready();
                    tick();
                    parts.surroundings.watch();
                    provision();
                    record();
                });
        // Commands of extensions wait for the disk that they may have been told to work on.
        begun.compose(ready -> parts.surroundings.prepareDisk()).onComplete(recovered);
        return begun;
    }

    /** Extensions wait until the VM is prepared, or finally cannot be (spec 03 §2.2), and for cloud-init if they are told to. */
    private void provision() {
        parts.provisioning
                .map(known -> known.start().compose(ended -> parts.offload.run(parts.housekeeping::isAgentDisabled)))
                .orElse(Future.succeededFuture(false))
                .onSuccess(disabled -> {
                    if (disabled) {
                        beSilent();
                    } else {
                        parts.cloudInit
                                .map(CloudInitEnd::await)
                                .orElse(Future.succeededFuture())
                                .onComplete(released);
                    }
                })
                .onFailure(e -> {
                    LOG.error("extensions stay as they are: {}", e.getMessage());
                    released.tryFail(e);
                });
    }

    /** The owner or the platform wants no agent: it stays up, answers, and asks for nothing (spec 03 §2.2 no. 9). */
    private void beSilent() {
        LOG.warn("Disabling guest agent in accordance with ovf-env.xml or its owner: no goal state is asked for");
        LOG.warn(
                "Remove {} and restart the service to enable it again",
                setup.libDirectory().resolve("disable_agent"));
        parts.detection.stop();
        parts.poller.stop();
        parts.reporter.stop().onComplete(ended -> LOG.debug("reporting ended"));
        parts.stopLogs().onComplete(ended -> LOG.debug("no logs are collected"));
    }

    /** Whoever watches the console of a VM that is being prepared sees how far that is (spec 03 §14.3). */
    private void echo(ProvisioningView view) {
        if (view.released() || !setup.echoes()) {
            Logging.ofThisProcess().endEcho();
        } else {
            Logging.ofThisProcess().echoTo(setup.root().resolve("/dev/console"));
        }
    }

    private void record() {
        parts.offload
                .run(parts.starts::begin)
                .onSuccess(begun -> {
                    answers.starts(begun.starts());
                    begun.unclean().ifPresent(parts.announcements::restarted);
                })
                .onFailure(e -> LOG.debug("the start is not recorded: {}", e.getMessage()));
    }

    private void openControl() {
        parts.control
                .open()
                .onFailure(e -> LOG.warn("no control socket; goalstated status will not work: {}", e.getMessage()));
    }

    /** Only a loop that turns says that it is alive (OPS-6). */
    private void tick() {
        heartbeat = Optional.of(parts.timers.after(TICK, this::tick));
        parts.systemd.alive();
        parts.reporter.conditions(answers.conditions());
        attention.tick();
    }

    /** Who can do for an agent what it cannot do itself. Called on the loop. */
    interface Superior {
        /** Nobody. */
        Superior NONE = new Superior() {
            @Override
            public void wireServerIsAt(String address) {}

            @Override
            public void outgrown(String reason) {}
        };

        /** The wireserver turns out to be at another address, of which this agent can make no use. */
        void wireServerIsAt(String address);

        /** The agent holds too much memory: its process should end, and be started again. */
        void outgrown(String reason);
    }

    private final class Ears implements Assembly.Ears {
        @Override
        public void wireServerIsAt(String address) {
            // Not once it has answered.
            if (parts.poller.latest().isEmpty()) {
                superior.wireServerIsAt(address);
            }
        }

        @Override
        public void goalStateArrived(GoalStateSnapshot snapshot) {
            if (parts.goalStateSeen.tryComplete()) {
                parts.collectLogs();
            }
            parts.surroundings.goalState(snapshot);
            parts.announcements.goalState(snapshot);
            parts.intake.arrived(snapshot, parts.poller.noted(), recovered.future(), released.future());
        }

        @Override
        public void provisioningChanged(ProvisioningView view) {
            echo(view);
            LOG.debug("provisioning: state={} stage={}", view.state(), view.stage());
        }

        @Override
        public void supervisionChanged(SupervisionView view) {
            parts.reporter.conditions(answers.conditions());
            parts.reporter.supervision(view);
            watcher.accept(view);
            attention.workChanged();
        }

        @Override
        public void outgrown(String reason) {
            superior.outgrown(reason);
        }

        @Override
        public void reported() {
            parts.poller.statusReported();
        }

        @Override
        public void noDestination() {
            parts.poller.refresh();
        }

        @Override
        public void failing(Duration time, String reason) {
            LOG.error("no status report has come through for {} min: {}", time.toMinutes(), reason);
            parts.announcements.reportsFail(time, reason);
        }
    }

    /** The status document of the control socket. */
    public JsonNode status() {
        return answers.status();
    }

    /** The owner has changed the configuration, or what belongs to it. */
    void reconfigured() {
        parts.reconfigured();
    }

    /** Stops what starts things; what runs goes on, and the next start takes it up. */
    public Future<Void> stop() {
        parts.systemd.stopping();
        return close();
    }

    /** The same without a word to systemd: another agent takes over in this process. */
    Future<Void> close() {
        heartbeat.ifPresent(Timers.Timer::cancel);
        parts.surroundings.stop();
        parts.detection.stop();
        parts.poller.stop();
        parts.intake.stop();
        parts.supervisor.stop();
        parts.storage.stop();
        parts.provisioning.ifPresent(Provisioning::stop);
        Future<Void> collected = parts.stopLogs();
        return parts.control
                .close()
                .onComplete(done -> LOG.debug("control socket closed"))
                .eventually(() -> collected)
                .eventually(parts.reporter::stop)
                .onComplete(done -> LOG.debug("reporting ended"))
                .eventually(parts.telemetry::stop)
                .eventually(() -> parts.offload.run(parts.starts::end))
                .eventually(parts.http::close)
                .onComplete(done -> {
                    LOG.debug("connections closed");
                    parts.offload.close();
                });
    }
}
