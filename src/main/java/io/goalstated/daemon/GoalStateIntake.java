package io.goalstated.daemon;

import io.goalstated.goalstate.ExtensionsGoalState;
import io.goalstated.platform.Offload;
import io.goalstated.platform.Timers;
import io.goalstated.policy.Policy;
import io.goalstated.polling.GoalStateSnapshot;
import io.goalstated.polling.History;
import io.goalstated.report.StatusReporter;
import io.goalstated.supervise.Admission;
import io.goalstated.supervise.Supervisor;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes goal states on: to the reporter where status goes, to the supervisor what is to be carried out, together with
 * what the owner allows at that moment; and what the owner allows again whenever the policy file changes (OPS-122).
 * Confined to the event loop.
 */
final class GoalStateIntake {
    private static final Logger LOG = LoggerFactory.getLogger(GoalStateIntake.class);

    /** A look at one directory entry. */
    private static final Duration LOOK_AT_POLICY = Duration.ofSeconds(5);

    private static final Duration LOOK_AT_CHANGED_POLICY = Duration.ofSeconds(1);
    /** In the history of the goal state that it was in force for (spec 02 §10). */
    private static final String POLICY = "waagent_policy.json";

    private final Setup setup;
    private final Offload offload;
    private final Timers timers;
    private final History history;
    private final PolicyFile policyFile;
    private final Supervisor supervisor;
    private final StatusReporter reporter;
    private Optional<String> accepted = Optional.empty();
    private Optional<String> policyStamp = Optional.empty();
    private Optional<Timers.Timer> policyLook = Optional.empty();
    private boolean stopped;

    GoalStateIntake(
            Setup setup,
            Offload offload,
            Timers timers,
            PolicyFile policyFile,
            History history,
            Supervisor supervisor,
            StatusReporter reporter) {
        this.setup = setup;
        this.offload = offload;
        this.timers = timers;
        this.history = history;
        this.policyFile = policyFile;
        this.supervisor = supervisor;
        this.reporter = reporter;
    }

    /**
     * Takes a goal state.
     *
     * @param recovered completes once the supervisor may be given work
     * @param released completes once extensions may run
     */
    void arrived(GoalStateSnapshot snapshot, Future<?> recovered, Future<?> released) {
        ExtensionsGoalState goal = snapshot.extensions();
        reporter.fastTrack(snapshot.fastTrackSupported());
        reporter.goalState(goal.statusBlobUri(), goal.statusBlobType());
        if (snapshot.outdated() || (goal.onHold() && setup.heedHold())) {
            recovered.onSuccess(ready -> {
                supervisor.show(goal);
                reporter.supervision(supervisor.view());
            });
            return;
        }
        if (isLatest(goal)) {
            return;
        }
        accepted = Optional.of(goal.id());
        if (!released.isComplete()) {
            // Meanwhile the platform hears that there is an agent, and of what is installed.
            recovered.onSuccess(ready -> reporter.supervision(supervisor.view()));
        }
        Future<Admission> admission = admission();
        recovered
                .compose(ready -> released)
                .compose(free -> admission)
                .onSuccess(allowed -> {
                    // Reading the policy takes its time, and a newer goal state may have overtaken this one.
                    if (isLatest(goal)) {
                        supervisor.accept(goal, allowed);
                        watchPolicy();
                    }
                })
                .onFailure(e -> LOG.error("goal state {} cannot be carried out: {}", goal.id(), e.getMessage()));
    }

    private record PolicySighting(String stamp, Optional<String> text, Policy policy) {}

    private Future<Admission> admission() {
        return offload.run(this::lookUpPolicy)
                .onSuccess(seen -> {
                    policyStamp = Optional.of(seen.stamp());
                    seen.text().ifPresent(text -> history.add(POLICY, text));
                })
                .map(seen -> new Admission(setup.extensionsEnabled(), setup.configurationFile(), seen.policy()));
    }

    /** The stamp is taken first: what changes while the file is read shows at the next look. */
    private PolicySighting lookUpPolicy() throws IOException {
        String stamp = policyFile.stamp();
        Optional<String> text = policyFile.text();
        return new PolicySighting(stamp, text, policyFile.read());
    }

    private void watchPolicy() {
        lookAtPolicyAfter(LOOK_AT_POLICY, policyStamp.orElse(""));
    }

    private void lookAtPolicyAfter(Duration wait, String lastSeen) {
        policyLook.ifPresent(Timers.Timer::cancel);
        if (!stopped) {
            policyLook = Optional.of(timers.after(wait, () -> lookAtPolicy(lastSeen)));
        }
    }

    /** A change counts once it has lasted: an editor may just have emptied the file to write it anew. */
    private void lookAtPolicy(String lastSeen) {
        offload.run(policyFile::stamp).onSuccess(stamp -> {
            if (policyStamp.filter(stamp::equals).isPresent()) {
                watchPolicy();
            } else if (!stamp.equals(lastSeen)) {
                lookAtPolicyAfter(LOOK_AT_CHANGED_POLICY, stamp);
            } else {
                LOG.info("The policy file has changed: the goal state is judged again");
                admission().onSuccess(supervisor::reconsider).onComplete(judged -> watchPolicy());
            }
        });
    }

    void stop() {
        stopped = true;
        policyLook.ifPresent(Timers.Timer::cancel);
    }

    private boolean isLatest(ExtensionsGoalState goal) {
        return accepted.filter(goal.id()::equals).isPresent();
    }
}
