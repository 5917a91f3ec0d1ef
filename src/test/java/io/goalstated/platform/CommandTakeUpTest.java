package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.platform.CommandRunner.CommandEnd;
import io.goalstated.platform.CommandRunner.ShellCommand;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An agent has died, the next one asks how its commands ended (spec 02 §5.2, OPS-13, OPS-14). The dead agent is a runner
 * whose clock and loop stand still for ever.
 */
class CommandTakeUpTest {
    private static final Duration REMAINING = Duration.ofSeconds(100);
    private static final CommandEnd NEVER_STARTED = new CommandEnd.Unknown(Optional.empty(), false);

    @TempDir
    Path scratch;

    private RunnerBench bench;

    @BeforeEach
    void open() throws IOException {
        bench = new RunnerBench(scratch);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    /** A command of the agent that has died meanwhile. */
    private Path startedByTheDead(String line) {
        ShellCommand command = bench.command(line);
        var unused = RunnerBench.runner(new ManualTimers()).run(command, () -> {});
        bench.until(
                "the command is claimed",
                () -> Files.exists(command.operation().resolve("claim"))
                        && Files.size(command.operation().resolve("claim")) > 0);
        return command.operation();
    }

    /** Everything is ready, but the agent died before it started the process. */
    private Path prepared(String line) {
        ShellCommand command =
                new ShellCommand(line, scratch.resolve("missing"), Map.of(), REMAINING, bench.nextOperation());
        assertThat(bench.end(bench.start(command))).isInstanceOf(CommandEnd.NotLaunched.class);
        return command.operation();
    }

    /** Its exit code is there, and nothing of it runs any more. */
    private void untilOver(Path operation) throws IOException {
        untilExited(operation);
        String pid = Files.readString(operation.resolve("claim")).strip();
        bench.until(
                "the script is gone",
                () -> ProcessTable.find(Long.parseLong(pid)).isEmpty());
    }

    private void untilExited(Path operation) {
        Path exit = operation.resolve("exit");
        bench.until(
                "it has ended",
                () -> Files.exists(exit) && Files.readString(exit).endsWith("\n"));
    }

    private Future<CommandEnd> takeUp(Path operation) {
        return bench.runner.takeUp(operation, REMAINING);
    }

    private int runByHand(Path operation) throws Exception {
        return new ProcessBuilder("/bin/sh", operation.resolve("start").toString())
                .directory(bench.handler.toFile())
                .start()
                .waitFor();
    }

    @Test
    void an_operation_without_a_directory_never_started() {
        assertThat(bench.end(takeUp(bench.nextOperation()))).isEqualTo(NEVER_STARTED);
    }

    @Test
    void an_operation_that_was_never_claimed_never_starts_again() throws Exception {
        Path operation = prepared("touch ran");

        CommandEnd end = bench.end(takeUp(operation));
        int late = runByHand(operation);

        assertThat(end).isEqualTo(NEVER_STARTED);
        assertThat(late).isEqualTo(125);
        assertThat(bench.file("ran")).doesNotExist();
        assertThat(operation.resolve("exit")).doesNotExist();
    }

    @Test
    void a_withdrawn_operation_is_still_one_that_never_started_when_it_is_asked_for_again() {
        Path operation = prepared("true");
        bench.end(takeUp(operation));

        assertThat(bench.end(takeUp(operation))).isEqualTo(NEVER_STARTED);
    }

    @Test
    void an_operation_of_which_only_the_directory_was_made_never_started() throws IOException {
        Path operation = Files.createDirectory(bench.nextOperation());

        assertThat(bench.end(takeUp(operation))).isEqualTo(NEVER_STARTED);
        assertThat(bench.end(takeUp(operation))).isEqualTo(NEVER_STARTED);
    }

    @Test
    void a_claim_without_its_pid_never_came_to_the_command() throws IOException {
        Path operation = prepared("true");
        Files.createFile(operation.resolve("claim"));

        assertThat(bench.end(takeUp(operation))).isEqualTo(NEVER_STARTED);
    }

    @Test
    @Conforms("OPS-14")
    void a_survivor_is_waited_for_and_its_exit_code_is_learned() throws Exception {
        bench.gate("gate");
        Path operation = startedByTheDead("echo working; read x < gate; exit 7");

        Future<CommandEnd> end = takeUp(operation);
        bench.timers.advance(REMAINING.minusSeconds(1));
        boolean endedEarly = end.isComplete();
        bench.open("gate");
        // The clock stands still until then: it has one second left.
        untilExited(operation);

        assertThat(endedEarly).isFalse();
        assertThat(bench.endLooking(end)).isEqualTo(new CommandEnd.Exited(7, "[stdout]\nworking\n\n\n[stderr]\n"));
    }

    @Test
    @Conforms("OPS-14")
    void the_exit_code_of_a_command_that_ended_while_nobody_watched_is_not_lost() {
        Path operation = startedByTheDead("echo done; exit 9");
        untilExited(operation);

        assertThat(bench.end(takeUp(operation))).isEqualTo(new CommandEnd.Exited(9, "[stdout]\ndone\n\n\n[stderr]\n"));
    }

    @Test
    void a_survivor_is_killed_with_all_that_belongs_to_it_when_its_time_is_over() throws Exception {
        bench.gate("gate");
        Path operation = startedByTheDead(
                "echo working; setsid cat gate & echo $! > child.pid; echo $$ > shell.pid; read x < gate");
        ProcessHandle child = bench.process("child.pid");
        ProcessHandle shell = bench.process("shell.pid");

        Future<CommandEnd> end = takeUp(operation);
        bench.timers.advance(REMAINING);

        assertThat(bench.end(end)).isEqualTo(new CommandEnd.TimedOut("[stdout]\nworking\n\n\n[stderr]\n"));
        bench.untilDead(child);
        bench.untilDead(shell);
    }

    @Test
    void a_survivor_whose_time_was_over_long_ago_is_killed_at_once() throws Exception {
        bench.gate("gate");
        Path operation = startedByTheDead("echo $$ > shell.pid; read x < gate");
        ProcessHandle shell = bench.process("shell.pid");

        CommandEnd end = bench.end(bench.runner.takeUp(operation, Duration.ofSeconds(-5)));

        assertThat(end).isInstanceOf(CommandEnd.TimedOut.class);
        bench.untilDead(shell);
    }

    @Test
    void the_end_of_a_command_whose_wrapper_was_killed_is_unknown() throws Exception {
        bench.gate("gate");
        Path operation = startedByTheDead("echo working; echo $PPID > wrapper.pid; echo $$ > shell.pid; read x < gate");
        ProcessHandle wrapper = bench.process("wrapper.pid");
        bench.process("shell.pid");

        wrapper.destroyForcibly();
        bench.untilDead(wrapper);

        assertThat(bench.end(takeUp(operation)))
                .isEqualTo(new CommandEnd.Unknown(Optional.of("[stdout]\nworking\n\n\n[stderr]\n"), true));
    }

    @Test
    @Conforms("OPS-13")
    void a_stranger_with_the_pid_of_the_command_is_neither_waited_for_nor_killed() throws Exception {
        ProcessHandle stranger = stranger("unrelated");
        Path operation = prepared("true");
        Files.writeString(operation.resolve("claim"), stranger.pid() + "\n");

        CommandEnd end = bench.end(bench.runner.takeUp(operation, Duration.ZERO));

        assertThat(end).isEqualTo(new CommandEnd.Unknown(Optional.of("[stdout]\n\n\n[stderr]\n"), true));
        assertThat(RunnerBench.isAlive(stranger)).isTrue();
    }

    @Test
    @Conforms("OPS-13")
    void a_stranger_who_looks_at_the_script_is_neither_waited_for_nor_killed() throws Exception {
        Path operation = startedByTheDead("true");
        untilOver(operation);
        Files.delete(operation.resolve("exit"));
        ProcessHandle stranger = stranger(operation.resolve("start").toString());

        CommandEnd end = bench.end(bench.runner.takeUp(operation, Duration.ZERO));

        assertThat(end).isInstanceOf(CommandEnd.Unknown.class);
        assertThat(RunnerBench.isAlive(stranger)).isTrue();
    }

    /** A process that has nothing to do with us but for a word in its command line. */
    private ProcessHandle stranger(String word) throws Exception {
        bench.gate("strangers-gate");
        new ProcessBuilder("/bin/sh", "-c", "echo $$ > stranger.pid; read x < strangers-gate", word)
                .directory(bench.handler.toFile())
                .start();
        return bench.process("stranger.pid");
    }

    @Test
    void half_an_exit_code_is_none() throws Exception {
        Path operation = startedByTheDead("true");
        untilOver(operation);
        Files.writeString(operation.resolve("exit"), "1");

        assertThat(bench.end(takeUp(operation))).isInstanceOf(CommandEnd.Unknown.class);
    }

    @Test
    void taking_up_leaves_no_timer_behind() {
        Path operation = startedByTheDead("true");
        untilExited(operation);

        bench.end(takeUp(operation));

        assertThat(bench.timers.waiting()).isZero();
    }
}
