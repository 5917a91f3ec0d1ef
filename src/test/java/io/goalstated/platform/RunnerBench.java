package io.goalstated.platform;

import static org.awaitility.Awaitility.await;

import io.goalstated.extension.CapturedOutput;
import io.goalstated.platform.CommandRunner.CommandEnd;
import io.goalstated.platform.CommandRunner.ShellCommand;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * A runner with real processes and a clock that stands still:
 *
 * <pre>
 * scratch/
 *   handler/       working directory of the commands
 *   operations/
 *     1/           claim, exit, start, stdout, stderr of the first command
 * </pre>
 *
 * <p>What a command leaves behind announces itself with {@code echo $! > name.pid} and is killed when the test ends.
 */
final class RunnerBench implements AutoCloseable {
    static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "LANG", "C.UTF-8");
    static final Duration TIMEOUT = Duration.ofMinutes(5);

    final ManualTimers timers = new ManualTimers();
    final SessionCommandRunner runner = runner(timers);
    final Path handler;
    private final Path operations;
    private final List<Long> leftBehind = new ArrayList<>();
    private int operation;

    RunnerBench(Path scratch) throws IOException {
        this.handler = Files.createDirectory(scratch.resolve("handler"));
        this.operations = Files.createDirectory(scratch.resolve("operations"));
    }

    static SessionCommandRunner runner(Timers timers) {
        return runner(new Disk(), timers);
    }

    static SessionCommandRunner runner(Disk disk, Timers timers) {
        return runner(disk, timers, new TransientScopes(new SystemRoot(Path.of("/nowhere")), List.of(), timers));
    }

    static SessionCommandRunner runner(Timers timers, TransientScopes scopes) {
        return runner(new Disk(), timers, scopes);
    }

    private static SessionCommandRunner runner(Disk disk, Timers timers, TransientScopes scopes) {
        return new SessionCommandRunner(
                disk, new DirectOffload(), timers, scopes, CapturedOutput.MAX_BYTES, CapturedOutput::join);
    }

    ShellCommand command(String line) {
        return new ShellCommand(line, handler, ENVIRONMENT, TIMEOUT, nextOperation());
    }

    Path nextOperation() {
        operation++;
        return operations.resolve(Integer.toString(operation));
    }

    Future<CommandEnd> start(ShellCommand command) {
        return runner.run(command, () -> {});
    }

    /** Runs it to its end. */
    CommandEnd run(String line) {
        return end(start(command(line)));
    }

    /** The standard output of a command that must succeed, without the last newline. */
    String outputOf(String line) {
        CommandEnd end = run(line);
        if (end instanceof CommandEnd.Exited exited && exited.code() == 0) {
            int until = exited.output().indexOf("\n\n[stderr]");
            return exited.output().substring("[stdout]\n".length(), until).strip();
        }
        throw new AssertionError(end);
    }

    /** Waits for the end of something that ends without the clock being moved. */
    CommandEnd end(Future<CommandEnd> future) {
        until("the command has ended", () -> {
            timers.runPending();
            return future.isComplete();
        });
        if (future.failed()) {
            throw new AssertionError(future.cause());
        }
        return future.result();
    }

    /** As {@link #end}, for what looks again by the clock: a quarter of a second of it for each look. */
    CommandEnd endLooking(Future<CommandEnd> future) {
        until("the survivor has ended", () -> {
            timers.advance(Duration.ofMillis(250));
            return future.isComplete();
        });
        return end(future);
    }

    void until(String reason, Callable<Boolean> condition) {
        await(reason)
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(5))
                .until(condition);
    }

    Path file(String name) {
        return handler.resolve(name);
    }

    /** Whether that is the whole content of that file, which may not be there yet. */
    boolean contains(String name, String content) throws IOException {
        return Files.exists(file(name)) && text(name).equals(content);
    }

    /** The process whose pid a command has written there; killed when the test ends. */
    ProcessHandle process(String pidFile) throws IOException {
        until(
                pidFile + " is complete",
                () -> Files.exists(file(pidFile)) && text(pidFile).endsWith("\n"));
        long pid = Long.parseLong(text(pidFile).strip());
        leftBehind.add(pid);
        return ProcessHandle.of(pid).orElseThrow(() -> new AssertionError(pidFile + ": no such process"));
    }

    void untilDead(ProcessHandle process) {
        until("process " + process.pid() + " is dead", () -> !isAlive(process));
    }

    /** Not even a zombie that nobody has reaped counts. */
    static boolean isAlive(ProcessHandle process) {
        return ProcessTable.find(process.pid()).isPresent();
    }

    private String text(String name) throws IOException {
        return Files.readString(file(name), StandardCharsets.UTF_8);
    }

    /** A named pipe: who reads from it waits until {@link #open} is called. */
    void gate(String name) throws IOException, InterruptedException {
        Process mkfifo = new ProcessBuilder("mkfifo", file(name).toString()).start();
        if (mkfifo.waitFor() != 0) {
            throw new AssertionError("mkfifo does not work");
        }
    }

    void open(String gate) throws IOException {
        Files.writeString(file(gate), "go\n");
    }

    @Override
    public void close() {
        for (long pid : leftBehind) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
        // A script whose command is killed goes on to write its exit code, perhaps into a directory that is being
        // deleted.
        for (int i = 1; i <= operation; i++) {
            String script = operations.resolve(i + "/start").toString();
            until(script + " has ended", () -> hasEnded(script));
        }
    }

    private static boolean hasEnded(String script) {
        ProcessTable table = ProcessTable.read();
        Optional<ProcessTable.Entry> running = table.findByArgument(script);
        running.map(ProcessTable.Entry::pid)
                .map(table::belongingTo)
                .orElse(List.of())
                .forEach(member -> ProcessHandle.of(member.pid()).ifPresent(ProcessHandle::destroyForcibly));
        return running.isEmpty();
    }
}
