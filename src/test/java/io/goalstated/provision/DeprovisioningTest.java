package io.goalstated.provision;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.ovf.Ovf;
import io.goalstated.platform.ToolCall;
import io.goalstated.platform.ToolEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeprovisioningTest {
    @TempDir
    Path directory;

    private Vm vm;

    @BeforeEach
    void provisioned() throws IOException {
        vm = new Vm(directory)
                .set("Provisioning.RegenerateSshHostKeyPair=y")
                .set("Provisioning.DeleteRootPassword=y")
                .with(Ovf.of("vm").user("bob"));
        vm.start();
        vm.write("var/lib/dhcp/dhclient.eth0.leases", "x");
        vm.write("var/log/waagent.log", "x");
        vm.write("var/log/azure/X/log", "x");
        vm.write("root/.bash_history", "x");
        vm.write("etc/resolv.conf", "x");
        vm.tools.answer("userdel", this::removeUser);
        vm.tools.forget();
    }

    private ToolEnd removeUser(ToolCall call) {
        try {
            vm.disk.deleteTree(directory.resolve("home/bob"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return new ToolEnd.Exited("userdel", 0, "", "");
    }

    @Test
    @Conforms("03#103")
    void what_belongs_to_the_vm_goes_in_order_and_the_directories_stay() throws Exception {
        List<Deprovisioning.Action> plan = plan(true);
        assertThat(plan)
                .extracting(Deprovisioning.Action::text)
                .containsExactly(
                        "stop the agent",
                        "delete SSH host keys",
                        "delete cached DHCP leases",
                        "reset the host name",
                        "lock the password of root",
                        "empty the agent's directories",
                        "delete histories and the log",
                        "delete /etc/resolv.conf",
                        "delete user bob",
                        "delete the agent's network setup",
                        "delete the agent's unit settings",
                        "delete the saved seed of random numbers",
                        "write everything to the disk");
        assertThat(vm.tools.calls()).as("a plan changes nothing").isEmpty();

        assertThat(run(plan)).isEmpty();

        assertThat(vm.changes())
                .containsExactly(
                        "systemctl stop goalstated.service",
                        "hostname localhost.localdomain",
                        "usermod -p *LOCK* root",
                        "userdel -f -r -- bob",
                        "sync");
        assertThat(vm.has("etc/ssh/ssh_host_ed25519_key")).isFalse();
        assertThat(vm.has("home/bob")).isFalse();
        assertThat(vm.has("var/log/waagent.log")).isFalse();
        assertThat(vm.has("root/.bash_history")).isFalse();
        assertThat(vm.has("etc/resolv.conf")).isFalse();
        assertThat(vm.read("etc/hostname")).isEqualTo("localhost.localdomain\n");
        assertThat(vm.read("etc/sudoers.d/waagent")).isEmpty();
        assertThat(directory.resolve("var/lib/waagent")).isEmptyDirectory();
        assertThat(directory.resolve("var/log/azure")).isEmptyDirectory();
        assertThat(directory.resolve("var/lib/dhcp")).isEmptyDirectory();
    }

    @Test
    @Conforms("03#104")
    void without_the_document_the_user_stays_and_people_are_told() throws Exception {
        Files.delete(directory.resolve("var/lib/waagent/ovf-env.xml"));

        List<Deprovisioning.Action> plan = plan(true);

        assertThat(plan)
                .extracting(Deprovisioning.Action::warning)
                .contains(Optional.of("ovf-env.xml is not found. Skip delete user."));
        assertThat(run(plan)).isEmpty();
        assertThat(vm.has("home/bob")).isTrue();
        assertThat(directory.resolve("var/lib/waagent")).isEmptyDirectory();
    }

    @Test
    @Conforms("03#105")
    void ubuntu_keeps_its_resolver() throws Exception {
        vm.distro = "ubuntu";

        List<Deprovisioning.Action> plan = plan(false);
        run(plan);

        assertThat(vm.has("etc/resolv.conf")).isTrue();
        assertThat(plan)
                .extracting(Deprovisioning.Action::warning)
                .contains(Optional.of("/etc/resolv.conf will NOT be removed."));
    }

    @Test
    @Conforms("03#106")
    void a_link_goes_and_what_it_points_to_stays() throws Exception {
        vm.write("precious/file", "x");
        Files.createSymbolicLink(directory.resolve("var/lib/waagent/link"), directory.resolve("precious"));

        run(plan(false));

        assertThat(vm.has("var/lib/waagent/link")).isFalse();
        assertThat(vm.read("precious/file")).isEqualTo("x");
    }

    @Test
    void the_next_boot_makes_another_machine_id() throws Exception {
        vm.write("etc/machine-id", "0123456789abcdef0123456789abcdef\n");
        vm.write("var/lib/dbus/machine-id", "0123456789abcdef0123456789abcdef\n");
        vm.write("var/lib/systemd/random-seed", "x");

        List<Deprovisioning.Action> plan = plan(false);

        assertThat(plan)
                .extracting(Deprovisioning.Action::warning)
                .contains(Optional.of("The next boot makes a new machine id."));
        assertThat(run(plan)).isEmpty();
        assertThat(vm.read("etc/machine-id"))
                .as("there, so that the next boot is no first boot")
                .isEmpty();
        assertThat(vm.has("var/lib/dbus/machine-id")).as("its copy").isFalse();
        assertThat(vm.has("var/lib/systemd/random-seed")).isFalse();
    }

    @Test
    void arch_starts_without_a_machine_id() throws Exception {
        vm.distro = "arch";
        vm.write("etc/machine-id", "0123456789abcdef0123456789abcdef\n");

        assertThat(run(plan(false))).isEmpty();

        assertThat(vm.has("etc/machine-id")).isFalse();
    }

    @Test
    void leases_of_every_dhcp_client_go() throws Exception {
        List<String> leases = List.of(
                "var/lib/dhclient/dhclient.leases",
                "var/lib/dhcpcd/eth0.lease",
                "var/db/dhclient.leases.eth0",
                "var/lib/NetworkManager/dhclient-1-eth0.lease",
                "var/lib/NetworkManager/internal-1-eth0.lease",
                "run/systemd/netif/leases/2",
                "var/lib/wicked/lease-eth0-dhcp-ipv4.xml");
        for (String lease : leases) {
            vm.write(lease, "x");
        }
        vm.write("var/lib/NetworkManager/secret_key", "x");

        assertThat(run(plan(false))).isEmpty();

        assertThat(leases).noneMatch(vm::has);
        assertThat(vm.has("var/lib/NetworkManager/secret_key")).isTrue();
    }

    @Test
    void what_the_former_agent_has_told_systemd_goes_and_what_the_owner_has_told_it_stays() throws Exception {
        List<String> formers = List.of(
                "lib/systemd/system/walinuxagent.service.d/10-Slice.conf",
                "lib/systemd/system/walinuxagent.service.d/11-CPUAccounting.conf",
                "etc/systemd/system/waagent.service.d/12-CPUQuota.conf",
                "etc/systemd/system/goalstated.service.d/13-MemoryAccounting.conf",
                "lib/systemd/system/azure-walinuxagent-logcollector.slice",
                "lib/systemd/system/waagent-network-setup.service",
                "etc/goalstated/network-setup.conf");
        for (String file : formers) {
            vm.write(file, "x");
        }
        vm.write("etc/systemd/system/goalstated.service.d/owner.conf", "x");

        assertThat(run(plan(false))).isEmpty();

        assertThat(formers).noneMatch(vm::has);
        assertThat(vm.has("etc/systemd/system/goalstated.service.d/owner.conf")).isTrue();
    }

    @Test
    void cloud_init_is_left_to_the_owner_with_a_hint() throws Exception {
        vm.write("usr/bin/cloud-init", "");

        assertThat(plan(false))
                .extracting(action -> action.warning().orElse(""))
                .anyMatch(warning -> warning.endsWith("cloud-init clean --logs"));
        assertThat(run(plan(false))).isEmpty();
        assertThat(vm.changes()).noneMatch(call -> call.contains("cloud-init"));
    }

    @Test
    void what_the_configuration_keeps_is_kept() throws Exception {
        vm.set("Provisioning.RegenerateSshHostKeyPair=n").set("Provisioning.DeleteRootPassword=n");
        String key = vm.read("etc/ssh/ssh_host_ed25519_key");

        assertThat(run(plan(false))).isEmpty();

        assertThat(vm.read("etc/ssh/ssh_host_ed25519_key")).isEqualTo(key);
        assertThat(vm.changes()).noneMatch(call -> call.startsWith("usermod"));
        assertThat(vm.has("home/bob")).as("without +user").isTrue();
    }

    @Test
    void what_fails_is_told_and_the_rest_is_done() throws Exception {
        vm.tools.answer("usermod", 1, "", "locked");

        assertThat(run(plan(false)))
                .containsExactly("lock the password of root: the password of root could not be locked");

        assertThat(directory.resolve("var/lib/waagent")).isEmptyDirectory();
    }

    @Test
    void a_system_user_of_the_document_is_not_deleted() throws Exception {
        vm.write("var/lib/waagent/ovf-env.xml", Ovf.of("vm").user("daemon").text());

        assertThat(run(plan(true))).containsExactly("delete user daemon: daemon is a system user, will not delete it");

        assertThat(vm.changes()).noneMatch(call -> call.startsWith("userdel"));
    }

    private List<Deprovisioning.Action> plan(boolean withUser) throws IOException {
        return new Deprovisioning(vm.machine()).plan(withUser);
    }

    private static List<String> run(List<Deprovisioning.Action> plan) {
        List<String> failures = new ArrayList<>();
        plan.forEach(action -> action.run().ifPresent(failures::add));
        return failures;
    }
}
