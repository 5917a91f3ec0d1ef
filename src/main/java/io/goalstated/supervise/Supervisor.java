package io.goalstated.supervise;

import io.goalstated.extension.ErrorCode;
import io.goalstated.extension.HandlerName;
import io.goalstated.goalstate.ExtensionsGoalState;
import io.goalstated.goalstate.RejectedHandler;
import io.goalstated.goalstate.RequiredFeatures;
import io.goalstated.plan.Item;
import io.goalstated.plan.Sequencing;
import io.goalstated.plan.Sequencing.Gate;
import io.goalstated.supervise.SupervisionView.Verdict;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out goal states: one worker a handler, a newer goal state replaces whatever has not begun, and everybody who
 * wants to know is told of every change. Confined to the event loop.
 */
public final class Supervisor {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    private final Workshop workshop;
    private final Consumer<SupervisionView> audience;
    private final Crew crew;
    private final Sweeper sweeper;
    private Optional<Assignment> assignment = Optional.empty();
    private Optional<GoalProgress> progress = Optional.empty();
    private Optional<Verdict> verdict = Optional.empty();
    private List<RejectedHandler> rejected = List.of();
    private long generation;
    private long revision;
    private long seen;
    private long carriedOut;
    private long failed;
    private boolean vanishedKnown;
    private boolean concluded;
    private boolean publishing;
    private boolean stopped;

    /** @param audience told of every change, on the loop */
    public Supervisor(Equipment equipment, Consumer<SupervisionView> audience) {
        this.workshop = Workshop.of(equipment);
        this.audience = audience;
        this.sweeper = new Sweeper(equipment);
        this.crew = new Crew(name -> new HandlerWorker(name, workshop, new Desk()));
    }

    /** Takes up what an earlier run left open. Must have succeeded before the first goal state is accepted. */
    public Future<Integer> start() {
        return workshop.equipment()
                .offload()
                .run(() -> {
                    List<Operation> open = workshop.journal().unsettled();
                    workshop.sweep(open);
                    return open;
                })
                .map(open -> {
                    sweeper.look();
                    Map<HandlerName, List<Operation>> byHandler = new LinkedHashMap<>();
                    open.forEach(operation -> byHandler
                            .computeIfAbsent(operation.handler(), name -> new ArrayList<>())
                            .add(operation));
                    byHandler.forEach((name, operations) -> crew.worker(name).recover(operations));
                    return open.size();
                });
    }

    /** Nothing is begun any more; what runs goes on and is taken up by the next start. */
    public void stop() {
        stopped = true;
        workshop.diskWork().stop();
        sweeper.stop();
        generation++;
        progress.ifPresent(GoalProgress::stop);
        assignment = Optional.empty();
        crew.stop();
    }

    /**
     * Carries this goal state out. The caller has seen to it that it is new, and that the certificates its settings
     * need are on the disk.
     *
     * @param noted succeeds once a later start of the agent would know of the goal state: nothing is done for it before
     */
    public void accept(ExtensionsGoalState goal, Admission admission, Future<Void> noted) {
        if (stopped || (goal.onHold() && workshop.equipment().rules().heedHold())) {
            return;
        }
        seen++;
        List<String> unsupported = RequiredFeatures.unsupported(goal);
        if (!unsupported.isEmpty()) {
            refuse(goal, unsupported);
            return;
        }
        List<Item> items = Item.of(goal.handlers());
        Assignment next = new Assignment(
                ++generation,
                ++revision,
                goal,
                items,
                new Sequencing(items),
                admission,
                noted,
                workshop.equipment().timers().nanoTime());
        assignment = Optional.of(next);
        rejected = goal.rejected();
        progress.ifPresent(GoalProgress::stop);
        progress = Optional.of(new GoalProgress(workshop, next, crew::carryOn));
        vanishedKnown = false;
        concluded = false;
        LOG.info(
                "goal state {} from {}: extensions={}",
                goal.id(),
                goal.channel().text(),
                items.size());
        Set<HandlerName> asked = new LinkedHashSet<>();
        items.forEach(item -> asked.add(item.name()));
        crew.lineUp(asked);
        asked.forEach(name -> crew.worker(name).assign(next));
        Set<HandlerName> spared = goal.rejectedNames();
        spared.removeAll(asked);
        spared.forEach(name -> crew.worker(name).spare(next));
        Set<HandlerName> kept = new LinkedHashSet<>(asked);
        kept.addAll(spared);
        crew.except(kept).forEach(worker -> worker.dismiss(next));
        if (!asked.isEmpty()) {
            // Without handlers there is no news before the verdict, which comes at once.
            publish();
        }
        removeVanished(next, kept);
    }

    /**
     * The owner's rules have changed: what they forbade and allow now is processed as for a new goal state, with what
     * was skipped because of it; what they forbid now is not begun any more and reported. All else is left alone.
     */
    public void reconsider(Admission admission) {
        if (stopped || assignment.isEmpty()) {
            return;
        }
        Assignment before = assignment.get();
        Assignment next = before.under(++revision, admission);
        assignment = Optional.of(next);
        Set<HandlerName> again = judgedOtherwise(before, next);
        again.forEach(name -> crew.worker(name).assign(next));
        Set<HandlerName> others = new LinkedHashSet<>();
        next.items().forEach(item -> others.add(item.name()));
        others.removeAll(again);
        for (HandlerName name : others) {
            if (!admission.demandsTheSameOf(name, before.admission())) {
                crew.worker(name).review(next);
            }
        }
        publish();
    }

    private Set<HandlerName> judgedOtherwise(Assignment before, Assignment next) {
        Set<HandlerName> again = new LinkedHashSet<>();
        for (Item item : next.items()) {
            boolean otherwise =
                    !next.admission().denial(item).equals(before.admission().denial(item));
            boolean skipped = progress.orElseThrow().isSkipped(item)
                    && next.sequencing().predecessors(item).stream().anyMatch(other -> again.contains(other.name()));
            boolean refused = crew.worker(item.name()).isRefused()
                    && !next.admission().demandsTheSameOf(item.name(), before.admission());
            if (otherwise || skipped || refused) {
                again.add(item.name());
            }
        }
        next.items().stream().filter(item -> again.contains(item.name())).forEach(progress.orElseThrow()::forget);
        return again;
    }

    /**
     * Reports a goal state that is not carried out now: its handlers as they are on the disk, unless something better is
     * known of them.
     */
    public void show(ExtensionsGoalState goal) {
        if (!stopped && assignment.isEmpty()) {
            goal.handlers().forEach(handler -> crew.worker(handler.name()).show(handler));
        }
    }

    /**
     * The goal state cannot be carried out, by a fault of the agent's own: the same attempt would end in the same way, so
     * that the platform need not wait for it (spec 02 §5.3 step 6).
     */
    public void failed(ExtensionsGoalState goal, Throwable cause) {
        if (!stopped) {
            LOG.error("goal state {} cannot be carried out", goal.id(), cause);
            concluded = true;
            conclude(
                    goal,
                    ErrorCode.UNKNOWN,
                    "The agent met a fault of its own when it processed goal state " + goal.id() + ", see its log: "
                            + cause.getClass().getSimpleName());
        }
    }

    private void refuse(ExtensionsGoalState goal, List<String> unsupported) {
        String message =
                "Failing GS " + goal.id() + " as Unsupported features found: " + String.join(", ", unsupported);
        LOG.error("{}", message);
        // What is still going on for an earlier goal state has no say any more: the platform asks about this one.
        concluded = true;
        conclude(goal, ErrorCode.UNSUPPORTED_FEATURES, message);
        if (assignment.isEmpty()) {
            showWhatIsThere();
        }
    }

    /** Of a goal state that cannot be understood nothing is known but what the one before left on the disk. */
    private void showWhatIsThere() {
        workshop.equipment().offload().run(workshop.inventory()::found).onSuccess(found -> {
            if (assignment.isEmpty()) {
                found.forEach(handler -> crew.worker(handler.name()).show(handler));
                publish();
            }
        });
    }

    private void removeVanished(Assignment mine, Set<HandlerName> kept) {
        mine.noted().compose(known -> handlers()).onComplete(found -> {
            if (!isCurrent(mine)) {
                return;
            }
            if (found.succeeded()) {
                for (HandlerName name : found.result()) {
                    if (!kept.contains(name)) {
                        LOG.info("{} is not in the goal state: removing it", name);
                        crew.worker(name).vanish(mine);
                    }
                }
            }
            vanishedKnown = true;
            concludeWhenDone();
        });
        mine.noted()
                .compose(known -> workshop.equipment()
                        .offload()
                        .run(() -> workshop.removal().removeStrayPackages(kept)))
                .onSuccess(removed -> removed.forEach(name -> LOG.info("{} is a package of nobody: removed", name)))
                .onFailure(e -> LOG.warn("packages of nobody could not be removed: {}", e.getMessage()));
    }

    private Future<Set<HandlerName>> handlers() {
        return workshop.equipment().offload().run(workshop.inventory()::handlers);
    }

    private void concludeWhenDone() {
        if (assignment.isEmpty() || !vanishedKnown || concluded || isBusy()) {
            return;
        }
        concluded = true;
        ExtensionsGoalState goal = assignment.get().goal();
        conclude(goal, ErrorCode.SUCCESS, "GoalState executed successfully");
        LOG.info("goal state {} carried out", goal.id());
    }

    private void conclude(ExtensionsGoalState goal, ErrorCode code, String message) {
        if (code == ErrorCode.SUCCESS) {
            carriedOut++;
        } else {
            failed++;
        }
        Duration time = Duration.ofNanos(assignment
                .filter(mine -> mine.goal().id().equals(goal.id()))
                .map(mine -> workshop.equipment().timers().nanoTime() - mine.began())
                .orElse(0L));
        workshop.equipment().bulletin().concluded(goal, code, message, time);
        verdict = Optional.of(new Verdict(
                goal.id(),
                goal.svdSequenceNumber(),
                code,
                message,
                workshop.equipment().clock().instant()));
        publish();
    }

    private boolean isCurrent(Assignment mine) {
        return assignment.filter(a -> a.generation() == mine.generation()).isPresent();
    }

    /** Whether anything is under way or waits for its turn. */
    public boolean isBusy() {
        return !crew.isIdle();
    }

    public SupervisionView view() {
        return new SupervisionView(verdict, crew.views(), rejected);
    }

    /** Why the disk does not take what must be on it before work goes on; empty when it takes all. */
    public Optional<String> diskTrouble() {
        return workshop.diskWork().trouble();
    }

    public SupervisionFigures figures() {
        return new SupervisionFigures(
                seen,
                carriedOut,
                failed,
                crew.busy(),
                crew.pending(),
                workshop.lanes().waiting(),
                workshop.tally().figures());
    }

    /** At the end of the loop's turn: what follows from one event is told at once, and work goes out before words. */
    private void publish() {
        if (!publishing) {
            publishing = true;
            workshop.equipment().timers().onLoop(this::publishNow);
        }
    }

    /** Not before the disk has spoken of every handler: the platform would take one that is left out for gone. */
    private void publishNow() {
        publishing = false;
        if (crew.isKnown()) {
            audience.accept(view());
        }
    }

    private final class Desk implements HandlerWorker.Desk {
        @Override
        public Gate gate(Item item) {
            return progress.map(p -> p.gate(item)).orElse(new Gate.Wait(item.fullName(), false));
        }

        @Override
        public void ended(Assignment mine, Item item, ItemOutcome outcome) {
            if (isCurrent(mine)) {
                progress.ifPresent(p -> p.ended(item, outcome));
                crew.carryOn();
            }
        }

        @Override
        public void idle() {
            sweeper.look();
            concludeWhenDone();
        }

        @Override
        public void changed() {
            publish();
        }
    }
}
