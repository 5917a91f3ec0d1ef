package io.goalstated.provision;

import io.goalstated.config.ProvisioningKeys;
import io.goalstated.event.Operation;
import io.goalstated.platform.CommandRunner;
import io.goalstated.platform.Offload;
import io.goalstated.platform.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The built-in handler (spec 03 §2): decides who provisions this VM, carries the plan out step by step, tries again what may
 * pass, and says when extensions may run. Confined to the event loop; what blocks is offloaded.
 */
public final class Provisioning {
    private static final Logger LOG = LoggerFactory.getLogger(Provisioning.class);

    private final Parts parts;
    private final Machine machine;
    private final ProvisioningSettings settings;
    private final Sentinel sentinel;
    private final DocumentSource source;
    private final SystemActions actions;
    private final Standing standing;
    private final FinalReport report;
    private Optional<StageJournal> journal = Optional.empty();
    private Optional<Timers.Timer> retry = Optional.empty();
    private Optional<Delegation> delegation = Optional.empty();
    private String vm = "";
    private int attempt;
    private boolean stopped;

    /**
     * What it works with.
     *
     * @param metadata empty where there is no metadata service
     * @param goalState completes when a goal state has been fetched
     * @param certificates after that: completes when all of its certificates are on disk, as far as they can be had
     * @param version the agent's own
     */
    public record Parts(
            Machine machine,
            MediaSearch media,
            Optional<Metadata> metadata,
            CommandRunner commands,
            Offload offload,
            Timers timers,
            InstantSource clock,
            HealthReporter health,
            Fingerprints fingerprints,
            Future<Void> goalState,
            Supplier<Future<Void>> certificates,
            ProvisioningEvents events,
            String version) {}

    /** Where the fingerprint of the host's SSH key goes; best effort. */
    @FunctionalInterface
    public interface Fingerprints {
        Future<Void> send(String fingerprint);
    }

    /** @param audience told of every change, on the loop */
    public Provisioning(Parts parts, Consumer<ProvisioningView> audience) {
        this.parts = parts;
        this.machine = parts.machine();
        this.standing = new Standing(parts.clock(), audience);
        this.settings = ProvisioningSettings.of(machine.configuration());
        this.sentinel = new Sentinel(machine);
        this.source = new DocumentSource(parts, settings.keepCustomData());
        CustomDataRun customData =
                new CustomDataRun(machine, parts.commands(), parts.offload(), parts.timers(), parts.events());
        this.actions = new SystemActions(machine, settings, parts, customData, sentinel);
        this.report = new FinalReport(parts);
    }

    /** Begins. The future ends when extensions may run, and never fails. */
    public Future<ProvisioningView> start() {
        begin().onFailure(cause -> fail(Stage.MEDIA, cause));
        return standing.released();
    }

    /** What is known now. */
    public ProvisioningView view() {
        return standing.view();
    }

    /** Nothing is begun any more; the next start goes on where this one stopped. */
    public void stop() {
        stopped = true;
        retry.ifPresent(Timers.Timer::cancel);
        source.stop();
        delegation.ifPresent(Delegation::stop);
        parts.health().stop();
    }

    /** What a look at the machine has found before anything is done. */
    private record Beginning(Sentinel.Found sentinel, boolean cloudInit, String vm, Set<Stage> done) {}

    private Future<Void> begin() {
        return work(() -> {
                    String id = sentinel.vmId().value();
                    Sentinel.Found found = sentinel.look();
                    boolean asksCloudInit = found == Sentinel.Found.NOTHING && !isDisabled();
                    boolean cloudInit = asksCloudInit && new CloudInit(machine).isEnabled();
                    Set<Stage> done = new StageJournal(machine, parts.clock(), id).done();
                    return new Beginning(found, cloudInit, id, done);
                })
                .compose(this::choose);
    }

    private boolean isDisabled() {
        return machine.configuration().get(ProvisioningKeys.AGENT).equals("disabled");
    }

    private Future<Void> choose(Beginning beginning) {
        vm = beginning.vm();
        journal = Optional.of(new StageJournal(machine, parts.clock(), vm));
        if (isDisabled()) {
            return mark().map(marked -> {
                become(ProvisioningState.SKIPPED, Optional.of("Provisioning.Agent is disabled"));
                // The identity that comes with the first goal state serves the report too.
                parts.goalState()
                        .compose(known -> reportReady())
                        .onFailure(cause -> LOG.warn("Readiness was not reported; reason={}", cause.getMessage()));
                return null;
            });
        }
        return switch (beginning.sentinel()) {
            case SAME_VM -> provisionedBefore(beginning.done());
            case NAMELESS ->
                mark().compose(marked -> endReady(ProvisioningState.PROVISIONED, "provisioned by another agent"));
            case OTHER_VM -> copied();
            case NOTHING -> provision(beginning.cloudInit());
        };
    }

    private Future<Void> provision(boolean cloudInit) {
        String agent = machine.configuration().get(ProvisioningKeys.AGENT);
        boolean delegated = agent.equals("cloud-init") || (agent.equals("auto") && cloudInit);
        if (delegated) {
            if (!cloudInit) {
                LOG.warn("Provisioning.Agent=cloud-init, and cloud-init is not enabled");
            }
            delegate();
            return Future.succeededFuture();
        }
        if (cloudInit) {
            return Future.failedFuture(ProvisioningFailure.lasting(
                    "cloud-init appears to be installed and enabled, this is not expected, cannot continue"));
        }
        attempt();
        return Future.succeededFuture();
    }

    private void delegate() {
        become(ProvisioningState.DELEGATED, Optional.of("waiting for cloud-init"));
        Delegation begun =
                new Delegation(parts, sentinel, progress -> become(ProvisioningState.DELEGATED, Optional.of(progress)));
        delegation = Optional.of(begun);
        begun.carryOut()
                .compose(told -> {
                    report.event(true, "Provisioning with cloud-init succeeded");
                    // What cloud-init has left for the host itself stays.
                    Future<Void> reported = told ? report.ready(journalOf(), attempt) : reportReady();
                    return reported.onSuccess(
                            tried -> become(ProvisioningState.PROVISIONED, Optional.of("provisioned by cloud-init")));
                })
                .onFailure(cause -> fail(Stage.MEDIA, cause));
    }

    /** A crash between the sentinel and the report leaves the platform waiting. */
    private Future<Void> provisionedBefore(Set<Stage> done) {
        // Whether the sentinel was noted in the journal or not: only what this agent has begun does it end.
        boolean unfinished = !done.isEmpty() && !done.contains(Stage.REPORTED_READY);
        if (unfinished) {
            return endReady(ProvisioningState.PROVISIONED, "provisioned before the last restart");
        }
        become(ProvisioningState.SKIPPED, Optional.of("provisioned already"));
        return Future.succeededFuture();
    }

    private Future<Void> copied() {
        LOG.warn(
                "VM is provisioned, but the VM unique identifier has changed. This indicates the VM may be created from"
                        + " a copied image; clearing cached state");
        parts.events().event(Operation.PROVISION, true, "VM unique identifier has changed", Duration.ZERO);
        return work(() -> {
                    new ReducedCleanUp(machine).run();
                    sentinel.write();
                    return true;
                })
                .compose(cleaned -> endReady(ProvisioningState.PROVISIONED, "provisioned as another VM"));
    }

    private Future<Void> mark() {
        return work(() -> {
            sentinel.write();
            return null;
        });
    }

    private void attempt() {
        if (stopped) {
            return;
        }
        attempt++;
        become(ProvisioningState.RUNNING, Optional.empty());
        work(() -> journalOf().done())
                .compose(this::run)
                .onFailure(cause -> fail(view().stage().orElse(Stage.MEDIA), cause));
    }

    private Future<Void> run(Set<Stage> done) {
        return new ProvisioningRun(
                        parts, settings, actions, source, journalOf(), attempt, done, new ProvisioningRun.Watch() {
                            @Override
                            public void at(Stage stage) {
                                standing.reach(stage, attempt);
                            }

                            @Override
                            public boolean goesOn() {
                                return !stopped;
                            }
                        })
                .carryOut()
                .compose(provisionGuestAgent -> {
                    report.event(true, "Provisioning succeeded");
                    parts.events().event(Operation.PROVISION_GUEST_AGENT, true, provisionGuestAgent, Duration.ZERO);
                    return endReady(ProvisioningState.PROVISIONED, "provisioned");
                });
    }

    private Future<Void> endReady(ProvisioningState state, String reason) {
        // Whoever hears of the end may rely on the platform's having been told first, if it could be.
        return reportReady().onSuccess(tried -> become(state, Optional.of(reason)));
    }

    private Future<Void> reportReady() {
        return stopped
                ? Future.succeededFuture()
                : report.tellHost(vm).compose(told -> report.ready(journalOf(), attempt));
    }

    private void fail(Stage stage, Throwable cause) {
        if (stopped) {
            return;
        }
        ProvisioningFailure failure = cause instanceof ProvisioningFailure known
                ? known
                : ProvisioningFailure.passing(
                        stage.words() + " failed: " + cause.getClass().getSimpleName());
        if (!(cause instanceof ProvisioningFailure)) {
            LOG.error("Provisioning failed; step={} reason={}", stage.words(), cause.getMessage());
        }
        LOG.error(
                "Provisioning failed; step={} attempt={} reason={} retryable={}",
                stage.words(),
                attempt,
                failure.getMessage(),
                failure.isRetryable());
        journal.ifPresent(book -> work(() -> {
                    book.failed(stage, attempt, failure);
                    return null;
                })
                .onFailure(e -> LOG.warn("The failure was not noted; reason={}", e.getMessage())));
        Retries retries = Retries.after(failure, attempt, report.elapsed());
        if (retries.isFinal()) {
            report.failed(failure, vm);
        }
        become(
                retries.isFinal() ? ProvisioningState.FAILED : ProvisioningState.WAITING,
                Optional.of(failure.getMessage()));
        retry = retries.pause().map(pause -> parts.timers().after(pause, this::attempt));
    }

    private void become(ProvisioningState state, Optional<String> reason) {
        standing.become(state, attempt, reason);
    }

    private StageJournal journalOf() {
        return journal.orElseThrow(() -> new IllegalStateException("not started"));
    }

    private <T> Future<T> work(Callable<T> work) {
        return parts.offload().run(work);
    }
}
