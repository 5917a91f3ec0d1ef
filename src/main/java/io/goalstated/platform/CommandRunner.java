package io.goalstated.platform;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Runs shell commands in sessions of their own and waits for the command itself, never for what it leaves behind (spec
 * 02 §6.1, spec 05 B10–B17). A command can outlive the agent: whoever runs next takes it up again by its operation
 * directory and still learns how it ended.
 */
public interface CommandRunner {
    /**
     * Starts a command; the future ends with the command or its time-out. Expected failures are outcomes, but for one:
     * when the disk does not take what the operation needs, the future fails with an {@link IOException}. Nothing has
     * been started then, and the same may be tried again.
     *
     * @param started told on the loop once the process exists
     */
    Future<CommandEnd> run(ShellCommand command, Runnable started);

    /**
     * Takes up a command that an earlier run of the agent may have started. When it never did it never will: the
     * operation is withdrawn first.
     *
     * @param remaining what is left of its time-out; the survivor is killed when it is over
     */
    Future<CommandEnd> takeUp(Path operation, Duration remaining);

    /** Discards the traces of an operation that is settled. Blocks. */
    void forget(Path operation);

    /**
     * What to run.
     *
     * @param line for {@code /bin/sh -c}, verbatim
     * @param environment all of it; nothing is inherited
     * @param operation a directory that does not exist yet, unique for ever
     * @param scope where its processes belong if systemd runs the machine; when it makes no scope the command runs all
     *     the same
     */
    record ShellCommand(
            String line,
            Path directory,
            Map<String, String> environment,
            Duration timeout,
            Path operation,
            Optional<Scope> scope) {
        public ShellCommand {
            environment = Map.copyOf(environment);
        }

        /** The same command, somewhere else. */
        public ShellCommand in(Scope belongs) {
            return new ShellCommand(line, directory, environment, timeout, operation, Optional.of(belongs));
        }

        /** Without a scope. */
        public ShellCommand(
                String line, Path directory, Map<String, String> environment, Duration timeout, Path operation) {
            this(line, directory, environment, timeout, operation, Optional.empty());
        }
    }

    /** How a command ended; {@code output} is cut and joined already. */
    sealed interface CommandEnd {
        /** @param kernelKills how many of its handler's processes the kernel has killed meanwhile for want of memory */
        record Exited(int code, String output, int kernelKills) implements CommandEnd {
            public Exited(int code, String output) {
                this(code, output, 0);
            }
        }

        record TimedOut(String output) implements CommandEnd {}

        record NotLaunched(String reason) implements CommandEnd {}

        /** It has ended, but nobody was there to learn how; or it never started. */
        record Unknown(Optional<String> output, boolean everStarted) implements CommandEnd {}
    }
}
