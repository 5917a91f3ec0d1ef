package io.goalstated.environment.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.environment.network.Ipv4;
import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.ToolEnd;
import io.goalstated.platform.Tools;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tools answered by the test; FirewallIT has real ones. */
class FirewallTest {
    private static final FirewallRules RULES = FirewallRules.of(Ipv4.WIRE_SERVER, 0, false, List.of());
    private static final String THREE = """
        -A OUTPUT -d 168.63.129.16/32 -p tcp -m tcp --dport 53 -j ACCEPT
        -A OUTPUT -d 168.63.129.16/32 -p tcp -m owner --uid-owner 0 -j ACCEPT
        -A OUTPUT -d 168.63.129.16/32 -p tcp -m conntrack --ctstate INVALID,NEW -j DROP
        """;

    @TempDir
    Path directory;

    private final List<String> calls = new ArrayList<>();
    private String passthroughs = "";

    private Firewall firewall(Tools tools) {
        SystemRoot root = new SystemRoot(directory);
        return new Firewall(
                call -> {
                    calls.add(call.toString());
                    return tools.run(call);
                },
                new Disk(),
                root,
                root.resolve("/var/lib/waagent"));
    }

    /** firewalld runs, iptables holds the rules already. */
    private Tools firewalld() {
        return call -> {
            String words = call.toString();
            if (words.equals("firewall-cmd --state")) {
                return exited(call.tool(), "running\n");
            }
            if (words.contains("--get-all-passthroughs")) {
                return exited(call.tool(), passthroughs);
            }
            return exited(call.tool(), words.contains("-S OUTPUT") ? THREE : "");
        };
    }

    private static ToolEnd exited(String tool, String output) {
        return new ToolEnd.Exited(tool, 0, output, "");
    }

    @Test
    @Conforms("03#93")
    void under_firewalld_the_rules_are_permanent_passthroughs_and_the_boot_unit_is_idle() throws Exception {
        SystemRoot root = new SystemRoot(directory);
        new Disk().createDirectory(root.resolve("/etc/goalstated"), Disk.PUBLIC_DIRECTORY);
        new Disk().write(root.resolve(BootProtection.FILE), "", Disk.PRIVATE);

        Firewall.Result result = firewall(firewalld()).protect(RULES);

        assertThat(result.mechanism()).contains("iptables");
        assertThat(result.problems()).isEmpty();
        assertThat(calls)
                .filteredOn(call -> call.contains("--passthrough"))
                .containsExactly(
                        "firewall-cmd --permanent --direct --passthrough ipv4 -t security -A OUTPUT -d"
                                + " 168.63.129.16/32 -p tcp -m tcp --dport 53 -j ACCEPT",
                        "firewall-cmd --permanent --direct --passthrough ipv4 -t security -A OUTPUT -d"
                                + " 168.63.129.16/32 -p tcp -m owner --uid-owner 0 -j ACCEPT",
                        "firewall-cmd --permanent --direct --passthrough ipv4 -t security -A OUTPUT -d"
                                + " 168.63.129.16/32 -p tcp -m conntrack --ctstate INVALID,NEW -j DROP");
        assertThat(root.resolve(BootProtection.FILE)).doesNotExist();
    }

    @Test
    void passthroughs_of_the_former_agent_are_removed_and_those_of_others_kept() {
        passthroughs = """
            ipv4 -t security -I OUTPUT -d 168.63.129.16 -p tcp --destination-port 53 -j ACCEPT
            ipv4 -t filter -A INPUT -j ACCEPT
            """;

        firewall(firewalld()).protect(RULES);

        assertThat(calls)
                .filteredOn(call -> call.contains("--remove-passthrough"))
                .containsExactly("firewall-cmd --permanent --direct --remove-passthrough ipv4 -t security -I OUTPUT -d"
                        + " 168.63.129.16 -p tcp --destination-port 53 -j ACCEPT");
    }

    @Test
    void passthroughs_that_are_right_are_left_alone() {
        passthroughs = String.join("\n", Firewalld.lines(RULES));

        firewall(firewalld()).protect(RULES);

        assertThat(calls).noneMatch(call -> call.contains("-passthrough "));
    }

    @Test
    @Conforms("OPS-93")
    void without_any_tool_there_is_one_clear_error() {
        Firewall.Result result =
                firewall(call -> new ToolEnd.Missing(call.tool())).protect(RULES);

        assertThat(result.isInForce()).isFalse();
        assertThat(result.problems()).containsExactly(Firewall.NO_TOOL);
    }

    @Test
    void an_old_iptables_is_not_asked_to_wait() {
        IptablesVersion old = IptablesVersion.parse("iptables v1.4.20");
        IptablesVersion middle = IptablesVersion.parse("iptables v1.4.21");
        IptablesVersion recent = IptablesVersion.parse("iptables v1.8.9 (nf_tables)");

        assertThat(old.canWait()).isFalse();
        assertThat(middle.canWait()).isTrue();
        assertThat(middle.canWaitInRestore()).isFalse();
        assertThat(recent.canWaitInRestore()).isTrue();
    }

    @Test
    void the_file_for_the_boot_holds_validated_lines() {
        FirewallRules more = FirewallRules.of(Ipv4.WIRE_SERVER, 0, true, List.of(1001L, 1002L));

        assertThat(BootProtection.text(RULES, "nft")).isEqualTo("ENDPOINT=168.63.129.16\nUID=0\nBACKEND=nft\n");
        assertThat(BootProtection.text(more, "iptables"))
                .isEqualTo("ENDPOINT=168.63.129.16\nUID=0\nBACKEND=iptables\nALLOW=1001 1002\nMETADATA=root\n");
    }
}
