package io.goalstated.provision;

import io.goalstated.account.Account;
import io.goalstated.account.UserName;
import io.goalstated.ovf.OvfEnvironment;
import io.goalstated.platform.ToolCall;
import io.goalstated.platform.ToolEnd;
import io.goalstated.wire.Health;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt to carry a provisioning document out, from the first stage that has not been reached to the sentinel (spec 03
 * §2.3, §2.4). Ends at the first step that fails. Confined to the event loop.
 */
final class ProvisioningRun {
    private static final Logger LOG = LoggerFactory.getLogger(ProvisioningRun.class);

    private static final Duration PROXY_AGENT_LIMIT = Duration.ofSeconds(150);

    private final Provisioning.Parts parts;
    private final Machine machine;
    private final ProvisioningSettings settings;
    private final Step.Actions actions;
    private final DocumentSource source;
    private final StageJournal journal;
    private final int attempt;
    private final Set<Stage> done;
    private final Watch watch;

    /**
     * An attempt.
     *
     * @param done the stages that were reached before
     * @param watch follows it
     */
    ProvisioningRun(
            Provisioning.Parts parts,
            ProvisioningSettings settings,
            Step.Actions actions,
            DocumentSource source,
            StageJournal journal,
            int attempt,
            Set<Stage> done,
            Watch watch) {
        this.parts = parts;
        this.machine = parts.machine();
        this.settings = settings;
        this.actions = actions;
        this.source = source;
        this.journal = journal;
        this.attempt = attempt;
        this.done = done;
        this.watch = watch;
    }

    /** Whoever follows the attempt. */
    interface Watch {
        /** That stage is begun. */
        void at(Stage stage);

        /** Whether another step may be begun. */
        boolean goesOn();
    }

    /** What is to be done, with the document that it comes from. */
    private record Prepared(OvfEnvironment document, List<Step> steps) {}

    /** Does all that is left. The result is what the document says of the agent. */
    Future<String> carryOut() {
        watch.at(Stage.MEDIA);
        return document()
                .compose(found -> work(() -> prepare(found)))
                .compose(prepared -> tellAndDo(prepared)
                        .map(all -> prepared.document().provisionGuestAgent())
                        // Every secret of the document ends with the attempt.
                        .onComplete(ended -> prepared.document().close()));
    }

    /** From the medium while its secrets are needed, afterwards from the copy without them. */
    private Future<DocumentSource.Found> document() {
        return done.contains(Stage.LAST_WITH_MEDIUM)
                ? source.again()
                : source.find(done.contains(Stage.MEDIA), attempt);
    }

    private Prepared prepare(DocumentSource.Found found) throws IOException, ProvisioningFailure {
        List<Step> steps = new ProvisioningPlanner(settings, this::isSystemUser).plan(found.document());
        if (!done.contains(Stage.MEDIA)) {
            source.keep(found);
            journal.reached(Stage.MEDIA, attempt, Duration.ZERO);
        }
        return new Prepared(found.document(), steps);
    }

    private boolean isSystemUser(UserName name) {
        try {
            Optional<Account> account = machine.accounts().find(name);
            return account.isPresent() && machine.accounts().isSystems(account.get());
        } catch (IOException e) {
            // The step that makes the user looks again, and fails when it cannot.
            return false;
        }
    }

    private Future<Void> tellAndDo(Prepared prepared) {
        watch.at(Stage.PROTOCOL);
        return work(() -> awaitProxyAgent(prepared.document()))
                .compose(there -> parts.goalState())
                .compose(known -> {
                    watch.at(Stage.REPORTED_NOT_READY);
                    if (!done.contains(Stage.REPORTED_NOT_READY)) {
                        parts.health().report(Health.provisioning());
                    }
                    return noteReports();
                })
                .compose(noted -> doFrom(prepared.steps(), 0));
    }

    /** The platform may want its proxy agent to be at work first (§3.9). */
    private Boolean awaitProxyAgent(OvfEnvironment document) throws ProvisioningFailure {
        if (!document.guestProxyAgent()) {
            return false;
        }
        ToolEnd end = machine.tools()
                .run(ToolCall.of("azure-proxy-agent", "--status", "--wait", "120")
                        .within(PROXY_AGENT_LIMIT));
        if (!end.isSuccess()) {
            throw ProvisioningFailure.passing(
                    end instanceof ToolEnd.Missing
                            ? "azure-proxy-agent not found"
                            : "azure-proxy-agent status failure");
        }
        return true;
    }

    private Future<Void> noteReports() {
        return work(() -> {
            for (Stage stage : List.of(Stage.PROTOCOL, Stage.REPORTED_NOT_READY)) {
                if (!done.contains(stage)) {
                    journal.reached(stage, attempt, Duration.ZERO);
                }
            }
            return null;
        });
    }

    private Future<Void> doFrom(List<Step> steps, int index) {
        if (index >= steps.size()) {
            return Future.succeededFuture();
        }
        if (!watch.goesOn()) {
            return Future.failedFuture(ProvisioningFailure.passing("the agent stops"));
        }
        Step step = steps.get(index);
        Future<Void> did = done.contains(step.stage()) ? Future.succeededFuture() : doOne(step);
        return did.compose(next -> doFrom(steps, index + 1));
    }

    private Future<Void> doOne(Step step) {
        watch.at(step.stage());
        LOG.info("Provisioning: {}", step.text());
        long began = parts.timers().nanoTime();
        return work(() -> {
                    journal.begin(step.stage(), attempt);
                    return null;
                })
                .compose(noted -> step.by(actions))
                .compose(ended -> work(() -> {
                    Duration took = Duration.ofNanos(parts.timers().nanoTime() - began);
                    journal.reached(step.stage(), attempt, took);
                    return null;
                }));
    }

    private <T> Future<T> work(Callable<T> work) {
        return parts.offload().run(work);
    }
}
