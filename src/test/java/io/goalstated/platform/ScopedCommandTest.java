package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.platform.CommandRunner.CommandEnd;
import io.goalstated.platform.CommandRunner.ShellCommand;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on their way through systemd-run; what stands in for it here does what each test says. */
class ScopedCommandTest {
    private static final Scope SCOPE = new Scope("azure-vmextensions-A.slice", "enable_1.scope");
    /** Notes how it was called, and becomes the command. */
    private static final String WORKS = """
            echo "$*" >> "${0%/*}/calls"
            while [ "$1" != -- ]; do shift; done
            shift
            exec "$@"
            """;

    private static final String REFUSES = """
            echo "$*" >> "${0%/*}/calls"
            echo 'Failed to start transient scope unit: Connection refused' >&2
            exit 1
            """;

    private static final String HANGS = """
            echo "$*" >> "${0%/*}/calls"
            exec sleep 1000
            """;

    @TempDir
    Path scratch;

    private RunnerBench bench;
    private TransientScopes scopes;
    private CommandRunner runner;

    @BeforeEach
    void begin() throws IOException {
        bench = new RunnerBench(scratch);
        Files.createDirectories(scratch.resolve("run/systemd/system"));
        scopes = new TransientScopes(new SystemRoot(scratch), List.of(scratch.resolve("systemd-run")), bench.timers);
        runner = RunnerBench.runner(bench.timers, scopes);
    }

    @AfterEach
    void end() {
        bench.close();
    }

    @Test
    void a_command_runs_in_the_scope_it_belongs_to_and_leads_its_session() throws Exception {
        systemdRun(WORKS);

        CommandEnd end = run("read -r all < /proc/$PPID/stat; set -- ${all##*) }; echo $4; echo $PPID; exit 3");

        CommandEnd.Exited exited = (CommandEnd.Exited) end;
        assertThat(exited.code()).isEqualTo(3);
        String[] ids =
                exited.output().lines().skip(1).limit(2).map(String::strip).toArray(String[]::new);
        assertThat(ids[0]).as("the session of the script").isEqualTo(ids[1]);
        assertThat(calls())
                .singleElement()
                .asString()
                .startsWith("--scope --quiet --property=CPUAccounting=no --property=MemoryAccounting=no"
                        + " --slice=azure-vmextensions-A.slice --unit=enable_1.scope -- /bin/sh ");
    }

    @Test
    @Conforms("02#95")
    void when_systemd_refuses_the_command_runs_directly_and_once() throws Exception {
        systemdRun(REFUSES);

        CommandEnd end = run("echo done; echo run >> runs");

        assertThat(end).isEqualTo(new CommandEnd.Exited(0, "[stdout]\ndone\n\n\n[stderr]\n"));
        assertThat(bench.file("runs")).hasContent("run\n");
    }

    @Test
    @Conforms("OPS-89")
    void when_systemd_refuses_the_command_is_outside_the_agents_control_group_all_the_same() throws Exception {
        systemdRun(REFUSES);
        Files.createDirectories(scratch.resolve("proc/self"));
        Files.writeString(scratch.resolve("proc/self/cgroup"), "0::/azure.slice/goalstated.service\n");
        Path mounted = Files.createDirectories(scratch.resolve("sys/fs/cgroup"));
        Files.writeString(mounted.resolve("cgroup.controllers"), "cpu memory\n");

        CommandEnd end = run("echo $PPID");

        Path entered = mounted.resolve("azure-vmextensions-unscoped/" + SCOPE.slice() + "/enable_1.scope/cgroup.procs");
        assertThat(((CommandEnd.Exited) end).output().lines().skip(1).findFirst())
                .contains(Files.readString(entered).strip());
    }

    @Test
    @Conforms({"OPS-88", "OPS-89"})
    void that_commands_have_no_scopes_is_told_until_one_has() throws Exception {
        systemdRun(REFUSES);
        run("true");
        Optional<String> refused = scopes.trouble();
        systemdRun(WORKS);
        run("true");
        Optional<String> made = scopes.trouble();
        Files.delete(scratch.resolve("run/systemd/system"));
        run("true");

        assertThat(refused.orElseThrow()).startsWith("systemd made no scope for the latest command");
        assertThat(made).isEmpty();
        assertThat(scopes.trouble().orElseThrow()).startsWith("no systemd runs this machine");
    }

    @Test
    @Conforms("02#96")
    void a_command_that_fails_in_its_scope_is_not_run_again() throws Exception {
        systemdRun(WORKS);

        CommandEnd end = run("echo 'Unit enable_1.scope not found.' >&2; echo run >> runs; exit 1");

        assertThat(((CommandEnd.Exited) end).code()).isEqualTo(1);
        assertThat(bench.file("runs")).hasContent("run\n");
        assertThat(calls()).hasSize(1);
    }

    @Test
    void a_command_that_is_killed_in_its_scope_is_not_run_again() throws Exception {
        systemdRun(WORKS);

        CommandEnd end = run("echo run >> runs; kill -KILL $PPID");

        assertThat(((CommandEnd.Exited) end).code()).isEqualTo(137);
        assertThat(bench.file("runs")).hasContent("run\n");
    }

    @Test
    @Conforms("02#95")
    void when_systemd_does_not_answer_the_command_runs_directly_after_ten_seconds() throws Exception {
        systemdRun(HANGS);
        Future<CommandEnd> end = start("echo run >> runs");
        untilAsked();

        bench.timers.advance(Duration.ofSeconds(10));

        assertThat(bench.end(end)).isEqualTo(new CommandEnd.Exited(0, "[stdout]\n\n\n[stderr]\n"));
        assertThat(bench.file("runs")).hasContent("run\n");
    }

    @Test
    @Conforms("OPS-89")
    void a_silent_systemd_is_asked_again_after_ten_minutes() throws Exception {
        systemdRun(HANGS);
        Future<CommandEnd> first = start("true");
        untilAsked();
        bench.timers.advance(Duration.ofSeconds(10));
        bench.end(first);
        systemdRun(WORKS);

        run("true");
        int meanwhile = calls().size();
        bench.timers.advance(Duration.ofMinutes(10));
        run("true");

        assertThat(meanwhile).isEqualTo(1);
        assertThat(calls()).hasSize(2);
    }

    @Test
    @Conforms("OPS-89")
    void a_refusal_for_one_command_does_not_keep_the_next_from_its_scope() throws Exception {
        systemdRun(REFUSES);
        run("true");
        systemdRun(WORKS);

        run("true");

        assertThat(calls()).hasSize(2);
    }

    @Test
    void the_time_limit_begins_when_the_command_does() throws Exception {
        systemdRun(HANGS);
        Future<CommandEnd> end = start("echo $$ > pid; exec sleep 1000");
        untilAsked();
        bench.timers.advance(Duration.ofSeconds(10));
        bench.until("the command runs", () -> {
            bench.timers.runPending();
            return Files.exists(bench.file("pid"));
        });
        ProcessHandle command = bench.process("pid");

        bench.timers.advance(RunnerBench.TIMEOUT.minusNanos(1));
        boolean alive = RunnerBench.isAlive(command);
        bench.timers.advance(Duration.ofNanos(1));

        assertThat(alive).isTrue();
        assertThat(bench.end(end)).isInstanceOf(CommandEnd.TimedOut.class);
    }

    @Test
    void without_systemd_nobody_is_asked() throws Exception {
        systemdRun(WORKS);
        runner = RunnerBench.runner(
                bench.timers,
                new TransientScopes(
                        new SystemRoot(scratch.resolve("missing")),
                        List.of(scratch.resolve("systemd-run")),
                        bench.timers));

        CommandEnd end = run("exit 0");

        assertThat(((CommandEnd.Exited) end).code()).isZero();
        assertThat(scratch.resolve("calls")).doesNotExist();
    }

    @Test
    void a_command_whose_agent_died_before_its_scope_was_made_never_runs() throws Exception {
        systemdRun("echo $$ > pid; until [ -e go ]; do sleep 0.01; done\n" + WORKS);
        ShellCommand command = command("echo run >> runs");
        var unused = runner.run(command, () -> {});
        ProcessHandle waiting = bench.process("pid");

        CommandEnd end = bench.end(RunnerBench.runner(new ManualTimers()).takeUp(command.operation(), Duration.ZERO));
        Files.writeString(bench.file("go"), "go\n");
        bench.untilDead(waiting);

        assertThat(end).isEqualTo(new CommandEnd.Unknown(Optional.empty(), false));
        assertThat(bench.file("runs")).doesNotExist();
    }

    private CommandEnd run(String line) {
        return bench.end(start(line));
    }

    private Future<CommandEnd> start(String line) {
        return runner.run(command(line), () -> {});
    }

    private ShellCommand command(String line) {
        return new ShellCommand(
                line,
                bench.handler,
                RunnerBench.ENVIRONMENT,
                RunnerBench.TIMEOUT,
                bench.nextOperation(),
                Optional.of(SCOPE));
    }

    private void systemdRun(String script) throws IOException {
        Path program = scratch.resolve("systemd-run");
        Files.deleteIfExists(program);
        Files.writeString(program, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    private void untilAsked() {
        bench.until("systemd-run was started", () -> Files.exists(scratch.resolve("calls")) && !calls().isEmpty());
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(scratch.resolve("calls"));
    }
}
