package io.goalstated.supervise;

import io.goalstated.extension.CommandKind;
import io.goalstated.extension.VersionNumber;
import io.goalstated.plan.Step;
import io.goalstated.platform.CommandRunner.CommandEnd;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles the operations that an earlier run of the agent left open: a survivor is waited for until it ends or its time
 * is over, an ended command gets its book-keeping, one that never started never will. Confined to the event loop.
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final Workshop workshop;
    private final List<Operation> operations;
    private final BiConsumer<String, VersionNumber> doing;

    Recovery(Workshop workshop, List<Operation> operations, BiConsumer<String, VersionNumber> doing) {
        this.workshop = workshop;
        this.operations = List.copyOf(operations);
        this.doing = doing;
    }

    Future<Integer> run() {
        return settleFrom(0);
    }

    private Future<Integer> settleFrom(int index) {
        if (index >= operations.size()) {
            return Future.succeededFuture(index);
        }
        return settle(operations.get(index)).compose(settled -> settleFrom(index + 1));
    }

    private Future<CommandTask.Ended> settle(Operation operation) {
        doing.accept("Waiting for an earlier " + operation.kind().word(), operation.version());
        // It may be running still, and counts like any other command.
        Lanes.Ticket place = workshop.lanes().occupy(operation.kind());
        return takeUp(operation).onSuccess(workshop.commands()::count).onComplete(done -> place.leave());
    }

    /** Nothing else of the handler may begin before the disk says what has become of this. */
    private Future<CommandTask.Ended> takeUp(Operation operation) {
        Equipment equipment = workshop.equipment();
        DiskWork diskWork = workshop.diskWork();
        return diskWork.insist(
                        () -> equipment
                                .commands()
                                .takeUp(CommandTask.directory(equipment, operation), remaining(operation)),
                        why -> refused(why, operation))
                .compose(end -> diskWork.insist(() -> book(operation, end), why -> refused(why, operation)));
    }

    private void refused(String why, Operation operation) {
        doing.accept(PlanRun.waitingForDisk(why), operation.version());
    }

    private Duration remaining(Operation operation) {
        Instant now = workshop.equipment().clock().instant();
        Duration left = operation.timeout().minus(Duration.between(operation.began(), now));
        // A clock that was set meanwhile must neither stretch nor undo the limit.
        if (left.compareTo(operation.timeout()) > 0) {
            return operation.timeout();
        }
        return left.isNegative() ? Duration.ZERO : left;
    }

    private CommandTask.Ended book(Operation operation, CommandEnd end) throws IOException {
        CommandResult result =
                CommandResult.of(end, operation.kind(), operation.kind().word(), operation.timeout(), () -> false);
        boolean ended = !(end instanceof CommandEnd.Unknown);
        if (result.success() || (ended && operation.goesOn()) || (!ended && hasTakenItself(operation))) {
            keep(operation, operation.whenDone());
        } else if (ended && operation.stateAfterFailure().isPresent()) {
            keep(
                    operation,
                    List.of(new Step.RecordState(
                            operation.version(), operation.stateAfterFailure().get())));
        }
        LOG.info(
                "{}: an earlier {} was {}",
                operation.handler(),
                operation.kind().word(),
                ended ? "taken up, exit code " + result.exitCode() : "interrupted");
        CommandTask.Ended settled = new CommandTask.Ended(operation, result);
        workshop.commands().settle(settled);
        return settled;
    }

    /**
     * Whether an uninstall has deleted its handler's manifest, which power failed to tell of: then it has done its work,
     * and nothing could ever run it again.
     */
    private boolean hasTakenItself(Operation operation) {
        Equipment equipment = workshop.equipment();
        return operation.kind() == CommandKind.UNINSTALL
                && !equipment
                        .disk()
                        .exists(equipment
                                .layout(operation.handler(), operation.version())
                                .manifest());
    }

    private void keep(Operation operation, List<Step.Booking> steps) throws IOException {
        boolean multiConfig = operation.extension().isPresent();
        workshop.books().keep(operation.handler(), Optional.empty(), steps, multiConfig);
    }
}
