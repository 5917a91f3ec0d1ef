package io.goalstated.platform;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Runs each command under a small shell script in an {@linkplain OperationDirectory operation directory}, in a session of
 * its own and, where systemd runs the machine, in a scope of its own. So a command starts at most once whatever happens to
 * the agent, a survivor is found again, and its exit code is not lost. The script's command line is its path alone:
 * handlers kill by pattern what carries their names (spec 05 B31).
 */
public final class SessionCommandRunner implements CommandRunner {
    private static final Duration KILLED_AGAIN_AFTER = Duration.ofMillis(250);
    /** As long as systemd may take to make a scope. */
    private static final Duration SCOPE_PATIENCE = Duration.ofSeconds(10);

    private static final int REFUSAL_LIMIT = 300;

    private final Disk disk;
    private final Offload offload;
    private final Timers timers;
    private final TransientScopes scopes;
    private final Launcher launcher;
    private final CommandOutput output;
    private final SessionKill session;
    private final Survivors survivors;

    /**
     * A runner.
     *
     * @param outputLimit bytes of either stream that are read at most
     * @param joinOutput makes one text of the heads of standard output and standard error
     */
    public SessionCommandRunner(
            Disk disk,
            Offload offload,
            Timers timers,
            TransientScopes scopes,
            int outputLimit,
            BiFunction<byte[], byte[], String> joinOutput) {
        this.disk = disk;
        this.offload = offload;
        this.timers = timers;
        this.scopes = scopes;
        this.launcher = new Launcher(scopes);
        this.output = new CommandOutput(disk, outputLimit, joinOutput);
        this.session = new SessionKill(disk);
        this.survivors = new Survivors(offload, timers, session, output);
    }

    @Override
    public Future<CommandEnd> run(ShellCommand command, Runnable started) {
        OperationDirectory operation = at(command.operation());
        Optional<Scope> scope = command.scope().filter(wanted -> scopes.isAnswering());
        return offload.run(() -> begin(command, operation, scope)).transform(begun -> {
            if (begun.cause() instanceof NotStarted why) {
                return Future.succeededFuture(new CommandEnd.NotLaunched(String.valueOf(why.getMessage())));
            }
            if (begun.failed()) {
                return Future.failedFuture(begun.cause());
            }
            started.run();
            return watch(begun.result(), command, operation, scope);
        });
    }

    /** In one go: a command that is ready to start need not wait for its turn on the workers once more. */
    private Launcher.Launched begin(ShellCommand command, OperationDirectory operation, Optional<Scope> scope)
            throws IOException, NotStarted {
        if (!prepare(command, operation)) {
            throw new NotStarted(command.operation() + " has been used before");
        }
        try {
            return start(command, operation, scope);
        } catch (IOException e) {
            throw new NotStarted(String.valueOf(e.getMessage()));
        }
    }

    /** Nothing runs, and to try the same again is of no use; an error of the disk is not of this kind. */
    private static final class NotStarted extends Exception {
        private static final long serialVersionUID = 1L;

        NotStarted(String why) {
            super(why);
        }
    }

    /** May be tried again when the disk has not taken all of it, or not even let go what it had taken. */
    private boolean prepare(ShellCommand command, OperationDirectory operation) throws IOException {
        if (operation.isPrepared()) {
            return false;
        }
        disk.deleteTree(command.operation());
        try {
            operation.prepare(
                    command.line(),
                    Optional.ofNullable(command.environment().get(Launcher.LOCALE)),
                    command.scope().map(scope -> scopes.kills()));
            return true;
        } catch (IOException e) {
            disk.deleteTree(command.operation());
            throw e;
        }
    }

    private Future<CommandEnd> watch(
            Launcher.Launched launched, ShellCommand command, OperationDirectory operation, Optional<Scope> scope) {
        if (scope.isPresent() && launched.scope().isEmpty()) {
            scopes.answered(false);
        }
        return launched.scope()
                .map(asked -> watchInto(asked, launched.process(), command, operation))
                .orElseGet(() -> watch(launched.process(), command));
    }

    private Launcher.Launched start(ShellCommand command, OperationDirectory operation, Optional<Scope> scope)
            throws IOException {
        disk.announce("spawn", operation.start());
        Launcher.Launched launched = launcher.start(command, operation, scope);
        disk.announce("spawned", operation.start());
        return launched;
    }

    private static CommandEnd notLaunched(Throwable cause) {
        return new CommandEnd.NotLaunched(String.valueOf(cause.getMessage()));
    }

    /**
     * Watches a process that becomes the command once systemd has made its scope. Whether it did is told by the claim, not
     * by words: without one the command has not begun, and it is run once more, without a scope (spec 02 §6.8). With one,
     * whatever comes is the command's own doing.
     */
    private Future<CommandEnd> watchInto(
            Scope scope, Process process, ShellCommand command, OperationDirectory operation) {
        Patience patience = new Patience(process, operation);
        Timers.Timer timer = timers.after(patience(command), patience::end);
        return watch(process, command).onComplete(ended -> timer.cancel()).compose(end -> {
            if (!(end instanceof CommandEnd.Exited)) {
                return Future.succeededFuture(end);
            }
            // Or what is withdrawn late might be the second attempt.
            return patience.ended
                    .compose(quiet -> offload.run(() -> refusal(operation)))
                    .compose(refusal -> {
                        if (refusal.isEmpty()) {
                            scopes.answered(true);
                            return Future.succeededFuture(end);
                        }
                        scopes.refused(scope, refusal.get());
                        return runPlainly(command, operation);
                    });
        });
    }

    private static Duration patience(ShellCommand command) {
        Duration half = command.timeout().dividedBy(2);
        return half.compareTo(SCOPE_PATIENCE) < 0 ? half : SCOPE_PATIENCE;
    }

    /** With a systemd-run that has not become the command yet. */
    private final class Patience {
        private final Process process;
        private final OperationDirectory operation;
        /** Never fails; done while there is still time. */
        private Future<Void> ended = Future.succeededFuture();

        Patience(Process process, OperationDirectory operation) {
            this.process = process;
            this.operation = operation;
        }

        void end() {
            ended = offload.run(operation::withdraw)
                    .otherwise(false)
                    .onSuccess(withdrawn -> {
                        if (withdrawn) {
                            scopes.silent();
                            process.destroyForcibly();
                        }
                    })
                    .mapEmpty();
        }
    }

    /** What systemd-run said instead of becoming the command; empty when it became it. */
    private static Optional<String> refusal(OperationDirectory operation) throws IOException {
        if (!operation.isUnclaimed()) {
            return Optional.empty();
        }
        byte[] words = operation.head(operation.stderr(), REFUSAL_LIMIT);
        operation.reopen();
        return Optional.of(new String(words, StandardCharsets.UTF_8).strip());
    }

    private Future<CommandEnd> runPlainly(ShellCommand command, OperationDirectory operation) {
        return offload.run(() -> start(command, operation, Optional.empty()))
                .transform(launched -> launched.succeeded()
                        ? watch(launched.result().process(), command)
                        : Future.succeededFuture(notLaunched(launched.cause())));
    }

    private Future<CommandEnd> watch(Process process, ShellCommand command) {
        Promise<CommandEnd> end = Promise.promise();
        Deadline deadline = new Deadline(process);
        Timers.Timer timer = timers.after(command.timeout(), deadline::pass);
        var unused = process.onExit()
                .thenAccept(ended -> timers.onLoop(() -> {
                    timer.cancel();
                    int code = ended.exitValue();
                    end(command, deadline.passed, code).onComplete(end);
                }));
        return end.future();
    }

    /** Kills the command when its time is over; one that has ended before is left alone. */
    private final class Deadline {
        private final Process process;
        private boolean passed;

        Deadline(Process process) {
            this.process = process;
        }

        void pass() {
            if (process.isAlive()) {
                passed = true;
                kill();
            }
        }

        private void kill() {
            offload.run(this::killIfAlive).onFailure(e -> timers.after(KILLED_AGAIN_AFTER, this::kill));
        }

        /** The wait for a worker may have been long: whose pid it is by then must be asked again. */
        private int killIfAlive() throws IOException {
            return process.isAlive() ? session.kill(process.pid()) : 0;
        }
    }

    @Override
    public Future<CommandEnd> takeUp(Path directory, Duration remaining) {
        return survivors.takeUp(at(directory), remaining);
    }

    private Future<CommandEnd> end(ShellCommand command, boolean late, int code) {
        OperationDirectory operation = at(command.operation());
        return offload.run(() -> late
                        ? new CommandEnd.TimedOut(output.of(operation))
                        : (CommandEnd) new CommandEnd.Exited(code, output.of(operation), operation.kernelKills()))
                .otherwise(e -> {
                    String words = "[stderr]\nCannot read stdout/stderr: " + e.getMessage();
                    return late ? new CommandEnd.TimedOut(words) : new CommandEnd.Exited(code, words);
                });
    }

    @Override
    public void forget(Path operation) {
        disk.discard(operation);
    }

    private OperationDirectory at(Path operation) {
        return new OperationDirectory(operation, disk);
    }
}
