package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.platform.CommandRunner.CommandEnd;
import io.goalstated.platform.CommandRunner.ShellCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills for want of memory, by the files of a made-up kernel:
 *
 * <pre>
 * proc/self/cgroup                          where the command is
 * sys/fs/cgroup/…/memory.events             counts of cgroup v2
 * sys/fs/cgroup/memory/…/memory.oom_control counts of cgroup v1
 * </pre>
 */
class KernelKillsTest {
    private static final String SLICE = "/azure.slice/azure-vmextensions.slice/azure-vmextensions-A.B.slice";
    private static final String SCOPE = SLICE + "/enable_1.scope";
    private static final String EVENTS = "low 0\nhigh 7\nmax 3\noom 1\noom_kill %d\noom_group_kill 9\n";

    @TempDir
    Path scratch;

    private RunnerBench bench;

    @BeforeEach
    void open() throws IOException {
        bench = new RunnerBench(scratch);
        Files.createDirectories(scratch.resolve("proc/self"));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void commandIsIn(String memberships) throws IOException {
        Files.writeString(scratch.resolve("proc/self/cgroup"), memberships);
    }

    private Path counts(String path, int kills) throws IOException {
        Path file = scratch.resolve("sys/fs/cgroup" + path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, EVENTS.formatted(kills));
    }

    private CommandEnd.Exited run(String line) {
        TransientScopes scopes = new TransientScopes(new SystemRoot(scratch), List.of(), bench.timers);
        SessionCommandRunner runner = RunnerBench.runner(bench.timers, scopes);
        ShellCommand command = bench.command(line).in(new Scope("azure-vmextensions-A.B.slice", "enable_1.scope"));
        return (CommandEnd.Exited) bench.end(runner.run(command, () -> {}));
    }

    /** Meanwhile the kernel writes that into the file. */
    private static String thenCounts(Path file, int kills) {
        return "printf '" + EVENTS.formatted(kills).replace("\n", "\\n") + "' > " + file + "; exit 137";
    }

    @Test
    @Conforms("OPS-91")
    void what_is_killed_in_the_commands_own_group_is_counted() throws IOException {
        commandIsIn("0::" + SCOPE + "\n");
        Path events = counts(SCOPE + "/memory.events", 0);

        CommandEnd.Exited end = run(thenCounts(events, 2));

        assertThat(end.code()).isEqualTo(137);
        assertThat(end.kernelKills()).isEqualTo(2);
    }

    @Test
    @Conforms("OPS-91")
    void of_the_handlers_group_counts_what_is_new() throws IOException {
        commandIsIn("0::" + SCOPE + "\n");
        Path events = counts(SLICE + "/memory.events", 40);

        assertThat(run("exit 1").kernelKills()).isZero();
        assertThat(run(thenCounts(events, 41)).kernelKills()).isEqualTo(1);
    }

    @Test
    @Conforms("OPS-91")
    void with_several_hierarchies_memorys_own_counts() throws IOException {
        commandIsIn("9:name=systemd:" + SCOPE + "\n4:memory:" + SLICE + "\n0::" + SCOPE + "\n");
        Path events = counts("/memory" + SLICE + "/memory.oom_control", 1);
        counts(SCOPE + "/memory.events", 0);

        assertThat(run(thenCounts(events, 2)).kernelKills()).isEqualTo(1);
    }

    @Test
    void what_is_killed_in_a_group_that_is_not_for_extensions_is_nobodys_business() throws IOException {
        commandIsIn("4:memory:/\n0::/azure.slice/goalstated.service\n");
        Path events = counts("/azure.slice/memory.events", 0);
        counts("/azure.slice/goalstated.service/memory.events", 0);

        assertThat(run(thenCounts(events, 5)).kernelKills()).isZero();
    }

    @Test
    void without_control_groups_nothing_is_counted_and_the_exit_code_is_the_commands() {
        CommandEnd.Exited end = run("exit 3");

        assertThat(end.code()).isEqualTo(3);
        assertThat(end.kernelKills()).isZero();
        assertThat(end.output()).isEqualTo("[stdout]\n\n\n[stderr]\n");
    }

    @Test
    void the_command_sees_nothing_of_the_counting() throws IOException {
        commandIsIn("0::" + SCOPE + "\n");
        counts(SLICE + "/memory.events", 1);

        CommandEnd.Exited end = run("env | grep -c -e kills -e group -e goalstated_; type goalstated_kills");

        assertThat(end.output()).startsWith("[stdout]\n0\n").contains("goalstated_kills: not found");
    }
}
