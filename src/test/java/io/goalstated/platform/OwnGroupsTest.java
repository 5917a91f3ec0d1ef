package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnGroupsTest {
    private static final String UNIT = "/azure.slice/goalstated.service";

    @TempDir
    Path scratch;

    private Path mounted;
    private OwnGroups groups;

    @BeforeEach
    void machine() throws IOException {
        mounted = Files.createDirectories(scratch.resolve("sys/fs/cgroup"));
        groups = new OwnGroups(new SystemRoot(scratch));
    }

    private void agentIsIn(String memberships) throws IOException {
        Files.createDirectories(scratch.resolve("proc/self"));
        Files.writeString(scratch.resolve("proc/self/cgroup"), memberships);
    }

    private static Scope scope(String name) {
        return new Scope("azure-vmextensions-A.B.slice", name);
    }

    private void unified() throws IOException {
        Files.writeString(mounted.resolve("cgroup.controllers"), "cpu memory\n");
    }

    @Test
    void in_the_unified_hierarchy_a_group_is_made_outside_the_agents_own() throws IOException {
        unified();
        agentIsIn("0::" + UNIT + "\n");

        assertThat(groups.make(scope("enable_1.scope")))
                .containsExactly(
                        mounted.resolve("azure-vmextensions-unscoped/azure-vmextensions-A.B.slice/enable_1.scope"));
        assertThat(mounted.resolve("azure-vmextensions-unscoped/azure-vmextensions-A.B.slice/enable_1.scope"))
                .isDirectory();
    }

    @Test
    void with_several_hierarchies_a_group_is_made_in_each_that_holds_the_agent_apart() throws IOException {
        for (String name : List.of("memory", "cpu,cpuacct", "systemd", "pids", "unified")) {
            Files.createDirectory(mounted.resolve(name));
        }
        agentIsIn("5:memory:" + UNIT + "\n4:cpu,cpuacct:" + UNIT + "\n3:pids:/\n2:freezer:" + UNIT + "\n1:name=systemd:"
                + UNIT + "\n0::" + UNIT + "\n");

        assertThat(groups.make(scope("g")))
                .extracting(group -> mounted.relativize(group).getName(0).toString())
                .containsExactly("memory", "cpu,cpuacct", "systemd", "unified");
    }

    @Test
    void an_agent_in_no_group_of_its_own_shares_nothing_that_matters() throws IOException {
        unified();
        agentIsIn("0::/\n");

        assertThat(groups.make(scope("g"))).isEmpty();
        assertThat(mounted.resolve("azure-vmextensions-unscoped")).doesNotExist();
    }

    @Test
    void where_none_may_be_made_there_is_none() throws IOException {
        unified();
        agentIsIn("0::" + UNIT + "\n");
        Files.writeString(mounted.resolve("azure-vmextensions-unscoped"), "in the way");

        assertThat(groups.make(scope("g"))).isEmpty();
    }

    private static final GroupLimits LIMITS = new GroupLimits(OptionalLong.of(50), OptionalLong.of(200));

    private Path handlerGroup(String hierarchy, String... files) throws IOException {
        Path group = mounted.resolve(hierarchy).resolve("azure-vmextensions-unscoped/azure-vmextensions-A.B.slice");
        Files.createDirectories(group);
        for (String file : files) {
            Files.writeString(group.resolve(file), "as new");
        }
        return group;
    }

    @Test
    @Conforms("OPS-91")
    void the_handlers_group_has_its_limits_in_the_unified_hierarchy() throws IOException {
        unified();
        agentIsIn("0::/\n");
        Path group = handlerGroup("", "cpu.max", "memory.max");
        Path above = group.resolveSibling("cgroup.subtree_control");
        Files.writeString(above, "");

        groups.make(new Scope("azure-vmextensions-A.B.slice", "one", LIMITS));

        assertThat(above).hasContent("+memory");
        assertThat(group.resolve("cpu.max")).hasContent("50000 100000");
        assertThat(group.resolve("memory.max")).hasContent("200");
        assertThat(group.resolve("one")).isDirectory();
    }

    @Test
    @Conforms("OPS-91")
    void limits_that_are_lifted_are_lifted_there_too() throws IOException {
        unified();
        agentIsIn("0::" + UNIT + "\n");
        Path group = handlerGroup("", "cpu.max", "memory.max");

        groups.make(scope("one"));

        assertThat(group.resolve("cpu.max")).hasContent("max 100000");
        assertThat(group.resolve("memory.max")).hasContent("max");
    }

    @Test
    @Conforms("OPS-91")
    void with_several_hierarchies_each_has_the_limits_of_its_controller() throws IOException {
        Path memory = handlerGroup("memory", "memory.limit_in_bytes");
        Path cpu = handlerGroup("cpu,cpuacct", "cpu.cfs_quota_us");
        Files.createDirectory(mounted.resolve("pids"));
        agentIsIn("5:memory:/\n4:cpu,cpuacct:/\n3:pids:/\n");

        List<Path> made = groups.make(new Scope("azure-vmextensions-A.B.slice", "one", LIMITS));

        assertThat(made).containsExactly(memory.resolve("one"), cpu.resolve("one"));
        assertThat(memory.resolve("memory.limit_in_bytes")).hasContent("200");
        assertThat(cpu.resolve("cpu.cfs_quota_us")).hasContent("50000");
    }

    @Test
    void on_v1_a_group_has_the_processors_of_the_one_above_before_anybody_enters() throws IOException {
        Path group = handlerGroup("cpuset", "cpuset.cpus", "cpuset.mems");
        for (Path empty : List.of(group.resolve("cpuset.cpus"), group.resolve("cpuset.mems"))) {
            Files.writeString(empty, "\n");
        }
        Files.writeString(group.resolveSibling("cpuset.cpus"), "0-3\n");
        Files.writeString(group.resolveSibling("cpuset.mems"), "0\n");
        agentIsIn("3:cpuset:" + UNIT + "\n");

        groups.make(scope("one"));

        assertThat(group.resolve("cpuset.cpus")).hasContent("0-3");
        assertThat(group.resolve("cpuset.mems")).hasContent("0");
    }

    @Test
    void without_control_groups_there_is_none() {
        assertThat(groups.make(scope("g"))).isEmpty();
    }

    @Test
    void groups_that_nobody_is_in_any_more_go_when_the_next_is_made() throws IOException {
        unified();
        agentIsIn("0::" + UNIT + "\n");
        Path left = groups.make(scope("left")).get(0);
        Path used = groups.make(scope("used")).get(0);
        Files.writeString(used.resolve("cgroup.procs"), "4711\n");
        for (Path group : List.of(left, used)) {
            Files.setLastModifiedTime(group, FileTime.from(Instant.now().minusSeconds(3600)));
        }

        groups.make(scope("next"));

        assertThat(left).doesNotExist();
        assertThat(used).isDirectory();
    }

    @Test
    void a_group_whose_shell_is_still_on_its_way_stays() throws IOException {
        unified();
        agentIsIn("0::" + UNIT + "\n");
        Path early = groups.make(scope("early")).get(0);

        groups.make(scope("next"));

        assertThat(early).isDirectory();
    }

    @Test
    void a_shell_enters_the_groups_and_becomes_the_script() throws Exception {
        unified();
        agentIsIn("0::" + UNIT + "\n");
        Path group = groups.make(scope("it's $HOME")).get(0);
        Path script = Files.writeString(scratch.resolve("start"), "tr '\\0' ' ' < /proc/$$/cmdline; echo $$\n");
        List<String> words = new ArrayList<>(OwnGroups.words(List.of(group)));
        words.add(script.toString());

        Process shell = new ProcessBuilder(words).start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said).isEqualTo("/bin/sh " + script + " " + shell.pid() + "\n");
        assertThat(group.resolve("cgroup.procs")).hasContent(shell.pid() + "\n");
    }

    @Test
    void a_group_that_cannot_be_entered_stops_no_command() throws Exception {
        Path script = Files.writeString(scratch.resolve("start"), "echo ran\n");
        List<String> words = new ArrayList<>(OwnGroups.words(List.of(scratch.resolve("missing"))));
        words.add(script.toString());

        Process shell = new ProcessBuilder(words).redirectErrorStream(true).start();

        assertThat(shell.getInputStream().readAllBytes()).asString().isEqualTo("ran\n");
    }
}
