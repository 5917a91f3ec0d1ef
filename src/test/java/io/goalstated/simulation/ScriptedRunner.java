package io.goalstated.simulation;

import io.goalstated.platform.CommandRunner;
import io.goalstated.platform.Disk;
import io.goalstated.platform.OperationFiles;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Runs commands on the {@link Machine} by the protocol of the real runner, with its operation directories. Only what is
 * the kernel's is made up.
 */
final class ScriptedRunner implements CommandRunner {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    private final Disk disk;
    private final Lifetime lifetime;
    private final Machine machine;

    ScriptedRunner(Disk disk, Lifetime lifetime, Machine machine) {
        this.disk = disk;
        this.lifetime = lifetime;
        this.machine = machine;
    }

    private OperationFiles at(Path operation) {
        return new OperationFiles(operation, disk);
    }

    @Override
    public Future<CommandEnd> run(ShellCommand command, Runnable started) {
        return lifetime.run(() -> spawn(command)).compose(spawned -> {
            if (spawned.isEmpty()) {
                machine.notLaunched(command, lifetime.number());
                return Future.succeededFuture(new CommandEnd.NotLaunched("no such directory"));
            }
            started.run();
            return watch(spawned.get());
        });
    }

    /** What the disk does not take is tried again; what the kernel does not start is not. */
    private Optional<CommandProcess> spawn(ShellCommand command) throws IOException {
        OperationFiles operation = at(command.operation());
        if (operation.isPrepared()) {
            return Optional.empty();
        }
        disk.deleteTree(command.operation());
        operation.prepare(command.line());
        try {
            return Optional.of(machine.spawn(command, lifetime.number()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Future<CommandEnd> watch(CommandProcess process) {
        Promise<CommandEnd> end = Promise.promise();
        boolean[] passed = new boolean[1];
        var timer = lifetime.after(process.command.timeout(), () -> {
            if (!process.ended) {
                passed[0] = true;
                // Also when it ends by itself before it is killed.
                process.timedOut = true;
                lifetime.run(() -> kill(process));
            }
        });
        process.onExit(() -> lifetime.onLoop(() -> {
            timer.cancel();
            end.tryComplete(
                    passed[0] ? new CommandEnd.TimedOut("output") : new CommandEnd.Exited(process.exit, "output"));
        }));
        return end.future();
    }

    private boolean kill(CommandProcess process) {
        machine.kill(process);
        return true;
    }

    @Override
    public Future<CommandEnd> takeUp(Path operation, Duration remaining) {
        long deadline = lifetime.nanoTime() + remaining.toNanos();
        return lifetime.run(() -> at(operation).withdraw()).compose(withdrawn -> {
            if (withdrawn) {
                return Future.succeededFuture(new CommandEnd.Unknown(Optional.empty(), false));
            }
            Promise<CommandEnd> end = Promise.promise();
            look(operation, deadline, end);
            return end.future();
        });
    }

    private void look(Path operation, long deadline, Promise<CommandEnd> end) {
        lifetime.run(() -> found(operation, lifetime.nanoTime() >= deadline)).onComplete(looked -> {
            if (looked.failed()) {
                end.fail(looked.cause());
            } else if (looked.result().isPresent()) {
                end.complete(looked.result().get());
            } else {
                lifetime.after(LOOK_AGAIN, () -> look(operation, deadline, end));
            }
        });
    }

    private Optional<CommandEnd> found(Path operation, boolean late) throws IOException {
        Optional<CommandProcess> survivor = machine.find(operation);
        OptionalInt code = at(operation).exitCode();
        if (code.isPresent()) {
            return Optional.of(new CommandEnd.Exited(code.getAsInt(), "output"));
        }
        if (survivor.isEmpty()) {
            boolean started = at(operation).claimant().isPresent();
            return Optional.of(new CommandEnd.Unknown(Optional.empty(), started));
        }
        if (late) {
            machine.kill(survivor.get());
            return Optional.of(new CommandEnd.TimedOut("output"));
        }
        return Optional.empty();
    }

    @Override
    public void forget(Path operation) {
        disk.discard(operation);
    }
}
