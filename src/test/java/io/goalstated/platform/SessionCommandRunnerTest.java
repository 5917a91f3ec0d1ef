package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.platform.CommandRunner.CommandEnd;
import io.goalstated.platform.CommandRunner.ShellCommand;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command finds when it starts and how it may end: spec 02 §6.1–6.6, spec 05 B3–B17. */
class SessionCommandRunnerTest {
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

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 51, 52, 88, 125, 126, 127, 255})
    @Conforms("B8")
    void the_exit_code_is_passed_on_unchanged(int code) {
        assertThat(bench.run("exit " + code)).isEqualTo(new CommandEnd.Exited(code, "[stdout]\n\n\n[stderr]\n"));
    }

    @Test
    void a_program_that_is_missing_exits_127_as_in_any_shell() {
        assertThat(((CommandEnd.Exited) bench.run("./not-there")).code()).isEqualTo(127);
    }

    @Test
    void a_program_that_is_not_executable_exits_126_as_in_any_shell() throws IOException {
        Files.writeString(bench.file("plain"), "echo no");

        assertThat(((CommandEnd.Exited) bench.run("./plain")).code()).isEqualTo(126);
    }

    /** It was told to have been used before, and failed as if it could not be launched. */
    @Test
    void a_command_whose_files_a_bad_disk_took_only_in_part_is_started_when_it_takes_them() {
        boolean[] bad = {true};
        Disk disk = new Disk((operation, path) -> {
            if (bad[0] && (operation.equals("delete") || path.endsWith("stdout"))) {
                throw new IOException("the disk is broken");
            }
        });
        SessionCommandRunner runner = RunnerBench.runner(disk, bench.timers);
        ShellCommand command = bench.command("exit 7");
        Future<CommandEnd> first = runner.run(command, () -> {});
        bad[0] = false;

        CommandEnd end = bench.end(runner.run(command, () -> {}));

        assertThat(first.cause()).isInstanceOf(IOException.class);
        assertThat(((CommandEnd.Exited) end).code()).isEqualTo(7);
    }

    @Test
    @Conforms("B4")
    void the_shell_gets_the_line_letter_for_letter() {
        String line = "tr '\\0' '|' < /proc/$$/cmdline  #  it's  \"two\"  blanks \\ $HOME `x` é";

        assertThat(bench.outputOf(line)).isEqualTo("/bin/sh|-c|" + line + "|");
    }

    @Test
    @Conforms("B4")
    void arguments_are_split_as_the_shell_does() throws IOException {
        Files.writeString(bench.file("show"), "#!/bin/sh\nfor word do echo \"<$word>\"; done\n");
        Files.setPosixFilePermissions(bench.file("show"), PosixFilePermissions.fromString("rwx------"));

        assertThat(bench.outputOf("./show  enable   'a  b' \"it's\" x\\ y")).isEqualTo("""
                <enable>
                <a  b>
                <it's>
                <x y>""");
    }

    @Test
    @Conforms("B3")
    void the_working_directory_is_the_one_given() throws IOException {
        assertThat(bench.outputOf("pwd")).isEqualTo(bench.handler.toRealPath().toString());
    }

    @Test
    void the_environment_is_the_one_given_and_nothing_of_ours() {
        Map<String, String> found = new TreeMap<>();
        for (String line : bench.outputOf("env").split("\n", -1)) {
            found.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
        }

        // A shell exports these by itself.
        found.keySet().removeAll(List.of("PWD", "OLDPWD", "SHLVL", "_"));
        assertThat(found).isEqualTo(new TreeMap<>(RunnerBench.ENVIRONMENT));
    }

    @Test
    void the_locale_is_the_one_given_whatever_its_name() throws IOException {
        ShellCommand plain = bench.command("printenv LC_ALL > locale");
        bench.end(bench.start(new ShellCommand(
                plain.line(),
                plain.directory(),
                Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "it's \"no\" $locale"),
                plain.timeout(),
                plain.operation())));

        assertThat(bench.file("locale")).hasContent("it's \"no\" $locale");
    }

    @Test
    @Conforms("B15")
    void standard_input_is_dev_null() {
        assertThat(bench.outputOf("readlink /proc/self/fd/0")).isEqualTo("/dev/null");
    }

    @Test
    @Conforms({"02#104", "B10", "B17"})
    void descriptors_1_and_2_are_files_opened_for_append_and_there_are_no_others() throws IOException {
        bench.start(bench.command("echo $$ > program.pid; exec sleep 60"));
        ProcessHandle program = bench.process("program.pid");
        Path proc = Path.of("/proc", Long.toString(program.pid()));
        bench.until(
                "sleep has taken the place of the shell",
                () -> Files.readString(proc.resolve("comm")).equals("sleep\n"));

        // A program that is being loaded has its libraries open for a moment.
        bench.until("only three are open", () -> descriptors(proc).equals(Set.of("0", "1", "2")));

        for (String descriptor : List.of("1", "2")) {
            assertThat(proc.resolve("fd").resolve(descriptor)).isRegularFile();
            assertThat(flags(proc, descriptor) & 02000).as("O_APPEND").isEqualTo(02000);
        }
        assertThat(Files.isSameFile(proc.resolve("fd/1"), proc.resolve("fd/2"))).isFalse();
    }

    private static Set<String> descriptors(Path proc) throws IOException {
        Set<String> open = new HashSet<>();
        try (var stream = Files.newDirectoryStream(proc.resolve("fd"))) {
            stream.forEach(descriptor -> open.add(descriptor.getFileName().toString()));
        }
        return open;
    }

    private static int flags(Path proc, String descriptor) throws IOException {
        for (String line : Files.readAllLines(proc.resolve("fdinfo").resolve(descriptor))) {
            if (line.startsWith("flags:")) {
                return Integer.parseInt(line.substring(6).strip(), 8);
            }
        }
        throw new AssertionError("no flags");
    }

    @Test
    @Conforms({"02#104", "B16"})
    void the_umask_is_022_whatever_it_was_before() throws Exception {
        ShellCommand command = notLaunched("umask > mask");

        Process process = new ProcessBuilder("/bin/sh", "-c", "umask 077; exec /bin/sh ../operations/1/start")
                .directory(bench.handler.toFile())
                .start();

        assertThat(process.waitFor()).isZero();
        assertThat(command.operation().resolve("exit")).hasContent("0\n");
        assertThat(bench.file("mask")).hasContent("0022\n");
    }

    /** An operation that is ready to start, but nobody has started it. */
    private ShellCommand notLaunched(String line) {
        ShellCommand command = new ShellCommand(
                line, scratch.resolve("missing"), Map.of(), Duration.ofSeconds(1), bench.nextOperation());
        assertThat(bench.end(bench.start(command))).isInstanceOf(CommandEnd.NotLaunched.class);
        return command;
    }

    @Test
    @Conforms("B13")
    void each_command_has_a_session_of_its_own() throws IOException {
        bench.start(bench.command("echo $$ > one.pid; exec sleep 60"));
        bench.start(bench.command("echo $$ > two.pid; exec sleep 60"));

        long mine = session(ProcessHandle.current());
        long one = session(bench.process("one.pid"));
        long two = session(bench.process("two.pid"));

        assertThat(List.of(mine, one, two)).doesNotHaveDuplicates();
    }

    private static long session(ProcessHandle process) {
        return ProcessTable.find(process.pid()).orElseThrow().session();
    }

    @Test
    @Conforms("B31")
    void the_session_leader_shows_nothing_of_the_handler_in_its_command_line() throws IOException {
        ShellCommand command = bench.command("echo $$ > handle.pid; exec sleep 60");
        bench.start(command);
        long leader = session(bench.process("handle.pid"));

        byte[] line = Files.readAllBytes(Path.of("/proc", Long.toString(leader), "cmdline"));

        assertThat(new String(line, StandardCharsets.UTF_8))
                .isEqualTo("/bin/sh\0" + command.operation().resolve("start") + "\0");
    }

    @Test
    @Conforms("B17")
    void no_signal_is_blocked_and_none_of_the_usual_ones_ignored() {
        String status = bench.outputOf("cat /proc/self/status");

        assertThat(status).containsPattern("SigBlk:\\s+0+\n");
        long ignored = Long.parseUnsignedLong(status.replaceAll("(?s).*SigIgn:\\s+(\\w+)\n.*", "$1"), 16);
        // USR1 10, SEGV 11, USR2 12, PIPE 13, ALRM 14, TERM 15, CHLD 17: bit n-1
        assertThat(ignored & 0b1_0111_1110_0000_0000L).isZero();
    }

    @Test
    @Conforms({"02#36", "B10", "B12", "B14"})
    void a_child_in_the_background_is_not_waited_for_and_can_write_on() throws Exception {
        bench.gate("gate");
        ShellCommand command = bench.command(
                "{ read x < gate; head -c 300000 /dev/zero; echo late >&2; echo $? > written; } & echo $! > child.pid");

        CommandEnd end = bench.end(bench.start(command));
        ProcessHandle child = bench.process("child.pid");
        bench.runner.forget(command.operation());

        assertThat(end).isEqualTo(new CommandEnd.Exited(0, "[stdout]\n\n\n[stderr]\n"));
        assertThat(RunnerBench.isAlive(child)).isTrue();
        bench.open("gate");
        bench.until("it has written", () -> bench.contains("written", "0\n"));
    }

    @Test
    @Conforms("B13")
    void the_group_is_left_alone_after_a_normal_exit_also_when_the_time_is_over() throws Exception {
        bench.gate("gate");
        bench.run("read x < gate & echo $! > same-group.pid; setsid cat gate > /dev/null & echo $! > own-session.pid");
        ProcessHandle sameGroup = bench.process("same-group.pid");
        ProcessHandle ownSession = bench.process("own-session.pid");

        bench.timers.advance(RunnerBench.TIMEOUT.multipliedBy(2));

        assertThat(RunnerBench.isAlive(sameGroup)).isTrue();
        assertThat(RunnerBench.isAlive(ownSession)).isTrue();
        assertThat(bench.timers.waiting()).isZero();
    }

    @Test
    @Conforms("02#37")
    void of_a_large_output_only_the_head_is_read() {
        CommandEnd end = bench.run("{ head -c 3200 /dev/zero | tr '\\0' a; head -c 5242880 /dev/zero | tr '\\0' b; };"
                + " { head -c 3200 /dev/zero | tr '\\0' c; head -c 5242880 /dev/zero | tr '\\0' d; } >&2");

        String output = ((CommandEnd.Exited) end).output();
        assertThat(output).isEqualTo("[stdout]\n" + "a".repeat(1590) + "\n\n[stderr]\n" + "c".repeat(1590));
    }

    @Test
    @Conforms("02#38")
    void bytes_that_are_no_text_are_shown_as_numbers() {
        assertThat(bench.outputOf("printf 'caf\\303\\251 \\377\\376 ok'")).isEqualTo("café \\xff\\xfe ok");
    }

    @Test
    @Conforms("B11")
    void output_that_is_cut_by_the_command_itself_is_what_is_left() {
        assertThat(bench.outputOf("echo first; : > /dev/stdout; echo second")).isEqualTo("second");
    }

    @Test
    void both_streams_are_told_apart() {
        assertThat(bench.run("echo out; echo err >&2; exit 3"))
                .isEqualTo(new CommandEnd.Exited(3, "[stdout]\nout\n\n\n[stderr]\nerr\n"));
    }

    @Test
    @Conforms({"02#35", "B13"})
    void when_its_time_is_over_the_command_is_killed_with_its_group_and_its_children() throws Exception {
        bench.gate("gate");
        Future<CommandEnd> end = bench.start(bench.command(
                "echo working; cat gate & echo $! > same-group.pid; setsid cat gate & echo $! > own-session.pid;"
                        + " read x < gate"));
        ProcessHandle sameGroup = bench.process("same-group.pid");
        ProcessHandle ownSession = bench.process("own-session.pid");
        bench.until("it has a session of its own", () -> session(ownSession) == ownSession.pid());

        bench.timers.advance(RunnerBench.TIMEOUT);

        assertThat(bench.end(end)).isEqualTo(new CommandEnd.TimedOut("[stdout]\nworking\n\n\n[stderr]\n"));
        bench.untilDead(sameGroup);
        bench.untilDead(ownSession);
    }

    @Test
    void until_its_time_is_over_nothing_happens_to_a_command() throws Exception {
        bench.gate("gate");
        Future<CommandEnd> end = bench.start(bench.command("echo $$ > shell.pid; read x < gate; exit 4"));
        bench.process("shell.pid");

        bench.timers.advance(RunnerBench.TIMEOUT.minusNanos(1));
        bench.open("gate");

        assertThat(((CommandEnd.Exited) bench.end(end)).code()).isEqualTo(4);
    }

    @Test
    void a_command_that_has_ended_leaves_no_timer_behind() {
        bench.run("true");

        assertThat(bench.timers.waiting()).isZero();
    }

    @Test
    void a_daemon_that_has_left_the_command_outlives_its_time() throws Exception {
        bench.gate("gate");
        Future<CommandEnd> end = bench.start(bench.command(
                "(setsid sh -c 'echo $$ > daemon.pid; read x < gate' & ) ; echo $$ > shell.pid; read x < gate"));
        ProcessHandle daemon = bench.process("daemon.pid");
        ProcessHandle shell = bench.process("shell.pid");
        bench.until("nobody waits for the daemon", () -> parent(daemon) != parent(shell) && !isChild(daemon, shell));

        bench.timers.advance(RunnerBench.TIMEOUT);

        assertThat(bench.end(end)).isInstanceOf(CommandEnd.TimedOut.class);
        bench.untilDead(shell);
        assertThat(RunnerBench.isAlive(daemon)).isTrue();
    }

    private static long parent(ProcessHandle process) {
        return ProcessTable.find(process.pid()).orElseThrow().parent();
    }

    private static boolean isChild(ProcessHandle process, ProcessHandle of) {
        return ProcessTable.read().belongingTo(session(of)).stream().anyMatch(entry -> entry.pid() == process.pid());
    }

    @Test
    void a_command_that_has_ended_before_its_deadline_has_not_timed_out_although_the_news_come_later() {
        LateNews late = new LateNews(bench.timers);
        Future<CommandEnd> end = RunnerBench.runner(late).run(bench.command("exit 5"), () -> {});
        bench.until("the news are there", () -> !late.held.isEmpty());

        bench.timers.advance(RunnerBench.TIMEOUT);
        late.release();

        assertThat(((CommandEnd.Exited) bench.end(end)).code()).isEqualTo(5);
    }

    /** Hands the loop its tasks only when told to. */
    private static final class LateNews implements Timers {
        private final Timers timers;
        private final List<Runnable> held = Collections.synchronizedList(new ArrayList<>());

        LateNews(Timers timers) {
            this.timers = timers;
        }

        void release() {
            held.forEach(timers::onLoop);
        }

        @Override
        public long nanoTime() {
            return timers.nanoTime();
        }

        @Override
        public Timer after(Duration delay, Runnable task) {
            return timers.after(delay, task);
        }

        @Override
        public void onLoop(Runnable task) {
            held.add(task);
        }
    }

    @Test
    void a_command_without_its_directory_is_not_launched() {
        List<String> started = new ArrayList<>();
        ShellCommand command = new ShellCommand(
                "true", scratch.resolve("gone"), Map.of(), Duration.ofSeconds(1), bench.nextOperation());

        CommandEnd end = bench.end(bench.runner.run(command, () -> started.add("started")));

        assertThat(((CommandEnd.NotLaunched) end).reason())
                .contains(scratch.resolve("gone").toString());
        assertThat(started).isEmpty();
    }

    @Test
    void an_operation_is_used_once_only() {
        ShellCommand command = bench.command("echo again >> runs");

        bench.end(bench.start(command));
        CommandEnd second = bench.end(bench.start(command));

        assertThat(second).isInstanceOf(CommandEnd.NotLaunched.class);
        assertThat(bench.file("runs")).hasContent("again\n");
    }

    @Test
    void the_start_is_told_once_the_process_exists() {
        List<String> events = new ArrayList<>();

        Future<CommandEnd> end = bench.runner
                .run(bench.command("exit 0"), () -> events.add("started"))
                .onSuccess(ended -> events.add("ended"));
        bench.end(end);

        assertThat(events).containsExactly("started", "ended");
    }

    @Test
    void only_the_owner_can_look_into_an_operation() throws IOException {
        ShellCommand command = bench.command("true");
        bench.end(bench.start(command));

        assertThat(mode(command.operation())).isEqualTo("rwx------");
        assertThat(mode(command.operation().resolve("start"))).isEqualTo("r--------");
        assertThat(mode(command.operation().resolve("stdout"))).isEqualTo("rw-------");
        assertThat(mode(command.operation().resolve("stderr"))).isEqualTo("rw-------");
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void a_forgotten_operation_leaves_no_trace() throws IOException {
        ShellCommand command = bench.command("true");
        bench.end(bench.start(command));

        bench.runner.forget(command.operation());

        assertThat(command.operation()).doesNotExist();
    }

    @Test
    void the_operation_may_lie_where_the_shell_would_stumble() {
        Path odd = scratch.resolve("it's $HOME; \"odd\"  *");
        ShellCommand command =
                new ShellCommand("exit 6", bench.handler, RunnerBench.ENVIRONMENT, RunnerBench.TIMEOUT, odd);

        assertThat(((CommandEnd.Exited) bench.end(bench.start(command))).code()).isEqualTo(6);
        assertThat(odd.resolve("exit")).hasContent("6\n");
    }
}
