package io.goalstated.supervise;

import io.goalstated.extension.CommandKind;
import io.goalstated.extension.ErrorCode;
import io.goalstated.extension.HandlerName;
import io.goalstated.goalstate.HandlerGoal;
import io.goalstated.goalstate.RequestedState;
import io.goalstated.plan.Item;
import io.goalstated.plan.ItemPlan;
import io.goalstated.plan.Planner;
import io.goalstated.plan.Sequencing.Gate;
import io.goalstated.plan.Step;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All work on one handler, one thing at a time: never two commands of one handler at once. A new assignment replaces
 * whatever has not begun; the package of the first item is fetched before its turn comes. Confined to the event loop.
 */
final class HandlerWorker {
    private static final Logger LOG = LoggerFactory.getLogger(HandlerWorker.class);

    private final HandlerName name;
    private final Workshop workshop;
    private final Desk desk;
    private final HandlerPicture picture;
    private final Deque<Item> pending = new ArrayDeque<>();
    private Optional<Assignment> assignment = Optional.empty();
    private Optional<Preparation> preparation = Optional.empty();
    private Optional<ItemPlan> prepared = Optional.empty();
    private Optional<PlanRun> running = Optional.empty();
    private boolean vanishing;
    private boolean unsettled;
    private boolean settling;
    private boolean reviewing;
    private boolean busy;
    /** Goal states in a row in which a failing disable has stopped the uninstall. */
    private int stuckRemovals;

    /** What a worker asks of and tells to its supervisor. */
    interface Desk {
        Gate gate(Item item);

        void ended(Assignment assignment, Item item, ItemOutcome outcome);

        /** The worker has nothing more to do for its assignment. */
        void idle();

        /** The worker's picture has changed. */
        void changed();
    }

    HandlerWorker(HandlerName name, Workshop workshop, Desk desk) {
        this.name = name;
        this.workshop = workshop;
        this.desk = desk;
        this.picture = new HandlerPicture(name, workshop, desk::changed);
    }

    /** The goal state asks for these items of the handler, in this order. */
    void assign(Assignment next) {
        replace(next);
        pending.addAll(next.itemsOf(name));
        picture.asked(pending.getFirst().handler());
        if (busy && !picture.isKnown()) {
            picture.seek();
        }
        carryOn();
    }

    /** The goal state does not list the handler: nothing more is begun. What is on the disk goes once it was looked at. */
    void dismiss(Assignment next) {
        replace(next);
        picture.notAsked();
        carryOn();
    }

    /** The goal state does not list the handler: its directories go, without any command (spec 02 §12.6). */
    void vanish(Assignment next) {
        replace(next);
        vanishing = true;
        picture.notAsked();
        carryOn();
    }

    /**
     * The owner demands something else of the package: what is enabled is left alone as long as its package may run on.
     * Work that is under way is planned anew.
     */
    void review(Assignment next) {
        boolean settled = isIdle();
        replace(next);
        pending.addAll(next.itemsOf(name));
        reviewing = settled;
        carryOn();
    }

    /** Reports the handler as it is on the disk, and does nothing with it. */
    void show(HandlerGoal found) {
        picture.asked(found);
        workshop.equipment()
                .offload()
                .run(() -> workshop.inventory().observe(name))
                .onSuccess(picture::saw);
    }

    /** Whether the owner's rules or the package's signature forbid the handler in this goal state. */
    boolean isRefused() {
        return picture.isDisallowed();
    }

    private void replace(Assignment next) {
        assignment = Optional.of(next);
        preparation = Optional.empty();
        prepared = Optional.empty();
        vanishing = false;
        settling = unsettled;
        reviewing = false;
        pending.clear();
        running.ifPresent(PlanRun::reconsider);
    }

    /** Finishes what an earlier run of the agent left open; everything else of the handler waits for it. */
    void recover(List<Operation> operations) {
        busy = true;
        new Recovery(workshop, operations, picture::doing).run().onComplete(done -> {
            unsettled = done.failed();
            if (done.failed()) {
                LOG.warn("{}: an interrupted operation could not be settled", name, done.cause());
            }
            free();
        });
    }

    boolean isIdle() {
        return !busy && pending.isEmpty() && !vanishing;
    }

    boolean isKnown() {
        return picture.isKnown();
    }

    Optional<SupervisionView.HandlerView> view() {
        return picture.view();
    }

    /** Looks whether the next item may start; called again whenever another handler's item has come along. */
    void carryOn() {
        if (busy) {
            return;
        }
        if (settling) {
            settle();
        } else if (vanishing) {
            removeAll();
        } else if (pending.isEmpty()) {
            picture.doingNothing();
            desk.idle();
        } else if (prepared.isEmpty()) {
            prepare(pending.getFirst());
        } else {
            startWhenOpen(pending.getFirst(), prepared.get());
        }
    }

    private void free() {
        busy = false;
        running = Optional.empty();
        carryOn();
    }

    /** Tries once more to book what could not be booked, before anything else is begun. */
    private void settle() {
        settling = false;
        busy = true;
        workshop.equipment()
                .offload()
                .run(() -> workshop.journal().unsettled(name))
                .onComplete(found -> {
                    if (found.succeeded()) {
                        recover(found.result());
                    } else {
                        free();
                    }
                });
    }

    private void prepare(Item item) {
        Assignment mine = assignment.orElseThrow();
        Optional<Admission.Denial> denial = mine.admission().denial(item);
        busy = true;
        Preparation ours = preparation.orElseGet(
                () -> new Preparation(workshop, mine, name, picture, () -> isCurrent(mine), isInsisting()));
        preparation = Optional.of(ours);
        Future<ItemPlan> plan = denial.isPresent()
                ? ours.look()
                        .map(seen -> Planner.denied(
                                item, seen, denial.get().code(), denial.get().message()))
                : ours.plan(item);
        plan.onComplete(made -> {
            if (isCurrent(mine)) {
                take(item, made.succeeded() ? made.result() : unplannable(item, made.cause()));
            }
            free();
        });
    }

    private void take(Item item, ItemPlan plan) {
        if (reviewing && !isRefusal(plan)) {
            pending.remove(item);
        } else {
            prepared = Optional.of(plan);
            picture.planned(plan);
        }
    }

    private static boolean isRefusal(ItemPlan plan) {
        return plan.steps().stream().anyMatch(step -> step instanceof Step.Fail failure && failure.denied());
    }

    private static ItemPlan unplannable(Item item, Throwable cause) {
        LOG.error("{}: no plan could be made", item.fullName(), cause);
        Step.Fail failure = new Step.Fail(
                item.handler().version(), "ExtensionProcessing", ErrorCode.UNKNOWN, String.valueOf(cause), false);
        return new ItemPlan(item, item.handler().version(), "fail", Optional.empty(), List.of(failure));
    }

    private void startWhenOpen(Item item, ItemPlan plan) {
        Gate gate = desk.gate(item);
        if (gate instanceof Gate.Wait wait) {
            picture.doing("Waiting for " + wait.forWhom(), plan.version());
        } else if (gate instanceof Gate.Skip skip) {
            run(item, skipped(item, skip.message()));
        } else {
            run(item, plan);
        }
    }

    private static ItemPlan skipped(Item item, String message) {
        Step.Fail failure =
                new Step.Fail(item.handler().version(), Books.DEPENDENCY, ErrorCode.UNKNOWN, message, false);
        return new ItemPlan(item, item.handler().version(), "skip", Optional.empty(), List.of(failure));
    }

    private void run(Item item, ItemPlan plan) {
        Assignment mine = assignment.orElseThrow();
        busy = true;
        prepared = Optional.empty();
        picture.begun(item, plan);
        PlanRun run = new PlanRun(workshop, plan, mine.goal().id(), () -> !isCurrent(mine), picture);
        running = Optional.of(run);
        workshop.notePlan(name, mine.goal().id(), plan)
                .compose(noted -> run.start())
                .onComplete(ended -> {
                    ItemOutcome outcome = ended.succeeded() ? ended.result() : broken(item, ended.cause());
                    picture.read().onComplete(read -> ended(mine, item, outcome));
                });
    }

    /**
     * A fault of the agent's own: the same plan would end in the same way, so the item has failed. A command that was begun
     * is looked after next time.
     */
    private ItemOutcome broken(Item item, Throwable cause) {
        LOG.error("{}: the plan could not be carried out", item.fullName(), cause);
        return new ItemOutcome.Failed(
                new SupervisionView.Failure(
                        "ExtensionProcessing",
                        ErrorCode.UNKNOWN,
                        "The agent met a fault of its own, see its log: "
                                + cause.getClass().getSimpleName(),
                        workshop.equipment().clock().instant(),
                        false),
                true);
    }

    private void ended(Assignment mine, Item item, ItemOutcome outcome) {
        unsettled |= outcome.unsettled();
        settling |= outcome.unsettled();
        if (outcome instanceof ItemOutcome.Failed failed) {
            picture.failed(item, failed.failure());
            LOG.warn(
                    "{} failed: operation={} code={}",
                    item.fullName(),
                    failed.failure().operation(),
                    failed.failure().code().number());
        }
        boolean finished = outcome instanceof ItemOutcome.Done || outcome instanceof ItemOutcome.Failed;
        busy = false;
        running = Optional.empty();
        if (finished && isCurrent(mine)) {
            pending.pollFirst();
            count(item, outcome);
            desk.ended(mine, item, outcome);
        }
        carryOn();
    }

    private void count(Item item, ItemOutcome outcome) {
        boolean stuck = item.isRequested(RequestedState.UNINSTALL)
                && outcome instanceof ItemOutcome.Failed failed
                && failed.failure().operation().equals(CommandKind.DISABLE.operation());
        stuckRemovals = stuck ? stuckRemovals + 1 : 0;
    }

    private boolean isInsisting() {
        int limit = workshop.equipment().rules().forceUninstallAfter();
        return limit > 0 && stuckRemovals >= limit;
    }

    private void removeAll() {
        busy = true;
        vanishing = false;
        workshop.removeAll(name).onComplete(removed -> {
            picture.gone();
            free();
        });
    }

    private boolean isCurrent(Assignment mine) {
        return assignment
                .filter(current -> current.revision() == mine.revision())
                .isPresent();
    }
}
