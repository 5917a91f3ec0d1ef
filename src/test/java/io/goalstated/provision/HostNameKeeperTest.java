package io.goalstated.provision;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A VM that is called {@code image}, with one interface, and somebody who calls it otherwise while the agent runs. */
class HostNameKeeperTest {
    private static final String ROUTES = """
            Iface Destination Gateway Flags RefCnt Use Metric Mask
            eth0 00000000 0100000A 0003 0 0 100 00000000
            """;

    @TempDir
    Path directory;

    private Vm vm;
    private HostNameKeeper keeper;

    @BeforeEach
    void named() throws IOException {
        vm = new Vm(directory);
        vm.write("proc/net/route", ROUTES);
        vm.write("proc/sys/kernel/hostname", "image\n");
        vm.write("sys/class/net/eth0/operstate", "up\n");
        vm.write("var/lib/waagent/published_hostname", "image");
        keeper = new HostNameKeeper(vm.machine());
    }

    private void call(String name) throws IOException {
        vm.write("proc/sys/kernel/hostname", name + "\n");
    }

    @Test
    void a_name_that_stays_costs_no_command() throws Exception {
        HostNameKeeper.Findings findings = keeper.look();

        assertThat(findings.done()).isEmpty();
        assertThat(findings.problems()).isEmpty();
        assertThat(vm.tools.calls()).isEmpty();
        assertThat(keeper.soon()).isEmpty();
    }

    @Test
    @Conforms({"03#95", "B29"})
    void a_name_that_was_changed_is_kept_resolved_and_published_once() throws Exception {
        vm.write("etc/hosts", "127.0.0.1 localhost\n127.0.1.1 image\n");
        vm.write("etc/dhcp/dhclient.conf", "send host-name \"image\";\n");
        call("web-7");

        HostNameKeeper.Findings findings = keeper.look();

        assertThat(findings.done()).containsExactly("the machine is called web-7 now");
        assertThat(vm.read("etc/hosts")).isEqualTo("127.0.0.1 localhost\n127.0.1.1 web-7\n");
        assertThat(vm.read("etc/hostname")).isEqualTo("web-7\n");
        assertThat(vm.read("etc/dhcp/dhclient.conf")).isEqualTo("send host-name \"web-7\";\n");
        assertThat(vm.lib("published_hostname")).isEqualTo("web-7");
        assertThat(vm.changes()).contains("ifdown eth0", "ifup eth0");
        vm.tools.forget();
        keeper.look();
        assertThat(vm.changes()).isEmpty();
        assertThat(keeper.soon()).isEmpty();
    }

    @Test
    void what_an_agent_before_this_one_has_published_counts() throws Exception {
        vm.write("var/lib/waagent/published_hostname", "old");

        keeper.look();

        assertThat(vm.lib("published_hostname")).isEqualTo("image");
    }

    @Test
    void where_nothing_was_published_cloud_inits_word_counts() throws Exception {
        vm.disk.delete(directory.resolve("var/lib/waagent/published_hostname"));
        vm.write("var/lib/cloud/data/set-hostname", "{\"fqdn\": \"seed.x\", \"hostname\": \"seed\"}");

        keeper.look();

        assertThat(vm.lib("published_hostname")).isEqualTo("image");
    }

    @Test
    void where_nobody_said_a_name_the_present_one_needs_no_publishing() throws Exception {
        vm.disk.delete(directory.resolve("var/lib/waagent/published_hostname"));

        keeper.look();

        assertThat(vm.tools.calls()).isEmpty();
    }

    @Test
    void a_name_that_is_none_is_told_once_and_nothing_is_changed() throws Exception {
        call("bad_host!");

        HostNameKeeper.Findings first = keeper.look();
        HostNameKeeper.Findings second = keeper.look();

        assertThat(first.problems()).singleElement().asString().contains("no host name");
        assertThat(second.problems()).isEmpty();
        assertThat(vm.read("etc/hostname")).isEqualTo("image\n");
        assertThat(vm.tools.calls()).isEmpty();
    }

    private void isRhel() {
        vm.distro = "rhel\nVERSION_ID=8.4";
        vm.tools.answer("systemctl is-active NetworkManager", 0, "active\n", "");
        vm.tools.answer("nmcli device reapply", 1, "", "");
        keeper = new HostNameKeeper(vm.machine());
    }

    @Test
    @Conforms("03#32")
    void an_interface_that_stays_down_is_raised_once_and_then_told_of() throws Exception {
        isRhel();
        vm.write("sys/class/net/eth0/operstate", "down\n");
        vm.tools.answer("nmcli -g general.state", 0, "30 (disconnected)\n", "");
        call("web-7");
        keeper.look();
        assertThat(keeper.soon()).contains(Duration.ofSeconds(5));
        vm.tools.forget();

        HostNameKeeper.Findings raised = keeper.look();
        HostNameKeeper.Findings told = keeper.look();
        HostNameKeeper.Findings later = keeper.look();

        assertThat(vm.tools.calls())
                .filteredOn(call -> call.contains("restart"))
                .hasSize(1);
        assertThat(raised.done()).singleElement().asString().contains("is raised");
        assertThat(told.problems())
                .containsExactly("interface eth0 stays down after the host name was published: link down");
        assertThat(later.problems()).isEmpty();
        assertThat(keeper.soon()).isEmpty();
    }

    @Test
    void an_interface_that_is_up_but_not_connected_is_down_too() throws Exception {
        isRhel();
        vm.tools.answer("nmcli -g general.state", 0, "30 (disconnected)\n", "");
        call("web-7");
        keeper.look();

        keeper.look();
        vm.tools.answer("nmcli -g general.state", 0, "100 (connected)\n", "");
        HostNameKeeper.Findings last = keeper.look();

        assertThat(vm.tools.calls()).contains("systemctl restart NetworkManager");
        assertThat(last.problems()).isEmpty();
    }

    @Test
    void without_networkmanager_the_link_is_raised() throws Exception {
        vm.write("sys/class/net/eth0/operstate", "down\n");
        call("web-7");
        keeper.look();

        keeper.look();

        assertThat(vm.tools.calls()).contains("ip link set eth0 up");
    }
}
