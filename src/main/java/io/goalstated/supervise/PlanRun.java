package io.goalstated.supervise;

import io.goalstated.extension.CommandKind;
import io.goalstated.extension.ErrorCode;
import io.goalstated.plan.Item;
import io.goalstated.plan.ItemPlan;
import io.goalstated.plan.OnFailure;
import io.goalstated.plan.Step;
import io.vertx.core.Future;
import io.vertx.core.Promise;
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
    private final Promise<ItemOutcome> outcome = Promise.promise();
    private Optional<Turn> turn = Optional.empty();

    /** Hears how the run comes along. */
    interface Observer {
        /** @param activity for people: {@code Enabling} */
        void doing(String activity);

        /** Something on the disk has changed. */
        void kept();
    }

    PlanRun(Workshop workshop, ItemPlan plan, String goalState, BooleanSupplier superseded, Observer observer) {
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

    Future<ItemOutcome> start() {
        next(0);
        return outcome.future();
    }

    /** A newer goal state has come: what only waits for its turn need not wait any more. */
    void reconsider() {
        if (superseded.getAsBoolean()) {
            turn.ifPresent(Turn::giveUp);
        }
    }

    private void next(int index) {
        if (index >= plan.steps().size()) {
            outcome.complete(new ItemOutcome.Done(plan.version()));
            return;
        }
        Step step = plan.steps().get(index);
        if (!(step instanceof Step.Booking) && superseded.getAsBoolean()) {
            outcome.complete(new ItemOutcome.Superseded());
            return;
        }
        step.accept(new Doing(index));
    }

    /** The book-keeping steps from that index up to the next step of another kind. */
    private List<Step.Booking> bookingsFrom(int index) {
        List<Step.Booking> batch = new ArrayList<>();
        for (int i = index; i < plan.steps().size() && plan.steps().get(i) instanceof Step.Booking booking; i++) {
            batch.add(booking);
        }
        return batch;
    }

    private final class Doing implements Step.Visitor<Boolean> {
        private final int index;

        Doing(int index) {
            this.index = index;
        }

        @Override
        public Boolean book(Step.Booking first) {
            List<Step.Booking> batch = bookingsFrom(index);
            Callable<Integer> work = () -> {
                keep(batch);
                return batch.size();
            };
            diskWork.insist(work, () -> !superseded.getAsBoolean(), PlanRun.this::refused)
                    .onSuccess(done -> {
                        observer.kept();
                        next(index + done);
                    })
                    .onFailure(cause -> abandon(cause, false));
            return true;
        }

        @Override
        public Boolean acquire(Step.Acquire step) {
            return outcome.tryComplete(new ItemOutcome.Stale());
        }

        @Override
        public Boolean fail(Step.Fail step) {
            end(step, false, failure(step.operation(), step.code(), step.message(), step.denied()), false);
            return true;
        }

        @Override
        public Boolean run(Step.Run step) {
            launchInTurn(index, step);
            return true;
        }
    }

    private void keep(List<Step.Booking> batch) throws IOException {
        books.keep(item.name(), Optional.of(item), batch, item.handler().multiConfig());
    }

    /** Once the command has its place, it is begun in the same instant: nothing newer can have come in between. */
    private void launchInTurn(int index, Step.Run step) {
        observer.doing("Waiting to " + step.kind().word());
        Turn mine = new Turn(equipment, lanes, step.kind(), observer::doing);
        turn = Optional.of(mine);
        mine.take().onSuccess(came -> {
            turn = Optional.empty();
            if (came && !superseded.getAsBoolean()) {
                launch(index, step, mine);
            } else {
                mine.giveUp();
                outcome.tryComplete(new ItemOutcome.Superseded());
            }
        });
    }

    private void launch(int index, Step.Run step, Turn mine) {
        observer.doing(activity(step.kind()));
        commands.run(item.name(), step, goalState, codes, bookingsFrom(index + 1), new Waiting())
                .onComplete(ended -> {
                    mine.leave();
                    if (ended.succeeded()) {
                        commandEnded(index, step, ended.result());
                    } else {
                        abandon(ended.cause(), true);
                    }
                });
    }

    private void commandEnded(int index, Step.Run step, CommandTask.Ended ended) {
        codes.put(CommandTask.memory(step), ended.result().exitCode());
        boolean goesOn = ended.result().success() || step.onFailure() instanceof OnFailure.GoOn;
        if (goesOn) {
            List<Step.Booking> batch = bookingsFrom(index + 1);
            Callable<Integer> work = () -> {
                keep(batch);
                commands.settle(ended);
                return batch.size();
            };
            diskWork.insist(work, this::refused)
                    .onSuccess(done -> {
                        observer.kept();
                        next(index + 1 + done);
                    })
                    .onFailure(cause -> abandon(cause, true));
        } else {
            stop(step, (OnFailure.Stop) step.onFailure(), ended);
        }
    }

    private void stop(Step.Run step, OnFailure.Stop stop, CommandTask.Ended ended) {
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
        diskWork.insist(work, this::refused).onComplete(done -> {
            observer.kept();
            outcome.tryComplete(new ItemOutcome.Failed(told, done.failed()));
        });
    }

    private void end(Step.Fail failure, boolean extensionOnly, SupervisionView.Failure told, boolean unsettled) {
        equipment.bulletin().failed(item.fullName(), plan.version(), told);
        equipment
                .offload()
                .run(() -> {
                    books.fail(item, failure, extensionOnly);
                    return failure;
                })
                .onComplete(done -> {
                    observer.kept();
                    outcome.tryComplete(new ItemOutcome.Failed(told, unsettled));
                });
    }

    /** The disk does not take what must be on it before the plan may go on. */
    private void refused(String why) {
        observer.doing(waitingForDisk(why));
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

    private void abandon(Throwable cause, boolean unsettled) {
        if (cause instanceof DiskWork.Unwanted) {
            outcome.tryComplete(new ItemOutcome.Superseded());
            return;
        }
        String message = "The agent could not keep its books for " + item.fullName() + ": " + cause.getMessage();
        Step.Fail failure = new Step.Fail(plan.version(), plan.purpose(), ErrorCode.UNKNOWN, message, false);
        end(failure, false, failure(plan.purpose(), ErrorCode.UNKNOWN, message, false), unsettled);
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
