package io.goalstated.supervise;

import io.goalstated.platform.CommandRunner;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Commands that run in the test's head: each is recorded when it starts and ends when the test says so, or at once with
 * the exit code arranged for it.
 */
final class FakeCommands implements CommandRunner {
    private final Runnable loop;
    final List<String> log = new ArrayList<>();
    final List<ShellCommand> started = new ArrayList<>();
    private final Map<String, Integer> exitCodes = new HashMap<>();
    private final Map<String, Promise<CommandEnd>> held = new LinkedHashMap<>();
    /** Whoever asks for a command of an earlier run waits for this one, if there is one. */
    Optional<Promise<CommandEnd>> survivor = Optional.empty();

    private final List<String> toHold = new ArrayList<>();
    private final Deque<Future<CommandEnd>> survivors = new ArrayDeque<>();
    /** What was left of the time of each command that was taken up. */
    final List<Duration> remaining = new ArrayList<>();

    /** @param loop does what the loop has to do once a command has ended */
    FakeCommands(Runnable loop) {
        this.loop = loop;
    }

    /** @param command {@code <Handler>-<version> <command>} */
    FakeCommands exits(String command, int code) {
        exitCodes.put(command, code);
        return this;
    }

    /** The command does not end before {@link #release}. */
    FakeCommands holds(String command) {
        toHold.add(command);
        return this;
    }

    /** The next command that is taken up ends so, now or later. */
    FakeCommands survives(Future<CommandEnd> end) {
        survivors.add(end);
        return this;
    }

    void release(String command, int code) {
        Promise<CommandEnd> promise = held.remove(command);
        if (promise == null) {
            throw new IllegalStateException(command + " does not run; there are " + held.keySet());
        }
        promise.complete(new CommandEnd.Exited(code, "output"));
        loop.run();
    }

    boolean isRunning(String command) {
        return held.containsKey(command);
    }

    @Override
    public Future<CommandEnd> run(ShellCommand command, Runnable begun) {
        String name = command.directory().getFileName() + " "
                + Path.of(command.line()).getFileName();
        String extension = command.environment().getOrDefault("ConfigExtensionName", "");
        log.add(name + "#" + command.environment().get("ConfigSequenceNumber")
                + (extension.isEmpty() ? "" : "/" + extension));
        started.add(command);
        begun.run();
        if (toHold.remove(name)) {
            Promise<CommandEnd> promise = Promise.promise();
            held.put(name, promise);
            return promise.future();
        }
        return Future.succeededFuture(new CommandEnd.Exited(exitCodes.getOrDefault(name, 0), "output"));
    }

    @Override
    public Future<CommandEnd> takeUp(Path operation, Duration left) {
        remaining.add(left);
        return !survivors.isEmpty()
                ? survivors.remove()
                : survivor.map(Promise::future)
                        .orElseGet(() -> Future.succeededFuture(new CommandEnd.Unknown(Optional.empty(), false)));
    }

    @Override
    public void forget(Path operation) {}
}
