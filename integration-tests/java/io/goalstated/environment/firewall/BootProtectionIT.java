package io.goalstated.environment.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.goalstated.Conforms;
import io.goalstated.environment.network.Ipv4;
import io.goalstated.machine.Blueprint;
import io.goalstated.machine.SystemdMachine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A machine with systemd that boots with what the package installs, and without Java or a daemon. */
@Tag("root")
class BootProtectionIT {
    private static final String UNIT = "goalstated-network-setup.service";
    private static final FirewallRules RULES = FirewallRules.of(Ipv4.WIRE_SERVER, 0, false, List.of());

    @TempDir
    Path scratch;

    private HttpServer wireServer;

    @BeforeEach
    void serve() throws IOException {
        wireServer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        wireServer.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        wireServer.start();
    }

    @AfterEach
    void end() {
        wireServer.stop(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nft", "iptables"})
    @Conforms({"03#94", "OPS-97"})
    void after_a_boot_the_rules_are_there_before_the_network_and_without_the_agent(String mechanism) throws Exception {
        try (SystemdMachine machine = machine()) {
            install(machine);
            assertThat(nobodyConnects(machine)).isTrue();
            machine.write(BootProtection.FILE, BootProtection.text(RULES, mechanism));

            machine.reboot();

            assertThat(machine.output("systemctl", "is-active", UNIT)).isEqualTo("active\n");
            assertThat(since(machine, UNIT)).isLessThanOrEqualTo(since(machine, "network-pre.target"));
            assertThat(nobodyConnects(machine)).isFalse();
            assertThat(rootConnects(machine)).isTrue();
            assertThat(machine.read("/usr/lib/goalstated/network-setup")).doesNotContain("/var", "java");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = "without its file")
    @Conforms("OPS-97")
    void the_unit_does_nothing(String how) throws Exception {
        try (SystemdMachine machine = machine()) {
            install(machine);

            machine.reboot();

            assertThat(machine.run("systemctl", "is-active", UNIT).output())
                    .as(how)
                    .isEqualTo("inactive\n");
            assertThat(nobodyConnects(machine)).isTrue();
        }
    }

    private SystemdMachine machine() throws Exception {
        return SystemdMachine.boot(
                Blueprint.BARE.forward(
                        "168.63.129.16:80",
                        "127.0.0.1:" + wireServer.getAddress().getPort()),
                scratch);
    }

    private static void install(SystemdMachine machine) throws Exception {
        machine.write("/usr/lib/systemd/system/" + UNIT, Files.readString(Path.of("systemd", UNIT)));
        machine.write("/usr/lib/goalstated/network-setup", Files.readString(Path.of("src/image/network-setup")));
        machine.output("chmod", "755", "/usr/lib/goalstated/network-setup");
        machine.output("systemctl", "enable", UNIT);
    }

    /** Microseconds since the boot. */
    private static long since(SystemdMachine machine, String unit) throws Exception {
        String time = machine.output("systemctl", "show", "--value", "-p", "ActiveEnterTimestampMonotonic", unit);
        return Long.parseLong(time.strip());
    }

    private static boolean rootConnects(SystemdMachine machine) throws Exception {
        return machine.run("curl", "--silent", "--max-time", "5", "http://168.63.129.16/")
                        .code()
                == 0;
    }

    private static boolean nobodyConnects(SystemdMachine machine) throws Exception {
        return machine.run(
                                "setpriv",
                                "--reuid=nobody",
                                "--regid=nogroup",
                                "--clear-groups",
                                "curl",
                                "--silent",
                                "--max-time",
                                "2",
                                "http://168.63.129.16/")
                        .code()
                == 0;
    }
}
