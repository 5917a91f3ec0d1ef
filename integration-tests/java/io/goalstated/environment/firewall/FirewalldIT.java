package io.goalstated.environment.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.goalstated.Conforms;
import io.goalstated.environment.Namespaces;
import io.goalstated.environment.network.Ipv4;
import io.goalstated.machine.Apart;
import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.SystemTools;
import io.goalstated.platform.ToolCall;
import io.goalstated.platform.ToolEnd;
import io.goalstated.platform.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A real firewalld in a network of its own, with a system bus and a configuration of its own in memory: what it does to the rules, judged
 * by the traffic that they let through.
 */
@Tag("root")
class FirewalldIT {
    private static final String WIRE = "168.63.129.16";
    private static final FirewallRules RULES = FirewallRules.of(Ipv4.WIRE_SERVER, 0, false, List.of());
    private static final String HOUSE = """
            set -eu
            mount -t tmpfs -o mode=755 tmpfs /run
            mkdir -p /run/dbus
            cp -a /etc/firewalld /run/configuration
            mount --bind /run/configuration /etc/firewalld
            dbus-daemon --system --nofork --nopidfile --nosyslog 2>/dev/null &
            while [ ! -S /run/dbus/system_bus_socket ]; do sleep 0.1; done
            exec firewalld --nofork --nopid --log-file=/run/firewalld.log 2>/dev/null
            """;

    private static final Tools REAL = new SystemTools(SystemRoot.REAL);

    @TempDir
    Path directory;

    private Namespaces network;
    private Process house;

    @BeforeEach
    void plug() throws Exception {
        for (String program : List.of("/usr/sbin/firewalld", "/usr/bin/dbus-daemon")) {
            assumeTrue(Files.isExecutable(Path.of(program)), program + " is not installed");
        }
        network = new Namespaces(true);
        network.listen(WIRE + ":80", WIRE + ":32526", WIRE + ":53");
        house = network.start(network.vm(), Apart.running(List.of("sh", "-c", HOUSE)));
        await("firewalld runs")
                .atMost(Duration.ofMinutes(1))
                .until(() -> house.children().findAny().isPresent()
                        && inside(ToolCall.of("firewall-cmd", "--state")).isSuccess());
    }

    @AfterEach
    void unplug() {
        if (network != null) {
            network.close();
        }
    }

    @ParameterizedTest
    @Conforms("03#93")
    @ValueSource(strings = {"--reload", "--complete-reload"})
    void the_rules_hold_although_firewalld_sets_all_of_its_own_anew(String reload) {
        assertThat(network.connects("nobody", WIRE, 80)).isTrue();

        Firewall.Result result = firewall().protect(RULES);

        assertThat(result.problems()).isEmpty();
        assertThat(result.mechanism()).contains("iptables");
        assertGuarded();
        assertThat(inside(ToolCall.of("firewall-cmd", reload)).isSuccess()).isTrue();
        assertGuarded();
        assertThat(firewall().protect(RULES).done()).isEmpty();
    }

    @Test
    @Conforms("03#93")
    void firewalld_brings_back_rules_that_somebody_has_flushed() {
        firewall().protect(RULES);
        network.onVm("iptables", "-w", "-t", "security", "-F", "OUTPUT");
        assertThat(network.connects("nobody", WIRE, 80)).isTrue();

        assertThat(inside(ToolCall.of("firewall-cmd", "--reload")).isSuccess()).isTrue();

        assertGuarded();
    }

    @Test
    void what_is_removed_does_not_come_back() {
        firewall().protect(RULES);

        assertThat(firewall().remove(RULES)).isEmpty();
        assertThat(inside(ToolCall.of("firewall-cmd", "--reload")).isSuccess()).isTrue();

        assertThat(network.connects("nobody", WIRE, 80)).isTrue();
        assertThat(inside(ToolCall.of("firewall-cmd", "--permanent", "--direct", "--get-all-passthroughs"))
                        .output())
                .isBlank();
    }

    private void assertGuarded() {
        assertThat(network.connects("root", WIRE, 80)).isTrue();
        assertThat(network.connects("nobody", WIRE, 80)).isFalse();
        assertThat(network.connects("nobody", WIRE, 32526)).isFalse();
        assertThat(network.connects("nobody", WIRE, 53)).isTrue();
    }

    private Firewall firewall() {
        SystemRoot root = new SystemRoot(directory);
        return new Firewall(this::inside, new Disk(), root, root.resolve("/var/lib/waagent"));
    }

    /** Runs a program where firewalld is. */
    private ToolEnd inside(ToolCall call) {
        long inhabitant = house.children().findFirst().orElseThrow().pid();
        List<String> words = new ArrayList<>(List.of("-t", Long.toString(inhabitant), "--mount", "--net"));
        words.addAll(call.words());
        return REAL.run(new ToolCall("nsenter", words, call.limit(), call.environment(), call.input()));
    }
}
