package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.goalstated.Conforms;
import io.goalstated.platform.CommandRunner.CommandEnd;
import io.goalstated.platform.CommandRunner.ShellCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups made by hand on the real kernel, which enforces their limits. As root, where control groups may be made. */
@Tag("root")
class RealGroupsTest {
    private static final Path MOUNTED = Path.of("/sys/fs/cgroup");
    private static final long MEGABYTE = 1 << 20;

    @TempDir
    Path scratch;

    private final String slice = "azure-vmextensions-Test." + UUID.randomUUID() + ".slice";
    private RunnerBench bench;

    @BeforeEach
    void open() throws IOException {
        Path memory = MOUNTED.resolve("memory");
        assumeTrue(Files.isWritable(MOUNTED.resolve("cgroup.controllers")) || Files.isWritable(memory));
        bench = new RunnerBench(scratch);
    }

    @AfterEach
    void close() throws IOException {
        if (bench != null) {
            bench.close();
            try (var hierarchies = Files.newDirectoryStream(MOUNTED, Files::isDirectory)) {
                for (Path hierarchy : hierarchies) {
                    remove(hierarchy.resolve("azure-vmextensions-unscoped"));
                }
            }
            remove(MOUNTED.resolve("azure-vmextensions-unscoped"));
        }
    }

    /** Only what this test has made, and what is above it if that was all. */
    private void remove(Path parent) throws IOException {
        Files.deleteIfExists(parent.resolve(slice).resolve("enable_1.scope"));
        Files.deleteIfExists(parent.resolve(slice));
        try {
            Files.deleteIfExists(parent);
        } catch (IOException e) {
            // Somebody else's groups are there.
        }
    }

    private CommandEnd.Exited run(String line, GroupLimits limits) {
        TransientScopes scopes = new TransientScopes(new SystemRoot(Path.of("/")), List.of(), bench.timers);
        ShellCommand command = bench.command(line).in(new Scope(slice, "enable_1.scope", limits));
        return (CommandEnd.Exited)
                bench.end(RunnerBench.runner(bench.timers, scopes).run(command, () -> {}));
    }

    @Test
    @Conforms("OPS-91")
    void a_command_that_eats_memory_is_killed_at_its_handlers_limit_and_the_kill_is_known() {
        GroupLimits limits = new GroupLimits(OptionalLong.empty(), OptionalLong.of(16 * MEGABYTE));

        CommandEnd.Exited end = run("head -c 200000000 /dev/zero | tail -c 190000000 | wc -c", limits);

        assertThat(end.kernelKills()).isEqualTo(1);
    }

    @Test
    @Conforms("OPS-91")
    void the_kernel_takes_the_limit_of_processor_time() {
        GroupLimits quarter = new GroupLimits(OptionalLong.of(25), OptionalLong.empty());
        String below = "azure-vmextensions-unscoped/" + slice;
        String files = MOUNTED + "/cpu/" + below + "/cpu.cfs_quota_us " + MOUNTED + "/" + below + "/cpu.max";

        assertThat(run("cat " + files + " 2>/dev/null; true", quarter).output())
                .containsAnyOf("\n25000\n", "\n25000 100000\n");
    }
}
