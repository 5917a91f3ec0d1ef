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
import io.vertx.core.Future;
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
    private final Agenda agenda;
    private Optional<Preparation> preparation = Optional.empty();
    private Optional<PlanRun> running = Optional.empty();
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
        this.agenda = new Agenda(name);
        this.picture = new HandlerPicture(name, workshop, desk::changed);
    }

    /** The goal state asks for these items of the handler, in this order. */
    void assign(Assignment next) {
        Item first = agenda.take(next);
        picture.asked(first.handler());
        if (busy && !picture.isKnown()) {
            picture.seek();
        }
        takeUp();
    }

    /**
     * The goal state does not list the handler: nothing more is begun. What is on the disk goes once it was looked at; what
     * is being put there at this moment may be missed by that look, and goes at its end.
     */
    void dismiss(Assignment next) {
        if (busy) {
            agenda.takeRemoval(next);
        } else {
            agenda.takeNothing(next);
        }
        picture.notAsked();
        takeUp();
    }

    /** The goal state lists the handler in a way that nobody can carry out: nothing more is begun, and nothing goes. */
    void spare(Assignment next) {
        agenda.takeNothing(next);
        picture.notAsked();
        takeUp();
    }

    /** The goal state does not list the handler: its directories go, without any command (spec 02 §12.6). */
    void vanish(Assignment next) {
        agenda.takeRemoval(next);
        picture.notAsked();
        takeUp();
    }

    /**
     * The owner demands something else of the package: what is enabled is left alone as long as its package may run on.
     * Work that is under way is planned anew.
     */
    void review(Assignment next) {
        agenda.takeReview(next, isIdle());
        takeUp();
    }

    /** Nothing more is begun. A command that runs goes on, and gets its book-keeping if there is time. */
    void stop() {
        agenda.close();
        running.ifPresent(PlanRun::reconsider);
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

    /** What is under way hears that it may be out of date, and what is new begins as soon as it can. */
    private void takeUp() {
        preparation = Optional.empty();
        running.ifPresent(PlanRun::reconsider);
        carryOn();
    }

    /** Finishes what an earlier run of the agent left open; everything else of the handler waits for it. */
    void recover(List<Operation> operations) {
        busy = true;
        new Recovery(workshop, operations, picture::doing).run().onComplete(done -> {
            agenda.settled(done.succeeded());
            if (done.failed()) {
                LOG.warn("{}: an interrupted operation could not be settled", name, done.cause());
            }
            free();
        });
    }

    /** Whether work is under way at this moment. */
    boolean isBusy() {
        return busy;
    }

    int pending() {
        return agenda.pending();
    }

    boolean isIdle() {
        return !busy && agenda.isEmpty();
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
        agenda.next(new Doing());
    }

    /** One thing of the agenda; when it is over, the next one comes. */
    private final class Doing implements Agenda.Doing {
        @Override
        public void settle() {
            busy = true;
            // Nothing else of the handler may begin before the disk says what was left open.
            workshop.diskWork()
                    .insist(() -> workshop.journal().unsettled(name), why -> {})
                    .onComplete(found -> {
                        if (found.succeeded()) {
                            recover(found.result());
                        } else {
                            free();
                        }
                    });
        }

        @Override
        public void removeAll() {
            busy = true;
            Assignment mine = agenda.assignment();
            mine.noted().compose(known -> workshop.removeAll(name)).onComplete(removed -> {
                if (removed.failed()) {
                    LOG.warn(
                            "{} could not be removed, which is tried again: {}",
                            name,
                            removed.cause().getMessage());
                    workshop.equipment().timers().after(DiskWork.LONG_PAUSE, () -> removeAgain(mine));
                }
                picture.gone();
                free();
            });
        }

        private void removeAgain(Assignment mine) {
            if (agenda.isCurrent(mine)) {
                agenda.takeRemoval(mine);
                carryOn();
            }
        }

        @Override
        public void nothing() {
            picture.doingNothing();
            desk.idle();
        }

        @Override
        public void prepare(Item item) {
            Assignment mine = agenda.assignment();
            Optional<Admission.Denial> denial = mine.admission().denial(item);
            busy = true;
            Preparation ours = preparation.orElseGet(
                    () -> new Preparation(workshop, mine, name, picture, () -> agenda.isCurrent(mine), isInsisting()));
            preparation = Optional.of(ours);
            // Composed, so that what is thrown costs this item and nobody else.
            Future.succeededFuture(ours)
                    .compose(begun -> plan(begun, item, denial))
                    .onComplete(made -> {
                        if (agenda.isCurrent(mine)) {
                            take(item, made.succeeded() ? made.result() : unplannable(item, made.cause()));
                        }
                        free();
                    });
        }

        private static Future<ItemPlan> plan(Preparation ours, Item item, Optional<Admission.Denial> denial) {
            return denial.isPresent()
                    ? ours.look()
                            .map(seen -> Planner.denied(
                                    item,
                                    seen,
                                    denial.get().code(),
                                    denial.get().message()))
                    : ours.plan(item);
        }

        private void take(Item item, ItemPlan plan) {
            if (agenda.isPlanned(item, plan)) {
                picture.planned(plan);
            }
        }

        private ItemPlan unplannable(Item item, Throwable cause) {
            LOG.error("{}: no plan could be made", item.fullName(), cause);
            return SubstitutePlans.unplannable(item, cause);
        }

        @Override
        public void start(Item item, ItemPlan plan) {
            Gate gate = desk.gate(item);
            if (gate instanceof Gate.Wait wait) {
                picture.doing("Waiting for " + wait.forWhom(), plan.version());
            } else if (gate instanceof Gate.Skip skip) {
                run(item, SubstitutePlans.skipped(item, skip.message()));
            } else {
                run(item, plan);
            }
        }
    }

    private void free() {
        busy = false;
        running = Optional.empty();
        carryOn();
    }

    private void run(Item item, ItemPlan plan) {
        Assignment mine = agenda.assignment();
        busy = true;
        agenda.begun();
        picture.begun(item, plan);
        PlanRun run = new PlanRun(workshop, plan, mine.goal().id(), () -> !agenda.isCurrent(mine), picture);
        running = Optional.of(run);
        mine.noted().compose(known -> run.start()).onComplete(ended -> {
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
        if (outcome.unsettled()) {
            agenda.leftOpen();
        }
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
        if (finished && agenda.isCurrent(mine)) {
            agenda.finished();
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
}
