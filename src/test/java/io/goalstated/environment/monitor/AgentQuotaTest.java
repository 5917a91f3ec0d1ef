package io.goalstated.environment.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.environment.monitor.Watch.Report;
import io.goalstated.platform.ControlGroups;
import io.goalstated.platform.FakeSystemctl;
import io.goalstated.platform.ServiceUnit;
import io.goalstated.platform.SystemRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent's processor quota gives way to strangers: spec 04 §6.2, OPS-90. */
class AgentQuotaTest {
    private static final String SET = "set-property --runtime -- goalstated.service ";
    private static final String QUOTA = SET + "CPUAccounting=yes CPUQuota=50%";
    private static final String LIFTED = SET + "CPUQuota=";

    @TempDir
    Path scratch;

    private FakeSystemctl systemctl;
    private int percent = 50;
    private boolean giving = true;
    private boolean givingToAgent = true;
    private AgentQuota quota;

    @BeforeEach
    void machine() throws IOException {
        systemctl = new FakeSystemctl(scratch);
        Files.createDirectories(
                scratch.resolve("proc/" + ProcessHandle.current().pid()));
        Files.writeString(
                scratch.resolve("proc/" + ProcessHandle.current().pid() + "/cgroup"),
                "0::/azure.slice/goalstated.service\n");
        Files.writeString(scratch.resolve("proc/uptime"), "1000.00 900.00\n");
        Path stranger = Files.createDirectories(scratch.resolve("proc/4711"));
        Files.writeString(stranger.resolve("comm"), "postgres\n");
        Files.writeString(
                stranger.resolve("stat"), "4711 (postgres) S 1 4711 4711 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 100 0 0\n");
        group("");
        quota = new AgentQuota(
                new ServiceUnit(new SystemRoot(scratch)),
                new ControlGroups(new SystemRoot(scratch)),
                systemctl.units(),
                new Owner(),
                () -> Duration.ofMinutes(5));
    }

    private final class Owner implements AgentQuota.Rules {
        @Override
        public int percent() {
            return percent;
        }

        @Override
        public boolean givesWayToStrangers() {
            return giving;
        }

        @Override
        public boolean givesWayToTheAgent() {
            return givingToAgent;
        }

        @Override
        public Duration bearable() {
            return Duration.ofMinutes(2);
        }
    }

    /** As cgroup v2 counts it, while a quota is in force. */
    private void heldUp(Duration time) throws IOException {
        Path group = scratch.resolve("sys/fs/cgroup/azure.slice/goalstated.service");
        Files.writeString(scratch.resolve("sys/fs/cgroup/cgroup.controllers"), "cpu memory\n");
        Files.writeString(group.resolve("cpu.max"), "50000 100000\n");
        Files.writeString(
                group.resolve("cpu.stat"), "usage_usec 5000000\nthrottled_usec " + time.toNanos() / 1000 + "\n");
    }

    private void group(String pids) throws IOException {
        Path group = Files.createDirectories(scratch.resolve("sys/fs/cgroup/azure.slice/goalstated.service"));
        Files.writeString(group.resolve("cgroup.procs"), pids);
    }

    @Test
    void it_is_set_once_and_again_when_the_owner_changes_it() throws IOException {
        quota.look();
        quota.look();
        percent = 80;
        quota.look();

        assertThat(systemctl.calls()).containsExactly(QUOTA, QUOTA.replace("50%", "80%"));
    }

    @Test
    @Conforms("OPS-90")
    void while_a_stranger_is_in_the_group_it_is_lifted_and_the_stranger_named() throws IOException {
        quota.look();
        group("4711\n");
        Report report = quota.look();
        Report next = quota.look();

        assertThat(systemctl.calls()).containsExactly(QUOTA, LIFTED);
        assertThat(report.problems())
                .containsExactly("it is lifted, since the agent's control group holds postgres (4711)");
        assertThat(next).isEqualTo(report);
    }

    @Test
    @Conforms("OPS-90")
    void with_a_stranger_in_the_group_it_is_never_set_and_set_once_he_is_gone() throws IOException {
        group("4711\n");
        quota.look();
        group("");
        quota.look();

        assertThat(systemctl.calls()).containsExactly(LIFTED, QUOTA);
    }

    @Test
    void the_owner_may_insist_on_it() throws IOException {
        giving = false;
        group("4711\n");

        assertThat(quota.look()).isEqualTo(Report.NOTHING);
        assertThat(systemctl.calls()).containsExactly(QUOTA);
    }

    @Test
    void one_that_holds_the_agent_up_for_too_long_gives_way_until_the_owner_names_another() throws IOException {
        heldUp(Duration.ofSeconds(200));
        quota.look();
        heldUp(Duration.ofSeconds(321));
        Report report = quota.look();
        Report next = quota.look();
        percent = 80;
        Report other = quota.look();

        assertThat(systemctl.calls()).containsExactly(QUOTA, LIFTED, QUOTA.replace("50%", "80%"));
        assertThat(report.problems())
                .containsExactly("it is lifted until the agent starts again or Debug.AgentCpuQuota changes, since 50%"
                        + " of one processor have held the agent up for more than 120 s between two looks");
        assertThat(next).isEqualTo(report);
        assertThat(other).isEqualTo(Report.NOTHING);
    }

    @Test
    void one_that_holds_the_agent_up_for_a_bearable_time_stays() throws IOException {
        heldUp(Duration.ofSeconds(200));
        quota.look();
        heldUp(Duration.ofSeconds(320));

        assertThat(quota.look()).isEqualTo(Report.NOTHING);
        assertThat(systemctl.calls()).containsExactly(QUOTA);
    }

    @Test
    void an_owner_who_insists_is_told_that_it_holds_the_agent_up() throws IOException {
        givingToAgent = false;
        heldUp(Duration.ZERO);
        quota.look();
        heldUp(Duration.ofSeconds(121));

        assertThat(quota.look().problems())
                .containsExactly("it has held the agent up for more than 120 s between two looks;"
                        + " Debug.AgentCpuQuota allows it more");
        assertThat(systemctl.calls()).containsExactly(QUOTA);
    }

    @Test
    void what_systemd_refuses_is_told_and_tried_again() throws IOException {
        systemctl.fail();

        assertThat(quota.look().problems()).singleElement().asString().startsWith("it is not in force: ");
        quota.look();
        assertThat(systemctl.calls()).containsExactly(QUOTA, QUOTA);
    }

    @Test
    void an_agent_that_is_no_service_has_none() throws IOException {
        Files.writeString(scratch.resolve("proc/" + ProcessHandle.current().pid() + "/cgroup"), "0::/\n");

        assertThat(quota.look()).isEqualTo(Report.NOTHING);
        assertThat(systemctl.calls()).isEmpty();
    }

    @Test
    void before_the_next_start_it_is_lifted() throws IOException {
        quota.look();
        quota.lift();
        quota.lift();

        assertThat(systemctl.calls()).containsExactly(QUOTA, LIFTED);
    }
}
