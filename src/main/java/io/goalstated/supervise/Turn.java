package io.goalstated.supervise;

import io.goalstated.extension.CommandKind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One command's way into and out of its lane: it waits for its place, and an install-type command then for whatever package
 * manager is at work (design 12). Confined to the event loop.
 */
final class Turn {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Equipment equipment;
    private final Lanes lanes;
    private final CommandKind kind;
    private final Consumer<String> doing;
    private final Promise<Boolean> came = Promise.promise();
    private Optional<Lanes.Ticket> ticket = Optional.empty();
    private boolean over;

    /** @param doing hears, for people, whom it waits for */
    Turn(Equipment equipment, Lanes lanes, CommandKind kind, Consumer<String> doing) {
        this.equipment = equipment;
        this.lanes = lanes;
        this.kind = kind;
        this.doing = doing;
    }

    /** True in the moment in which the command may begin; false once it was given up. */
    Future<Boolean> take() {
        ticket = Optional.of(lanes.enter(kind, this::admitted));
        leaveIfOver();
        return came.future();
    }

    /** Waits no more. A turn that has come is given back. */
    void giveUp() {
        leave();
        came.tryComplete(false);
    }

    /** The command has ended. Harmless when done twice. */
    void leave() {
        over = true;
        leaveIfOver();
    }

    /** The lane may have admitted, and the turn be over, before the ticket was at hand. */
    private void leaveIfOver() {
        if (over) {
            ticket.ifPresent(Lanes.Ticket::leave);
        }
    }

    private void admitted() {
        if (kind.isExclusive()) {
            waitForOthersWork(equipment.timers().nanoTime() + Rules.EXCLUSIVE_WORK_PATIENCE.toNanos());
        } else {
            came.tryComplete(true);
        }
    }

    private void waitForOthersWork(long patience) {
        if (over) {
            return;
        }
        equipment.offload().run(equipment.exclusiveWork()::underWay).onComplete(found -> {
            Optional<String> who = found.succeeded() ? found.result() : Optional.empty();
            if (over) {
                return;
            }
            if (who.isEmpty() || equipment.timers().nanoTime() - patience >= 0) {
                came.tryComplete(true);
            } else {
                doing.accept("Waiting for " + who.get());
                equipment.timers().after(LOOK_AGAIN, () -> waitForOthersWork(patience));
            }
        });
    }
}
