package io.goalstated.provision;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.ovf.Ovf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What provisioning makes of host name, DHCP client, sudoers and root's password. */
class SystemFilesTest {
    private static final String ROUTES = """
            Iface Destination Gateway Flags RefCnt Use Metric Mask
            eth1 00000000 0100000A 0003 0 0 200 00000000
            eth0 00000000 0100000A 0003 0 0 100 00000000
            eth0 10813FA8 0100000A 0007 0 0 0 FFFFFFFF
            """;

    @TempDir
    Path directory;

    private Vm vm;

    @BeforeEach
    void fresh() throws IOException {
        vm = new Vm(directory).with(Ovf.of("vm-01").user("bob"));
        vm.write("proc/net/route", ROUTES);
    }

    @Test
    @Conforms("03#29")
    void a_client_that_sends_the_name_by_itself_is_left_alone() throws Exception {
        String text = "# c\nsend host-name = gethostname();\n";
        vm.write("etc/dhcp/dhclient.conf", text);

        vm.start();

        assertThat(vm.read("etc/dhcp/dhclient.conf")).isEqualTo(text);
        assertThat(vm.changes()).contains("ifdown eth0", "ifup eth0");
    }

    @Test
    @Conforms("03#30")
    void only_the_line_of_the_name_is_replaced() throws Exception {
        vm.write("etc/dhcp/dhclient.conf", "# c\n\nsend host-name \"old\";\n\n#end\n");

        vm.start();

        assertThat(vm.read("etc/dhcp/dhclient.conf")).isEqualTo("# c\n\nsend host-name \"vm-01\";\n\n#end\n");
    }

    @Test
    @Conforms("03#31")
    void suses_automatic_name_is_left_alone() throws Exception {
        vm.distro = "sles";
        vm.write("etc/sysconfig/network/dhcp", "A=1\nDHCLIENT_HOSTNAME_OPTION=\"AUTO\"\n");

        vm.start();

        assertThat(vm.read("etc/sysconfig/network/dhcp")).isEqualTo("A=1\nDHCLIENT_HOSTNAME_OPTION=\"AUTO\"\n");
    }

    @Test
    void suses_fixed_name_is_replaced() {
        assertThat(HostNamePublisher.suse("A=1\nDHCLIENT_HOSTNAME_OPTION=\"old\"\nB=2\n", "vm"))
                .isEqualTo("A=1\nDHCLIENT_HOSTNAME_OPTION=\"vm\"\nB=2\n");
        assertThat(HostNamePublisher.dhclient("a;", "vm")).isEqualTo("a;\nsend host-name \"vm\";\n");
    }

    @Test
    void ways_that_do_not_interrupt_the_network_go_first() throws Exception {
        vm.tools.answer("systemctl is-active systemd-networkd", 0, "active\n", "");

        vm.start();

        assertThat(vm.changes()).contains("networkctl renew eth0").doesNotContain("ifdown eth0");
    }

    @Test
    void a_name_that_cannot_be_published_stops_nothing() throws Exception {
        vm.tools.answer("ifdown", 1, "", "no").answer("ifup", 1, "", "no");

        assertThat(vm.start().view().state()).isEqualTo(ProvisioningState.PROVISIONED);
    }

    @Test
    void debians_line_in_hosts_has_the_new_name() throws Exception {
        vm.write("etc/hosts", "127.0.0.1 localhost\n127.0.1.1\timage\n::1 localhost\n");

        vm.start();

        assertThat(vm.read("etc/hosts")).isEqualTo("127.0.0.1 localhost\n127.0.1.1 vm-01\n::1 localhost\n");
    }

    @Test
    void a_name_that_nothing_resolves_gets_a_line_in_hosts() throws Exception {
        vm.write("etc/hosts", "127.0.0.1 localhost");
        vm.tools.answer("getent hosts vm-01", 2, "", "");

        vm.start();

        assertThat(vm.read("etc/hosts")).isEqualTo("127.0.0.1 localhost\n127.0.1.1 vm-01\n");
    }

    @Test
    void the_name_is_set_the_distributions_way_and_by_file_when_that_fails() throws Exception {
        vm.distro = "rocky";
        vm.tools.answer("hostnamectl", 1, "", "Failed to connect to bus");

        vm.start();

        assertThat(vm.changes()).startsWith("hostnamectl set-hostname vm-01 --static", "hostname vm-01");
        assertThat(vm.read("etc/hostname")).isEqualTo("vm-01\n");
    }

    @Test
    void a_name_that_is_set_already_is_not_set_again() throws Exception {
        vm.write("etc/hostname", "vm-01\n");
        vm.write("proc/sys/kernel/hostname", "vm-01\n");

        vm.start();

        assertThat(vm.changes()).noneMatch(call -> call.startsWith("hostname"));
    }

    @Test
    @Conforms("03#60")
    void roots_password_goes_and_everything_else_of_shadow_stays() throws Exception {
        vm.set("Provisioning.DeleteRootPassword=y");
        vm.tools.missing("usermod");
        Path shadow = directory.resolve("etc/shadow");
        Files.writeString(shadow, "daemon:*:1::::::\nroot:$6$x:19000:0:99999:7:::\nbob:!:1::::::\n");
        Files.setPosixFilePermissions(shadow, PosixFilePermissions.fromString("rw-r-----"));

        vm.start();

        assertThat(shadow).hasContent("daemon:*:1::::::\nroot:*LOCK*:14600::::::\nbob:!:1::::::\n");
        assertThat(vm.mode("etc/shadow")).isEqualTo("rw-r-----");
    }

    @Test
    void a_failure_is_described_in_the_form_that_support_reads() {
        ReportText report = new ReportText(Optional.of("a|b'c\nd"), "0.1.0", Vm.UUID, Instant.EPOCH);

        assertThat(report.text())
                .isEqualTo("result=error|'reason=a|b''c d'|agent=goalstated/0.1.0|vm_id=" + Vm.UUID
                        + "|timestamp=1970-01-01T00:00:00Z|documentation_url=https://aka.ms/linuxprovisioningerror");
    }
}
