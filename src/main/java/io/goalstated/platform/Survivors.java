package io.goalstated.platform;

import io.goalstated.platform.CommandRunner.CommandEnd;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Commands that an earlier agent has started and that are no children of this one: all that is known of them is what their
 * operation directory and the process table tell.
 */
final class Survivors {
    private static final CommandEnd NEVER_STARTED = new CommandEnd.Unknown(Optional.empty(), false);

    private static final Duration LOOK = Duration.ofMillis(250);

    private final Offload offload;
    private final Timers timers;
    private final SessionKill session;
    private final CommandOutput output;

    Survivors(Offload offload, Timers timers, SessionKill session, CommandOutput output) {
        this.offload = offload;
        this.timers = timers;
        this.session = session;
        this.output = output;
    }

    /**
     * Completes when the command of that directory has ended, or was killed when the remaining time was over. One that has
     * not begun yet never does.
     */
    Future<CommandEnd> takeUp(OperationDirectory operation, Duration remaining) {
        long deadline = timers.nanoTime() + remaining.toNanos();
        return offload.run(operation::withdraw).compose(withdrawn -> {
            if (withdrawn) {
                return Future.succeededFuture(NEVER_STARTED);
            }
            Promise<CommandEnd> end = Promise.promise();
            lookAgain(operation, deadline, end);
            return end.future();
        });
    }

    private void lookAgain(OperationDirectory operation, long deadline, Promise<CommandEnd> end) {
        offload.run(() -> look(operation, timers.nanoTime() - deadline >= 0)).onComplete(looked -> {
            if (looked.failed()) {
                end.fail(looked.cause());
            } else if (looked.result().isPresent()) {
                end.complete(looked.result().get());
            } else {
                timers.after(LOOK, () -> lookAgain(operation, deadline, end));
            }
        });
    }

    /** How the command ended; empty when another look is needed. */
    private Optional<CommandEnd> look(OperationDirectory operation, boolean late) throws IOException {
        Optional<CommandEnd> exited = exited(operation);
        if (exited.isPresent()) {
            return exited;
        }
        String script = operation.start().toString();
        OptionalLong claimant = operation.claimant();
        if (claimant.isEmpty()) {
            // The script died before its pid was in the claim, unless it is just being written.
            boolean starting = ProcessTable.read().findByArgument(script).isPresent()
                    || operation.claimant().isPresent();
            return starting ? Optional.empty() : Optional.of(NEVER_STARTED);
        }
        Optional<ProcessTable.Entry> survivor = ProcessTable.find(claimant.getAsLong(), script);
        if (survivor.isEmpty()) {
            // It may have ended between the two looks.
            Optional<CommandEnd> justNow = exited(operation);
            return justNow.isPresent()
                    ? justNow
                    : Optional.of(new CommandEnd.Unknown(Optional.of(output.of(operation)), true));
        }
        if (late) {
            session.kill(survivor.get().pid());
            return Optional.of(new CommandEnd.TimedOut(output.of(operation)));
        }
        return Optional.empty();
    }

    private Optional<CommandEnd> exited(OperationDirectory operation) throws IOException {
        OptionalInt code = operation.exitCode();
        return code.isPresent()
                ? Optional.of(new CommandEnd.Exited(code.getAsInt(), output.of(operation), operation.kernelKills()))
                : Optional.empty();
    }
}
