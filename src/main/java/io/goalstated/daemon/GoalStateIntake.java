package io.goalstated.daemon;

import io.goalstated.goalstate.ExtensionsGoalState;
import io.goalstated.platform.Offload;
import io.goalstated.polling.GoalStateSnapshot;
import io.goalstated.report.StatusReporter;
import io.goalstated.supervise.Admission;
import io.goalstated.supervise.Supervisor;
import io.vertx.core.Future;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes goal states on: to the reporter where status goes, to the supervisor what is to be carried out, together with
 * what the owner allows at that moment. Confined to the event loop.
 */
final class GoalStateIntake {
    private static final Logger LOG = LoggerFactory.getLogger(GoalStateIntake.class);

    private final Setup setup;
    private final Offload offload;
    private final PolicyFile policyFile;
    private final Supervisor supervisor;
    private final StatusReporter reporter;
    private Optional<String> accepted = Optional.empty();

    GoalStateIntake(
            Setup setup, Offload offload, PolicyFile policyFile, Supervisor supervisor, StatusReporter reporter) {
        this.setup = setup;
        this.offload = offload;
        this.policyFile = policyFile;
        this.supervisor = supervisor;
        this.reporter = reporter;
    }

    /** @param recovered completes once the supervisor may be given work */
    void arrived(GoalStateSnapshot snapshot, Future<?> recovered) {
        ExtensionsGoalState goal = snapshot.extensions();
        reporter.fastTrack(snapshot.fastTrackSupported());
        reporter.goalState(goal.statusBlobUri(), goal.statusBlobType());
        if (!snapshot.isExecutable()) {
            recovered.onSuccess(ready -> reporter.supervision(supervisor.view()));
            return;
        }
        if (isLatest(goal)) {
            return;
        }
        accepted = Optional.of(goal.id());
        Future<Admission> admission = offload.run(policyFile::read)
                .map(policy -> new Admission(setup.extensionsEnabled(), setup.configurationFile(), policy));
        recovered
                .compose(ready -> admission)
                .onSuccess(allowed -> {
                    // Reading the policy takes its time, and a newer goal state may have overtaken this one.
                    if (isLatest(goal)) {
                        supervisor.accept(goal, allowed);
                    }
                })
                .onFailure(e -> LOG.error("goal state {} cannot be carried out: {}", goal.id(), e.getMessage()));
    }

    private boolean isLatest(ExtensionsGoalState goal) {
        return accepted.filter(goal.id()::equals).isPresent();
    }
}
