package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who is in the agent's control group, on a made-up machine that is up for a thousand seconds:
 *
 * <pre>
 * 100 java        the agent, leader of session 100
 * 101 systemctl   a program that it runs
 * 200 sleep       of another session, for long
 * 201 systemd-run of another session, since a second ago
 * 202 sleep       likewise of another session, and in another group
 * </pre>
 */
class ServiceUnitTest {
    private static final String GROUP = "/azure.slice/goalstated.service";

    @TempDir
    Path scratch;

    private ServiceUnit unit;

    @BeforeEach
    void machine() throws IOException {
        Files.createDirectories(scratch.resolve("proc"));
        Files.writeString(scratch.resolve("proc/uptime"), "1000.00 900.00\n");
        process(100, "java", 100, 100);
        process(101, "systemctl", 100, 100);
        process(200, "sleep", 200, 200);
        process(201, "systemd-run", 201, 99_900);
        process(202, "sleep", 202, 200);
        unit = new ServiceUnit(new SystemRoot(scratch), 100);
    }

    private void process(long pid, String name, long session, long startTicks) throws IOException {
        Path directory = Files.createDirectories(scratch.resolve("proc/" + pid));
        Files.writeString(directory.resolve("comm"), name + "\n");
        String fields = " S 1 " + session + " " + session + " 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 ";
        Files.writeString(directory.resolve("stat"), pid + " (" + name + ")" + fields + startTicks + " 0 0\n");
    }

    private void members(String tree, String pids) throws IOException {
        Path group = Files.createDirectories(scratch.resolve("sys/fs/cgroup" + tree + GROUP));
        Files.writeString(group.resolve("cgroup.procs"), pids);
    }

    private void agentIsIn(String memberships) throws IOException {
        Files.writeString(scratch.resolve("proc/100/cgroup"), memberships);
    }

    @Test
    @Conforms("OPS-90")
    void a_process_of_another_session_that_stays_is_a_stranger() throws IOException {
        agentIsIn("0::" + GROUP + "\n");
        members("", "100\n101\n200\n201\n");

        assertThat(unit.name()).contains("goalstated.service");
        assertThat(unit.strangers()).containsExactly("sleep (200)");
    }

    @Test
    void with_several_hierarchies_systemds_own_counts() throws IOException {
        agentIsIn("5:memory:/azure.slice\n1:name=systemd:" + GROUP + "\n0::/elsewhere\n");
        members("/systemd", "100\n200\n");

        assertThat(unit.name()).contains("goalstated.service");
        assertThat(unit.strangers()).containsExactly("sleep (200)");
    }

    @Test
    void who_has_gone_meanwhile_is_nobody() throws IOException {
        agentIsIn("0::" + GROUP + "\n");
        members("", "100\n4711\n");

        assertThat(unit.strangers()).isEmpty();
    }

    @Test
    void what_is_no_service_has_no_unit_of_its_own() throws IOException {
        agentIsIn("0::/user.slice/session-1.scope\n");
        assertThat(unit.name()).isEmpty();

        Files.delete(scratch.resolve("proc/100/cgroup"));
        assertThat(unit.name()).isEmpty();
        assertThat(unit.strangers()).isEmpty();
    }
}
