package io.goalstated.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.goalstated.Conforms;
import io.goalstated.lab.Goal;
import io.goalstated.lab.WantedHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of extensions' processes where a real systemd runs the machine. */
@Tag("root")
class ScopesIT {
    private static final String NO_LIMITS = "{}";
    /** Leaves a process behind that does nothing but count. */
    private static final String BUSY_DAEMON = "setsid sh -c 'while :; do :; done' & echo $! >daemon.pid";

    private static final String DAEMON = "setsid sleep 1000 & echo $! >daemon.pid";

    @TempDir
    Path scratch;

    private AzureVm vm;
    private SystemdMachine machine;

    @BeforeEach
    void boot() throws Exception {
        vm = AzureVm.boot(Blueprint.BARE.withJava().withImage(), scratch);
        machine = vm.machine();
    }

    @AfterEach
    void switchOff() throws Exception {
        if (vm != null) {
            vm.close();
        }
    }

    @Test
    @Conforms({"02#94", "B14", "OPS-8", "OPS-104"})
    void what_an_extension_leaves_behind_lives_in_its_own_scope_and_survives_the_agent() throws Exception {
        vm.startAgent();
        WantedHandler handler = vm.handler("Leaving", NO_LIMITS, DAEMON);
        vm.enable(handler);

        String daemon = daemon(handler);
        String group = group(daemon);
        machine.output("systemctl", "restart", "goalstated");
        String afterRestart = group(daemon);
        machine.output("systemctl", "stop", "goalstated");
        String afterStop = group(daemon);
        machine.output("systemctl", "start", "goalstated");

        assertThat(group)
                .matches("/azure\\.slice/azure-vmextensions\\.slice/azure-vmextensions-Test\\.Leaving\\.slice"
                        + "/enable_[0-9a-f]{8}-[0-9a-f-]{27}\\.scope");
        assertThat(List.of(afterRestart, afterStop, group(daemon))).containsOnly(group);
        await("the agent is alone in its control group")
                .untilAsserted(() -> assertThat(agentsGroup())
                        .isEqualTo(machine.output("systemctl", "show", "--property=MainPID", "--value", "goalstated")));
    }

    @Test
    @Conforms("OPS-91")
    void a_command_that_eats_memory_is_killed_at_its_limit_and_its_status_says_why() throws Exception {
        assumeTrue(machine.limitsProcessors(), "control groups of this host have no limits to hand on");
        vm.startAgent();
        WantedHandler handler =
                vm.handler("Hungry", "{\"memoryQuotaInMB\": 16}", "dd if=/dev/zero of=/dev/null bs=390000000 count=1");
        vm.azure().publish(Goal.of(handler)).viaFabric();

        assertThat(vm.awaitWord(handler.name(), "error")
                        .handler(handler.name())
                        .orElseThrow()
                        .toString())
                // Its shell, too, where the memory is slow to come back.
                .containsPattern("Non-zero exit code: 137, .*out of memory: the kernel killed \\d process(es)? of the"
                        + " extension");
    }

    @Test
    @Conforms({"02#94", "OPS-91"})
    void an_extension_keeps_to_the_limits_of_its_manifest() throws Exception {
        assumeTrue(machine.limitsProcessors(), "control groups of this host have no processor limits to hand on");
        vm.startAgent();
        WantedHandler handler =
                vm.handler("Greedy", "{\"cpuQuotaPercentage\": 20, \"memoryQuotaInMB\": 100}", BUSY_DAEMON);
        vm.enable(handler);

        String daemon = daemon(handler);
        double used = -processorSeconds(daemon);
        machine.output("sleep", "4");
        used += processorSeconds(daemon);

        assertThat(machine.output(
                        "systemctl",
                        "show",
                        "--property=CPUQuotaPerSecUSec,MemoryMax,MemoryHigh",
                        "azure-vmextensions-Test.Greedy.slice"))
                .contains("CPUQuotaPerSecUSec=200ms\n", "MemoryHigh=infinity\n", "MemoryMax=209715200\n");
        assertThat(used).as("seconds of four").isBetween(0.2, 2.4);
    }

    @Test
    @Conforms("OPS-90")
    void the_agent_keeps_to_its_quota_until_somebody_else_is_in_its_control_group() throws Exception {
        machine.write("/etc/goalstated/conf.d/check.conf", "Debug.CgroupCheckPeriod=1\n");
        vm.startAgent();
        String[] quota = {"systemctl", "show", "--property=CPUQuotaPerSecUSec", "--value", "goalstated"};
        await("the quota is in force")
                .untilAsserted(() -> assertThat(machine.output(quota).strip()).isEqualTo("500ms"));
        String group = machine.output("systemctl", "show", "--property=ControlGroup", "--value", "goalstated");

        machine.shell("cd /sys/fs/cgroup; [ ! -d systemd ] || cd systemd; setsid sleep 1000 & echo $! >."
                + group.strip() + "/cgroup.procs");

        await("the quota is lifted")
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(machine.output(quota).strip()).isEqualTo("infinity"));
        assertThat(machine.read("/var/log/waagent.log")).contains("the agent's control group holds sleep (");
    }

    @Test
    void the_owner_limits_extensions_that_do_not_limit_themselves() throws Exception {
        vm.startAgent();
        machine.write("/etc/goalstated/conf.d/limits.conf", "Extensions.CpuQuota=30\n");
        machine.output("systemctl", "restart", "goalstated");
        vm.enable(vm.handler("Unlimited", NO_LIMITS, DAEMON));

        assertThat(machine.output(
                        "systemctl",
                        "show",
                        "--property=CPUQuotaPerSecUSec",
                        "azure-vmextensions-Test.Unlimited.slice"))
                .isEqualTo("CPUQuotaPerSecUSec=300ms\n");
    }

    @Test
    void a_long_enable_survives_a_restart_of_the_agent_and_its_exit_code_is_learned() throws Exception {
        vm.startAgent();
        WantedHandler handler = vm.handler("Slow", NO_LIMITS, """
                echo run >>runs
                [ "$(wc -l <runs)" = 1 ] || exit 0
                until [ -e go ]; do sleep 0.1; done
                exit 7
                """);
        vm.azure().publish(Goal.of(handler)).viaFabric();
        String directory = "/var/lib/waagent/" + handler.name() + "-1.0.0";
        await("the enable runs")
                .until(() -> machine.run("test", "-e", directory + "/runs").code() == 0);

        machine.output("systemctl", "restart", "goalstated");
        machine.output("touch", directory + "/go");

        String journal = "/var/lib/waagent/goalstated/journal/" + handler.name() + ".jsonl";
        await("both enables are settled")
                .untilAsserted(() -> assertThat(machine.shell("grep settled " + journal))
                        .containsSubsequence("\"install\"", "exit code 0", "\"enable\"", "exit code 7", "\"enable\""));
        assertThat(machine.read(directory + "/runs")).isEqualTo("run\nrun\n");
    }

    @Test
    @Conforms({"02#95", "OPS-89"})
    void a_broken_systemd_run_costs_no_extension() throws Exception {
        machine.shell(
                "printf '#!/bin/sh\\necho broken >&2\\nexit 1\\n' >/usr/local/broken; chmod 755 /usr/local/broken;"
                        + " mount --bind /usr/local/broken /usr/bin/systemd-run");
        vm.startAgent();
        WantedHandler handler = vm.handler("Plain", NO_LIMITS, "echo run >>runs; cat /proc/self/cgroup >groups");

        vm.enable(handler);

        assertThat(machine.read("/var/lib/waagent/" + handler.name() + "-1.0.0/runs"))
                .isEqualTo("run\n");
        assertThat(machine.read("/var/lib/waagent/" + handler.name() + "-1.0.0/groups"))
                .as("not in the agent's control group")
                .doesNotContain("goalstated.service")
                .contains("azure-vmextensions-unscoped");
        assertThat(machine.read("/var/log/waagent.log")).contains("systemd made no scope", "reason=broken");
    }

    @Test
    @Conforms("B17")
    void a_command_in_a_scope_inherits_neither_signals_nor_files() throws Exception {
        vm.startAgent();
        WantedHandler handler = vm.handler(
                "Clean",
                NO_LIMITS,
                "grep -E '^Sig(Blk|Ign|Cgt)|^NoNewPrivs' /proc/self/status >seen; ls /proc/self/fd >>seen");

        vm.enable(handler);

        assertThat(machine.read("/var/lib/waagent/" + handler.name() + "-1.0.0/seen"))
                // Two that are the C library's own, and no signals to programs, may be ignored. File 3 is what ls
                // reads.
                .matches("SigBlk:\\s0{16}\nSigIgn:\\s0000000[01][08]0{7}\n(.*\n)*0\n1\n2\n3\n");
    }

    private String daemon(WantedHandler handler) throws Exception {
        return machine.read("/var/lib/waagent/" + handler.name() + "-1.0.0/daemon.pid")
                .strip();
    }

    /** The control group that systemd put that process into; the process must live. */
    private String group(String pid) throws Exception {
        return machine.shell("sed -n 's/^[0-9]*:\\(name=systemd\\)\\?://p' /proc/" + pid + "/cgroup | sed -n '$p'")
                .strip();
    }

    /** The processes in the agent's control group. */
    private String agentsGroup() throws Exception {
        return machine.shell("""
                group=$(systemctl show --property=ControlGroup --value goalstated)
                root=/sys/fs/cgroup; [ ! -d $root/systemd ] || root=$root/systemd
                cat "$root$group/cgroup.procs"
                """);
    }

    private double processorSeconds(String pid) throws Exception {
        String[] fields =
                machine.read("/proc/" + pid + "/stat").replaceAll(".*\\) ", "").split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    }
}
