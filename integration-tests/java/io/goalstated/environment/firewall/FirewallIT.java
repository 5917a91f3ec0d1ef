package io.goalstated.environment.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.environment.Namespaces;
import io.goalstated.environment.network.Ipv4;
import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.ToolCall;
import io.goalstated.platform.ToolEnd;
import io.goalstated.platform.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules in the kernel of this machine, in a network namespace, judged by the traffic that they let through. */
@Tag("root")
class FirewallIT {
    private static final String WIRE = "168.63.129.16";
    private static final String METADATA = "169.254.169.254";
    private static final FirewallRules RULES = FirewallRules.of(Ipv4.WIRE_SERVER, 0, false, List.of());

    @TempDir
    Path directory;

    private Namespaces network;

    @BeforeEach
    void plug() throws Exception {
        network = new Namespaces(true);
        network.listen(WIRE + ":80", WIRE + ":32526", WIRE + ":53", METADATA + ":80");
    }

    @AfterEach
    void unplug() throws Exception {
        network.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nft", "iptables", "iptables-legacy"})
    @Conforms({"03#89", "OPS-93", "B35"})
    void root_gets_through_and_nobody_does_not(String mechanism) {
        assertThat(network.connects("nobody", WIRE, 80)).isTrue();

        Firewall.Result result = firewall(mechanism).protect(RULES);

        assertThat(result.problems()).isEmpty();
        assertThat(result.isInForce()).isTrue();
        assertThat(result.mechanism()).contains(mechanism.equals("nft") ? "nft" : "iptables");
        assertGuarded();
        assertThat(network.connects("nobody", METADATA, 80)).isTrue();
    }

    @Test
    @Conforms("03#91")
    void where_both_tools_are_there_nft_holds_the_one_rule() {
        Firewall.Result result = firewall("nft iptables iptables-restore").protect(RULES);

        assertThat(result.mechanism()).contains("nft");
        assertThat(network.onVm("nft", "list", "table", "ip", "walinuxagent"))
                .containsOnlyOnce("ip daddr 168.63.129.16 tcp dport != 53 meta skuid != 0 ct state invalid,new");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "flush chain ip walinuxagent output",
                "delete table ip walinuxagent",
                "add rule ip walinuxagent output ip daddr 10.0.0.1 drop",
                "flush chain ip walinuxagent output ; add rule ip walinuxagent output ip daddr 168.63.129.16 tcp dport"
                        + " != 53 skuid != 0 drop"
            })
    @Conforms({"OPS-95", "03#91"})
    void a_table_that_was_tampered_with_is_put_right(String tampering) {
        Firewall firewall = firewall("nft");
        firewall.protect(RULES);
        for (String command : tampering.split(" ; ", -1)) {
            network.onVm(("nft " + command).split(" ", -1));
        }

        Firewall.Result repaired = firewall.protect(RULES);
        Firewall.Result after = firewall.protect(RULES);

        assertThat(repaired.done()).hasSize(1);
        assertThat(after.done()).isEmpty();
        assertGuarded();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-D OUTPUT -d 168.63.129.16 -p tcp -m owner --uid-owner 0 -j ACCEPT",
                "-I OUTPUT -d 168.63.129.16 -p tcp -m conntrack --ctstate INVALID,NEW -j DROP",
                "-F OUTPUT",
                "-A OUTPUT -d 168.63.129.16 -p tcp -m conntrack --ctstate INVALID,NEW -j ACCEPT"
            })
    @Conforms({"03#90", "OPS-95"})
    void a_rule_that_was_deleted_or_moved_is_put_right(String tampering) {
        Firewall firewall = firewall("iptables iptables-restore");
        firewall.protect(RULES);
        network.onVm(("iptables -w -t security " + tampering).split(" ", -1));

        Firewall.Result repaired = firewall.protect(RULES);
        Firewall.Result after = firewall.protect(RULES);

        assertThat(repaired.problems()).isEmpty();
        assertThat(repaired.done()).hasSize(1);
        assertThat(after.done()).isEmpty();
        assertGuarded();
    }

    @Test
    @Conforms({"03#120", "OPS-94"})
    void what_the_former_agent_had_set_gives_way_only_to_rules_that_hold() throws Exception {
        setFormerRules();
        network.onVm("iptables", "-w", "-t", "security", "-A", "OUTPUT", "-d", "10.1.1.1", "-j", "DROP");
        Path unit = write(
                "usr/lib/systemd/system/walinuxagent-network-setup.service",
                "# This unit file (Version=1.4) was" + " created by the Azure VM Agent.\n");
        Path foreign = write("usr/lib/systemd/system/waagent-network-setup.service", "# mine\n");
        Path script = write("var/lib/waagent/waagent-network-setup.py", "");
        assertGuarded();

        Firewall.Result result = firewall("nft iptables iptables-restore").protect(RULES);

        assertThat(result.problems()).isEmpty();
        assertThat(result.mechanism()).contains("nft");
        assertThat(network.onVm("iptables", "-w", "-t", "security", "-S", "OUTPUT"))
                .contains("10.1.1.1")
                .doesNotContain(WIRE);
        assertThat(unit).doesNotExist();
        assertThat(script).doesNotExist();
        assertThat(foreign).exists();
        assertGuarded();
    }

    @Test
    @Conforms("OPS-94")
    void rules_of_the_former_agent_are_taken_for_our_own() {
        setFormerRules();

        assertThat(firewall("iptables iptables-restore").protect(RULES).done()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nft", "iptables iptables-restore"})
    @Conforms("OPS-96")
    void removing_takes_away_everything_of_ours_and_nothing_else(String programs) {
        network.onVm("iptables", "-w", "-t", "security", "-A", "OUTPUT", "-d", "10.1.1.1", "-j", "DROP");
        network.onVm("nft", "add", "table", "ip", "mine");
        Firewall firewall = firewall(programs);
        firewall.protect(RULES);

        assertThat(firewall.remove(RULES)).isEmpty();

        assertThat(network.onVm("iptables", "-w", "-t", "security", "-S", "OUTPUT"))
                .isEqualTo("-P OUTPUT ACCEPT\n-A OUTPUT -d 10.1.1.1/32 -j DROP\n");
        assertThat(network.onVm("nft", "list", "tables")).contains("mine").doesNotContain("walinuxagent");
        assertThat(directory.resolve(BootProtection.FILE.substring(1))).doesNotExist();
        assertThat(network.connects("nobody", WIRE, 80)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nft", "iptables iptables-restore"})
    @Conforms("OPS-98")
    void the_metadata_service_can_be_guarded_and_users_let_through(String programs) {
        FirewallRules rules = FirewallRules.of(Ipv4.WIRE_SERVER, 0, true, List.of(2L));
        Firewall firewall = firewall(programs);

        firewall.protect(rules);

        assertThat(firewall.protect(rules).done()).isEmpty();
        assertThat(network.connects("nobody", METADATA, 80)).isFalse();
        assertThat(network.connects("root", METADATA, 80)).isTrue();
        assertThat(network.connects("bin", WIRE, 80)).isTrue();
        assertGuarded();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nft", "iptables iptables-restore"})
    @Conforms("OPS-97")
    void at_boot_a_program_without_java_sets_rules_that_the_agent_finds_right(String programs) {
        FirewallRules rules = FirewallRules.of(Ipv4.WIRE_SERVER, 0, true, List.of(2L, 3L));
        firewall(programs).protect(rules);
        firewall(programs).protect(rules);
        Path file = directory.resolve(BootProtection.FILE.substring(1));
        network.onVm("nft", "flush", "ruleset");

        network.onVm("sh", Path.of("src/image/network-setup").toAbsolutePath().toString(), file.toString());

        assertGuarded();
        assertThat(firewall(programs).protect(rules).done()).isEmpty();
    }

    @Test
    void the_program_at_boot_believes_nothing_but_numbers() throws Exception {
        Path file = write("boot.conf", "ENDPOINT=1.2.3.4;reboot\nUID=0\nBACKEND=nft\n");

        ToolEnd end = network.vmTools()
                .run(ToolCall.of(
                        "sh",
                        Path.of("src/image/network-setup").toAbsolutePath().toString(),
                        file.toString()));

        assertThat(end)
                .isInstanceOfSatisfying(
                        ToolEnd.Exited.class,
                        exited -> assertThat(exited.code()).isEqualTo(1));
        assertThat(end.error()).contains("not an address");
    }

    @Test
    @Conforms("OPS-103")
    void the_proxy_agents_own_port_is_not_touched() throws Exception {
        Process proxy =
                network.start(network.vm(), List.of("python3", "-m", "http.server", "3080", "--bind", "127.0.0.1"));

        firewall("nft").protect(RULES);

        org.awaitility.Awaitility.await("the proxy's stand-in listens")
                .until(() -> network.connects("nobody", "127.0.0.1", 3080));
        assertThat(network.onVm("nft", "list", "ruleset")).doesNotContain("3080");
        assertThat(proxy.isAlive()).isTrue();
    }

    private void assertGuarded() {
        assertThat(network.connects("root", WIRE, 80)).isTrue();
        assertThat(network.connects("root", WIRE, 32526)).isTrue();
        assertThat(network.connects("nobody", WIRE, 80)).isFalse();
        assertThat(network.connects("nobody", WIRE, 32526)).isFalse();
        assertThat(network.connects("nobody", WIRE, 53)).isTrue();
    }

    private void setFormerRules() {
        for (String rule : List.of(
                "--destination-port 53 -j ACCEPT",
                "-m owner --uid-owner 0 -j ACCEPT",
                "-m conntrack --ctstate INVALID,NEW -j DROP")) {
            network.onVm(("iptables -w -t security -A OUTPUT -d " + WIRE + " -p tcp " + rule).split(" ", -1));
        }
    }

    private Path write(String name, String text) throws Exception {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /** @param programs those that there are; the legacy iptables goes by the usual name there */
    private Firewall firewall(String programs) {
        Tools vm = network.vmTools();
        Tools some = call -> {
            if (programs.equals("iptables-legacy")) {
                return call.tool().startsWith("iptables")
                        ? vm.run(new ToolCall(
                                call.tool().replace("iptables", "iptables-legacy"),
                                call.arguments(),
                                call.limit(),
                                call.environment(),
                                call.input()))
                        : new ToolEnd.Missing(call.tool());
            }
            List<String> known = programs.equals("iptables")
                    ? List.of("iptables", "iptables-restore")
                    : List.of(programs.split(" ", -1));
            return known.contains(call.tool()) ? vm.run(call) : new ToolEnd.Missing(call.tool());
        };
        SystemRoot root = new SystemRoot(directory);
        return new Firewall(some, new Disk(), root, root.resolve("/var/lib/waagent"));
    }
}
