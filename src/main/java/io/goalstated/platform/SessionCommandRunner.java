package io.goalstated.platform;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;

/**
 * Runs each command under a small shell script in an operation directory:
 *
 * <pre>
 * start           claims the operation, runs the command, leaves its exit code
 * claim           created exclusively by the script as its first act (the pid is in it), or by a later agent to
 *                 withdraw the operation
 * exit            the exit code, once the command has ended
 * stdout, stderr  opened for append
 * </pre>
 *
 * <p>So a command starts at most once whatever happens to the agent, a survivor is found again, and its exit code is not
 * lost. The script's command line is the path of {@code start} alone: handlers kill by pattern what carries their names
 * (spec 05 B31).
 */
public final class SessionCommandRunner implements CommandRunner {
    private static final Duration SURVIVOR_LOOK = Duration.ofMillis(250);
    private static final int KILL_ROUNDS = 5;
    private static final List<String> SETSID = List.of("/usr/bin/setsid", "/bin/setsid");

    private final Disk disk;
    private final Offload offload;
    private final Timers timers;
    private final int outputLimit;
    private final BiFunction<byte[], byte[], String> joinOutput;

    /**
     * A runner.
     *
     * @param outputLimit bytes of either stream that are read at most
     * @param joinOutput makes one text of the heads of standard output and standard error
     */
    public SessionCommandRunner(
            Disk disk, Offload offload, Timers timers, int outputLimit, BiFunction<byte[], byte[], String> joinOutput) {
        this.disk = disk;
        this.offload = offload;
        this.timers = timers;
        this.outputLimit = outputLimit;
        this.joinOutput = joinOutput;
    }

    @Override
    public Future<CommandEnd> run(ShellCommand command, Runnable started) {
        return offload.run(() -> spawn(command)).transform(spawned -> {
            if (spawned.failed()) {
                String reason = String.valueOf(spawned.cause().getMessage());
                return Future.succeededFuture(new CommandEnd.NotLaunched(reason));
            }
            started.run();
            return watch(spawned.result(), command);
        });
    }

    private Process spawn(ShellCommand command) throws IOException {
        Path operation = command.operation();
        disk.createDirectory(operation, Disk.PRIVATE_DIRECTORY);
        disk.createFile(start(operation), script(command), Disk.SEALED);
        disk.createFile(operation.resolve("stdout"), "", Disk.PRIVATE);
        disk.createFile(operation.resolve("stderr"), "", Disk.PRIVATE);
        ProcessBuilder builder =
                new ProcessBuilder(setsid(), "/bin/sh", start(operation).toString());
        builder.directory(command.directory().toFile());
        builder.environment().clear();
        builder.environment().putAll(command.environment());
        builder.redirectInput(new File("/dev/null"));
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(operation.resolve("stdout").toFile()));
        builder.redirectError(
                ProcessBuilder.Redirect.appendTo(operation.resolve("stderr").toFile()));
        return builder.start();
    }

    private static String script(ShellCommand command) {
        Path operation = command.operation();
        return "umask 022\n"
                + "set -C\n"
                + "echo $$ 2>/dev/null > " + quoted(claim(operation)) + " || exit 125\n"
                + "set +C\n"
                + "/bin/sh -c " + quoted(command.line()) + "\n"
                + "code=$?\n"
                + "echo $code > " + quoted(exit(operation)) + "\n"
                + "exit $code\n";
    }

    private Future<CommandEnd> watch(Process process, ShellCommand command) {
        Promise<CommandEnd> end = Promise.promise();
        Deadline deadline = new Deadline(process.pid());
        Timers.Timer timer = timers.after(command.timeout(), () -> deadline.pass(process.isAlive()));
        var unused = process.onExit()
                .thenAccept(ended -> timers.onLoop(() -> {
                    timer.cancel();
                    int code = ended.exitValue();
                    output(command.operation())
                            .map(output -> deadline.passed
                                    ? new CommandEnd.TimedOut(output)
                                    : (CommandEnd) new CommandEnd.Exited(code, output))
                            .onComplete(end);
                }));
        return end.future();
    }

    /** Kills the command when its time is over; one that has ended before is left alone. */
    private final class Deadline {
        private final long leader;
        private boolean passed;

        Deadline(long leader) {
            this.leader = leader;
        }

        void pass(boolean stillRunning) {
            if (stillRunning) {
                passed = true;
                kill();
            }
        }

        private void kill() {
            offload.run(() -> killAll(leader)).onFailure(e -> timers.after(SURVIVOR_LOOK, this::kill));
        }
    }

    /** SIGKILL to the command's group and to what descends from it, repeated for what was forked meanwhile. */
    private static int killAll(long leader) {
        int killed = 0;
        for (int round = 0; round < KILL_ROUNDS; round++) {
            List<ProcessTable.Entry> members = ProcessTable.read().belongingTo(leader);
            if (members.isEmpty()) {
                break;
            }
            for (ProcessTable.Entry member : members) {
                ProcessHandle.of(member.pid()).ifPresent(ProcessHandle::destroyForcibly);
                killed++;
            }
        }
        return killed;
    }

    @Override
    public Future<CommandEnd> takeUp(Path operation, Duration remaining) {
        long deadline = timers.nanoTime() + remaining.toNanos();
        return offload.run(() -> !withdraw(operation)).compose(everStarted -> {
            if (!everStarted) {
                return Future.succeededFuture(new CommandEnd.Unknown(Optional.empty(), false));
            }
            Promise<CommandEnd> end = Promise.promise();
            lookAgain(operation, deadline, end);
            return end.future();
        });
    }

    /** Takes the claim before the script can; true when the command has not started and now never will. */
    private boolean withdraw(Path operation) throws IOException {
        if (!Files.isDirectory(operation)) {
            return true;
        }
        try {
            disk.createFile(claim(operation), "", Disk.PRIVATE);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private void lookAgain(Path operation, long deadline, Promise<CommandEnd> end) {
        offload.run(() -> look(operation, timers.nanoTime() - deadline >= 0)).onComplete(looked -> {
            if (looked.failed()) {
                end.fail(looked.cause());
            } else if (looked.result().isPresent()) {
                end.complete(looked.result().get());
            } else {
                timers.after(SURVIVOR_LOOK, () -> lookAgain(operation, deadline, end));
            }
        });
    }

    private Optional<CommandEnd> look(Path operation, boolean late) throws IOException {
        OptionalInt code = exitCode(operation);
        if (code.isPresent()) {
            return Optional.of(new CommandEnd.Exited(code.getAsInt(), readOutput(operation)));
        }
        Optional<ProcessTable.Entry> survivor =
                ProcessTable.read().findByArgument(start(operation).toString());
        if (survivor.isEmpty()) {
            // It may have ended between the two looks.
            OptionalInt justNow = exitCode(operation);
            return Optional.of(
                    justNow.isPresent()
                            ? new CommandEnd.Exited(justNow.getAsInt(), readOutput(operation))
                            : new CommandEnd.Unknown(Optional.of(readOutput(operation)), true));
        }
        if (late) {
            killAll(survivor.get().pid());
            return Optional.of(new CommandEnd.TimedOut(readOutput(operation)));
        }
        return Optional.empty();
    }

    private OptionalInt exitCode(Path operation) throws IOException {
        String text = disk.readText(exit(operation), 16).orElse("");
        // Complete only with its newline: the script writes it in place.
        return text.matches("\\d{1,3}\n") ? OptionalInt.of(Integer.parseInt(text.strip())) : OptionalInt.empty();
    }

    private Future<String> output(Path operation) {
        return offload.run(() -> readOutput(operation))
                .otherwise(e -> "[stderr]\nCannot read stdout/stderr: " + e.getMessage());
    }

    private String readOutput(Path operation) throws IOException {
        return joinOutput.apply(head(operation.resolve("stdout")), head(operation.resolve("stderr")));
    }

    private byte[] head(Path file) throws IOException {
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return in.readNBytes(outputLimit);
        }
    }

    @Override
    public void forget(Path operation) throws IOException {
        disk.deleteTree(operation);
    }

    private static Path start(Path operation) {
        return operation.resolve("start");
    }

    private static Path claim(Path operation) {
        return operation.resolve("claim");
    }

    private static Path exit(Path operation) {
        return operation.resolve("exit");
    }

    private static String setsid() throws IOException {
        for (String candidate : SETSID) {
            if (Files.isExecutable(Path.of(candidate))) {
                return candidate;
            }
        }
        throw new IOException("the setsid program (package util-linux) is missing");
    }

    private static String quoted(Path path) {
        return quoted(path.toString());
    }

    /** The text as one word of the shell. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
