package io.goalstated.supervise;

import io.goalstated.extension.CommandKind;
import io.goalstated.extension.ErrorCode;
import io.goalstated.extension.VersionNumber;
import io.goalstated.plan.Item;
import io.goalstated.plan.ItemPlan;
import io.goalstated.plan.OnFailure;
import io.goalstated.plan.Step;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/**
 * Carries out one plan, step after step. A step that has begun is finished whatever arrives meanwhile; before each
 * further command it is asked whether the plan is still wanted. Confined to the event loop.
 */
final class PlanRun {
    private final Workshop workshop;
    private final Equipment equipment;
    private final DiskWork diskWork;
    private final Books books;
    private final CommandTask commands;
    private final Lanes lanes;
    private final Item item;
    private final ItemPlan plan;
    private final String goalState;
    private final BooleanSupplier superseded;
    private final Observer observer;
    private final Map<String, Integer> codes = new HashMap<>();
    private Optional<Turn> turn = Optional.empty();
    private boolean noted;

    /** Hears how the run comes along. */
    interface Observer {
        /**
         * @param activity for people: {@code Enabling}
         * @param about the version of which this is done
         */
        void doing(String activity, VersionNumber about);

        /** Something on the disk has changed. */
        void kept();
    }

    PlanRun(Workshop workshop, ItemPlan plan, String goalState, BooleanSupplier superseded, Observer observer) {
        this.workshop = workshop;
        this.equipment = workshop.equipment();
        this.diskWork = workshop.diskWork();
        this.books = workshop.books();
        this.commands = workshop.commands();
        this.lanes = workshop.lanes();
        this.item = plan.item();
        this.plan = plan;
        this.goalState = goalState;
        this.superseded = superseded;
        this.observer = observer;
    }

    /** Fails only by a fault of the agent's own, whatever it is: nothing goes wrong without an end. */
    Future<ItemOutcome> start() {
        // Composed, so that what is thrown is such a fault as well.
        return Future.succeededFuture(plan.steps())
                .compose(steps -> steps.isEmpty() || steps.get(0) instanceof Step.Booking ? from(0) : noteFirst());
    }

    private Future<ItemOutcome> noteFirst() {
        return equipment
                .offload()
                .run(() -> {
                    note();
                    return plan;
                })
                .compose(known -> from(0));
    }

    /** The plan stands in the journal before anything of it is done; a plan without steps is not worth a line. Blocks. */
    private void note() {
        if (!noted) {
            noted = true;
            workshop.notePlan(goalState, plan);
        }
    }

    /** A newer goal state has come: what only waits for its turn need not wait any more. */
    void reconsider() {
        if (superseded.getAsBoolean()) {
            turn.ifPresent(Turn::giveUp);
        }
    }

    private Future<ItemOutcome> from(int index) {
        if (index >= plan.steps().size()) {
            return Future.succeededFuture(new ItemOutcome.Done(plan.version()));
        }
        Step step = plan.steps().get(index);
        return !(step instanceof Step.Booking) && superseded.getAsBoolean()
                ? superseded(false)
                : step.accept(new Doing(index));
    }

    private static Future<ItemOutcome> superseded(boolean unsettled) {
        return Future.succeededFuture(new ItemOutcome.Superseded(unsettled));
    }

    /** The book-keeping steps from that index up to the next step of another kind. */
    private List<Step.Booking> bookingsFrom(int index) {
        List<Step.Booking> batch = new ArrayList<>();
        for (int i = index; i < plan.steps().size() && plan.steps().get(i) instanceof Step.Booking booking; i++) {
            batch.add(booking);
        }
        return batch;
    }

    private final class Doing implements Step.Visitor<Future<ItemOutcome>> {
        private final int index;

        Doing(int index) {
            this.index = index;
        }

        @Override
        public Future<ItemOutcome> book(Step.Booking first) {
            List<Step.Booking> batch = bookingsFrom(index);
            Callable<Integer> work = () -> {
                note();
                keep(batch);
                return index + batch.size();
            };
            return kept(diskWork.insist(work, () -> !superseded.getAsBoolean(), PlanRun.this::refused), false);
        }

        @Override
        public Future<ItemOutcome> acquire(Step.Acquire step) {
            return Future.succeededFuture(new ItemOutcome.Stale());
        }

        @Override
        public Future<ItemOutcome> fail(Step.Fail step) {
            return end(step, failure(step.operation(), step.code(), step.message(), step.denied()), false);
        }

        @Override
        public Future<ItemOutcome> run(Step.Run step) {
            return launchInTurn(index, step);
        }
    }

    /** Goes on where the book-keeping has come to. */
    private Future<ItemOutcome> kept(Future<Integer> booked, boolean begun) {
        return booked.transform(done -> {
            if (done.failed()) {
                return abandon(done.cause(), begun);
            }
            observer.kept();
            return from(done.result());
        });
    }

    private void keep(List<Step.Booking> batch) throws IOException {
        books.keep(item.name(), Optional.of(item), batch, item.handler().multiConfig());
    }

    /** Once the command has its place, it is begun in the same instant: nothing newer can have come in between. */
    private Future<ItemOutcome> launchInTurn(int index, Step.Run step) {
        observer.doing("Waiting to " + step.kind().word(), step.version());
        Turn mine = new Turn(equipment, lanes, step.kind(), activity -> observer.doing(activity, step.version()));
        turn = Optional.of(mine);
        return mine.take().compose(came -> {
            turn = Optional.empty();
            return came ? launch(index, step, mine) : giveUp(mine);
        });
    }

    private static Future<ItemOutcome> giveUp(Turn mine) {
        mine.giveUp();
        return superseded(false);
    }

    private Future<ItemOutcome> launch(int index, Step.Run step, Turn mine) {
        return Future.succeededFuture(step)
                .compose(next -> {
                    observer.doing(activity(next.kind()), next.version());
                    return commands.run(item.name(), next, goalState, codes, bookingsFrom(index + 1), new Waiting());
                })
                .onComplete(ended -> mine.leave())
                .transform(ended ->
                        ended.succeeded() ? commandEnded(index, step, ended.result()) : abandon(ended.cause(), true));
    }

    private Future<ItemOutcome> commandEnded(int index, Step.Run step, CommandTask.Ended ended) {
        codes.put(CommandTask.memory(step), ended.result().exitCode());
        if (!ended.result().success() && step.onFailure() instanceof OnFailure.Stop stop) {
            return stop(step, stop, ended);
        }
        List<Step.Booking> batch = bookingsFrom(index + 1);
        Callable<Integer> work = () -> {
            keep(batch);
            commands.settle(ended);
            return index + 1 + batch.size();
        };
        return kept(diskWork.insist(work, this::refused), true);
    }

    private Future<ItemOutcome> stop(Step.Run step, OnFailure.Stop stop, CommandTask.Ended ended) {
        CommandResult result = ended.result();
        ErrorCode code = stop.code().orElse(result.code());
        Step.Fail failure =
                new Step.Fail(stop.reportOn(), step.kind().operation(), code, result.message() + stop.suffix(), false);
        SupervisionView.Failure told = new SupervisionView.Failure(
                failure.operation(),
                code,
                equipment.redact().apply(failure.message()),
                ended.operation().began(),
                false);
        Callable<Step.Fail> work = () -> {
            if (stop.stateAfter().isPresent()) {
                keep(List.of(
                        new Step.RecordState(step.version(), stop.stateAfter().get())));
            }
            books.fail(item, failure, stop.extensionOnly());
            commands.settle(ended);
            return failure;
        };
        return told(diskWork.insist(work, this::refused), told, false);
    }

    /** The failure is told also when it cannot be booked; on a disk that refuses that waits, unless it is not wanted. */
    private Future<ItemOutcome> end(Step.Fail failure, SupervisionView.Failure told, boolean unsettled) {
        equipment.bulletin().failed(item.fullName(), plan.version(), told);
        Callable<Step.Fail> work = () -> {
            books.fail(item, failure, false);
            return failure;
        };
        return told(diskWork.insist(work, () -> !superseded.getAsBoolean(), this::refused), told, unsettled);
    }

    private Future<ItemOutcome> told(Future<Step.Fail> booked, SupervisionView.Failure told, boolean unsettled) {
        return booked.transform(done -> {
            observer.kept();
            boolean open = unsettled || (done.failed() && !(done.cause() instanceof DiskWork.Unwanted));
            return Future.succeededFuture(new ItemOutcome.Failed(told, open));
        });
    }

    /** The disk does not take what must be on it before the plan may go on. */
    private void refused(String why) {
        observer.doing(waitingForDisk(why), plan.version());
    }

    static String waitingForDisk(String why) {
        return "Waiting for the disk: " + why;
    }

    private final class Waiting implements CommandTask.Patience {
        @Override
        public boolean wanted() {
            return !superseded.getAsBoolean();
        }

        @Override
        public void refused(String why) {
            PlanRun.this.refused(why);
        }
    }

    private Future<ItemOutcome> abandon(Throwable cause, boolean unsettled) {
        if (cause instanceof DiskWork.Unwanted) {
            return superseded(unsettled);
        }
        String message = "The agent could not keep its books for " + item.fullName() + ": " + cause.getMessage();
        Step.Fail failure = new Step.Fail(plan.version(), plan.purpose(), ErrorCode.UNKNOWN, message, false);
        return end(failure, failure(plan.purpose(), ErrorCode.UNKNOWN, message, false), unsettled);
    }

    private SupervisionView.Failure failure(String operation, ErrorCode code, String message, boolean overrides) {
        return new SupervisionView.Failure(
                operation,
                code,
                equipment.redact().apply(message),
                equipment.clock().instant(),
                overrides);
    }

    private static String activity(CommandKind kind) {
        return switch (kind) {
            case INSTALL -> "Installing";
            case ENABLE -> "Enabling";
            case UPDATE -> "Updating";
            case DISABLE -> "Disabling";
            case UNINSTALL -> "Uninstalling";
        };
    }
}
