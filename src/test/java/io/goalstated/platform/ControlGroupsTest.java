package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What kernels count of control groups, in the words of both versions: spec 04 §6.5. */
class ControlGroupsTest {
    private static final String GROUP = "/azure.slice/azure-vmextensions-A.slice";

    @TempDir
    Path scratch;

    private ControlGroups groups;

    @BeforeEach
    void machine() {
        groups = new ControlGroups(new SystemRoot(scratch));
    }

    private void file(String path, String text) throws IOException {
        Path file = scratch.resolve("sys/fs/cgroup/" + path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void unified() throws IOException {
        file("cgroup.controllers", "cpu memory\n");
        file(GROUP.substring(1) + "/cpu.max", "20000 100000\n");
        file(
                GROUP.substring(1) + "/cpu.stat",
                "usage_usec 670339\nuser_usec 464081\nnr_throttled 31\nthrottled_usec 2898536\n");
        file(GROUP.substring(1) + "/memory.stat", "anon 4096\nfile 8192\nfile_mapped 1\n");
        file(GROUP.substring(1) + "/memory.swap.current", "0\n");
        file(GROUP.substring(1) + "/memory.peak", "16384\n");
        file(GROUP.substring(1) + "/memory.events", "low 0\nhigh 7\nmax 2\noom_kill 1\n");
    }

    @Test
    void version_2_is_read_from_one_directory() throws IOException {
        unified();

        assertThat(groups.count(GROUP))
                .isEqualTo(new GroupCount(
                        Optional.of(Duration.ofNanos(670_339_000)),
                        Optional.of(Duration.ofNanos(2_898_536_000L)),
                        OptionalLong.of(4096),
                        OptionalLong.of(8192),
                        OptionalLong.of(0),
                        OptionalLong.of(16384),
                        OptionalLong.of(7)));
    }

    @Test
    void version_1_is_read_from_the_directory_of_each_controller() throws IOException {
        file("cpuacct" + GROUP + "/cpuacct.usage", "670339000\n");
        file("cpu" + GROUP + "/cpu.cfs_quota_us", "20000\n");
        file("cpu" + GROUP + "/cpu.stat", "nr_periods 5\nnr_throttled 3\nthrottled_time 2898536000\n");
        file("memory" + GROUP + "/memory.stat", "cache 1\nrss 2\ntotal_cache 8192\ntotal_rss 4096\ntotal_swap 0\n");
        file("memory" + GROUP + "/memory.max_usage_in_bytes", "16384\n");

        assertThat(groups.count(GROUP))
                .isEqualTo(new GroupCount(
                        Optional.of(Duration.ofNanos(670_339_000)),
                        Optional.of(Duration.ofNanos(2_898_536_000L)),
                        OptionalLong.of(4096),
                        OptionalLong.of(8192),
                        OptionalLong.of(0),
                        OptionalLong.of(16384),
                        OptionalLong.empty()));
    }

    @Test
    void without_a_quota_there_is_no_time_that_it_held_up() throws IOException {
        unified();
        file(GROUP.substring(1) + "/cpu.max", "max 100000\n");

        assertThat(groups.count(GROUP).throttled()).isEmpty();
        file("cpu" + GROUP + "/cpu.cfs_quota_us", "-1\n");
        file("cpu" + GROUP + "/cpu.stat", "throttled_time 5\n");
        Files.delete(scratch.resolve("sys/fs/cgroup/cgroup.controllers"));
        assertThat(groups.count(GROUP).throttled()).isEmpty();
    }

    @Test
    void what_is_not_there_or_makes_no_sense_is_not_counted() throws IOException {
        assertThat(groups.count(GROUP)).isEqualTo(GroupCount.NOTHING);
        file("cgroup.controllers", "\n");
        file(GROUP.substring(1) + "/cpu.stat", "usage_usec 99999999999999999999\n");
        file(GROUP.substring(1) + "/memory.stat", "anon -3\nfile\n");

        assertThat(groups.count(GROUP)).isEqualTo(GroupCount.NOTHING);
    }

    @Test
    void a_group_outside_of_what_is_mounted_has_no_count() throws IOException {
        unified();
        Files.createDirectories(scratch.resolve("sys/fs/other"));
        Files.writeString(scratch.resolve("sys/fs/other/cpu.stat"), "usage_usec 1\n");

        assertThat(groups.count("/../other")).isEqualTo(GroupCount.NOTHING);
    }

    @Test
    void a_group_is_inhabited_while_there_is_a_process_below_it() throws IOException {
        file("cgroup.controllers", "\n");
        file("azure.slice/x.slice/cgroup.procs", "");
        file("azure.slice/x.slice/a.scope/cgroup.procs", "4711\n");
        file("azure.slice/y.slice/cgroup.procs", "");
        file("azure.slice/y.slice/b.scope/cgroup.procs", "");

        assertThat(groups.below("/azure.slice")).containsExactly("x.slice", "y.slice");
        assertThat(groups.isInhabited("/azure.slice/x.slice")).isTrue();
        assertThat(groups.isInhabited("/azure.slice/y.slice")).isFalse();
    }
}
