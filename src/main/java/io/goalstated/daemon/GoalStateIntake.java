package io.goalstated.daemon;

import io.goalstated.goalstate.ExtensionsGoalState;
import io.goalstated.platform.Offload;
import io.goalstated.platform.Timers;
import io.goalstated.policy.InvalidPolicy;
import io.goalstated.polling.GoalStateSnapshot;
import io.goalstated.polling.History;
import io.goalstated.report.StatusReporter;
import io.goalstated.supervise.Admission;
import io.goalstated.supervise.Supervisor;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes goal states on: to the reporter where status goes, to the supervisor what is to be carried out, together with
 * what the owner allows at that moment; and what the owner allows again whenever a file that says so changes (OPS-122).
 * Confined to the event loop.
 */
final class GoalStateIntake {
    private static final Logger LOG = LoggerFactory.getLogger(GoalStateIntake.class);

    /** The files are looked at soon anyway; a goal state that came later than that is judged by what they say then. */
    private static final Duration READ_AHEAD = Duration.ofSeconds(1);

    /** A look at a few directory entries, for which an idle process wakes. */
    private static final Duration LOOK_AT_FILES = Duration.ofSeconds(15);

    private static final Duration LOOK_AT_CHANGED_FILES = Duration.ofSeconds(1);
    /** In the history of the goal state that it was in force for (spec 02 §10). */
    private static final String POLICY = "waagent_policy.json";

    private final Setup setup;
    private final Offload offload;
    private final Timers timers;
    private final History history;
    private final OwnersWord ownersWord;
    private final Supervisor supervisor;
    private final StatusReporter reporter;
    private Optional<Ahead> ahead = Optional.empty();
    private Optional<String> accepted = Optional.empty();
    private Optional<String> heard = Optional.empty();
    private Optional<InvalidPolicy> invalidPolicy = Optional.empty();
    private Optional<Timers.Timer> nextLook = Optional.empty();
    private boolean stopped;

    private record Ahead(Future<OwnersWord.Sighting> sighting, long at) {}

    GoalStateIntake(
            Setup setup,
            Offload offload,
            Timers timers,
            OwnersWord ownersWord,
            History history,
            Supervisor supervisor,
            StatusReporter reporter) {
        this.setup = setup;
        this.offload = offload;
        this.timers = timers;
        this.history = history;
        this.ownersWord = ownersWord;
        this.supervisor = supervisor;
        this.reporter = reporter;
    }

    /** A goal state will probably arrive in a moment: what the owner allows is read meanwhile. */
    void foreseen() {
        ahead = Optional.of(new Ahead(look(), timers.nanoTime()));
    }

    /** What was read ahead, unless the goal state was a long time in coming. */
    private Optional<Future<OwnersWord.Sighting>> ahead() {
        Optional<Ahead> read = ahead.filter(each -> timers.nanoTime() - each.at() < READ_AHEAD.toNanos());
        ahead = Optional.empty();
        return read.map(Ahead::sighting);
    }

    /**
     * Takes a goal state.
     *
     * @param noted completes once a later start would know of it
     * @param recovered completes once the supervisor may be given work
     * @param released completes once extensions may run
     */
    void arrived(GoalStateSnapshot snapshot, Future<Void> noted, Future<?> recovered, Future<?> released) {
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
        if (accepted.isPresent()) {
            reporter.superseded();
        }
        accepted = Optional.of(goal.id());
        if (!released.isComplete()) {
            // Meanwhile the platform hears that there is an agent, and of what is installed.
            recovered.onSuccess(ready -> reporter.supervision(supervisor.view()));
        }
        Future<OwnersWord.Sighting> sighting = ahead().orElseGet(this::look);
        recovered
                .compose(ready -> released)
                .compose(free -> admission(sighting))
                .map(allowed -> {
                    // Reading the policy takes its time, and a newer goal state may have overtaken this one.
                    if (isLatest(goal)) {
                        supervisor.accept(goal, allowed, noted);
                        watch();
                    }
                    return goal.id();
                })
                .onFailure(e -> supervisor.failed(goal, e));
    }

    private Future<OwnersWord.Sighting> look() {
        return offload.run(ownersWord::look);
    }

    private Future<Admission> admission(Future<OwnersWord.Sighting> sighting) {
        return sighting.onSuccess(seen -> {
                    heard = Optional.of(seen.stamp());
                    invalidPolicy = seen.admission().policy() instanceof InvalidPolicy invalid
                            ? Optional.of(invalid)
                            : Optional.empty();
                    seen.policy().ifPresent(text -> history.add(POLICY, text));
                })
                .map(OwnersWord.Sighting::admission);
    }

    /** The policy, if it denies everything because it cannot be used. */
    Optional<InvalidPolicy> invalidPolicy() {
        return invalidPolicy;
    }

    private void watch() {
        lookAfter(LOOK_AT_FILES, heard.orElse(""));
    }

    private void lookAfter(Duration wait, String lastSeen) {
        nextLook.ifPresent(Timers.Timer::cancel);
        if (!stopped) {
            nextLook = Optional.of(timers.after(wait, () -> look(lastSeen)));
        }
    }

    /** A change counts once it has lasted: an editor may just have emptied the file to write it anew. */
    private void look(String lastSeen) {
        offload.run(ownersWord::stamp)
                .onSuccess(stamp -> {
                    if (heard.filter(stamp::equals).isPresent()) {
                        watch();
                    } else if (!stamp.equals(lastSeen)) {
                        lookAfter(LOOK_AT_CHANGED_FILES, stamp);
                    } else {
                        LOG.info("What the owner allows has changed: the goal state is judged again");
                        admission(look()).onSuccess(supervisor::reconsider).onComplete(judged -> watch());
                    }
                })
                .onFailure(e -> watch());
    }

    void stop() {
        stopped = true;
        nextLook.ifPresent(Timers.Timer::cancel);
    }

    private boolean isLatest(ExtensionsGoalState goal) {
        return accepted.filter(goal.id()::equals).isPresent();
    }
}
