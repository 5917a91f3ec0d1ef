package io.goalstated.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.lab.WantedHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README tells people to type, typed on a machine where WALinuxAgent's unit is enabled. */
@Tag("root")
class InstallByHandIT {
    private static final String OTHER_AGENT = """
            [Unit]
            Description=Azure Linux Agent
            [Service]
            ExecStart=/usr/bin/sleep infinity
            [Install]
            WantedBy=multi-user.target
            """;

    @TempDir
    Path scratch;

    private AzureVm vm;
    private SystemdMachine machine;

    @BeforeEach
    void boot() throws Exception {
        Path image = Path.of(System.getProperty("goalstated.image", "target/goalstated"));
        vm = AzureVm.boot(Blueprint.BARE.withJava().show(image, "/root/checkout/target/goalstated"), scratch);
        machine = vm.machine();
        machine.write("/lib/systemd/system/walinuxagent.service", OTHER_AGENT);
        machine.output("systemctl", "enable", "--now", "--quiet", "walinuxagent");
        // That agent has prepared the VM, and has written it down.
        machine.shell("mkdir -p -m 0700 /var/lib/waagent && : > /var/lib/waagent/provisioned");
    }

    @AfterEach
    void switchOff() throws Exception {
        if (vm != null) {
            vm.close();
        }
    }

    @Test
    @Conforms("OPS-4")
    void the_commands_of_the_readme_install_an_agent_that_survives_a_reboot_and_can_be_removed() throws Exception {
        WantedHandler handler = vm.handler("Hello", "{}", "");

        machine.shell("cd /root/checkout\n" + commandsOfReadme());
        vm.enable(handler);

        assertThat(machine.output("goalstated", "status")).contains("Test.Hello");
        assertThat(machine.shell("cat /proc/$(systemctl show --property=MainPID --value goalstated)/maps"))
                .as("the class archive is used")
                .contains(".jsa");
        assertThat(machine.output("systemctl", "show", "--property=Id", "walinuxagent", "waagent", "goalstated"))
                .isEqualToIgnoringNewLines("Id=goalstated.service".repeat(3));
        assertThat(machine.shell("systemctl start waagent walinuxagent goalstated 2>&1"))
                .isEmpty();
        assertThat(machine.shell("systemd-analyze verify /etc/systemd/system/goalstated.service 2>&1"))
                .isEmpty();
        assertThat(machine.output("systemctl", "list-units", "--failed", "--no-legend"))
                .isEmpty();

        Instant reboot = Instant.now();
        machine.reboot();
        vm.awaitReportSince(reboot);

        assertThat(machine.output("systemctl", "is-active", "goalstated")).isEqualTo("active\n");

        machine.output("systemctl", "disable", "--now", "--quiet", "goalstated");
        machine.output("systemctl", "enable", "--now", "--quiet", "walinuxagent");

        assertThat(machine.output("systemctl", "show", "--property=Id,ActiveState", "walinuxagent"))
                .contains("Id=walinuxagent.service", "ActiveState=active");
    }

    private static String commandsOfReadme() throws Exception {
        StringBuilder commands = new StringBuilder();
        boolean inSection = false;
        for (String line : Files.readAllLines(Path.of("README.md"))) {
            if (line.startsWith("## ")) {
                inSection = line.equals("## Install it by hand");
            } else if (inSection && line.startsWith("    ")) {
                commands.append(line.strip()).append('\n');
            }
        }
        assertThat(commands).as("commands of the README").isNotEmpty();
        return commands.toString();
    }
}
