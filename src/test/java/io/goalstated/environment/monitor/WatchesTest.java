package io.goalstated.environment.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.environment.firewall.Firewall;
import io.goalstated.environment.firewall.FirewallRules;
import io.goalstated.environment.network.Ipv4;
import io.goalstated.environment.network.RouteKeeper;
import io.goalstated.platform.Disk;
import io.goalstated.platform.RecordingTools;
import io.goalstated.platform.SystemRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchesTest {
    private static final Duration PERIOD = Duration.ofSeconds(30);
    private static final String OLD_RULE = "SUBSYSTEM==\"net\", ACTION==\"add\", DRIVERS==\"?*\","
            + " ATTR{address}==\"00:0d:3a:00:00:01\", ATTR{type}==\"1\", KERNEL==\"eth*\", NAME=\"eth0\"\n";

    @TempDir
    Path directory;

    private final RecordingTools tools = new RecordingTools();
    private SystemRoot root;
    private Path library;

    @BeforeEach
    void machine() throws IOException {
        root = new SystemRoot(directory);
        library = Files.createDirectories(root.resolve("/var/lib/waagent"));
        Files.createDirectories(library.resolve("goalstated"));
        write("/proc/net/route", "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\n");
        write("/sys/class/net/eth0/address", "00:0d:3a:1c:22:9f\n");
    }

    private Path write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private ScsiTimeouts timeouts(Optional<Integer> seconds) {
        return new ScsiTimeouts(new Disk(), root, () -> seconds, () -> PERIOD);
    }

    @Test
    @Conforms("03#96")
    void a_disk_with_another_time_out_gets_the_wanted_one() throws IOException {
        Path sda = write("/sys/block/sda/device/timeout", "300\n");
        Path sdz = write("/sys/block/sdz/device/timeout", "30\n");
        Path loop = write("/sys/block/loop0/device/timeout", "30\n");
        Files.createDirectories(root.resolve("/sys/block/sdy"));
        Files.setLastModifiedTime(sda, FileTime.fromMillis(1000));

        Watch.Report report = timeouts(Optional.of(300)).look();

        assertThat(sdz).content().startsWith("300");
        assertThat(loop).hasContent("30");
        assertThat(Files.getLastModifiedTime(sda).toMillis()).isEqualTo(1000);
        assertThat(report.done()).containsExactly("sdz has 300 s to answer, it had 30");
    }

    @Test
    void without_a_wanted_time_out_nothing_is_looked_at() {
        assertThat(timeouts(Optional.empty()).isWanted()).isFalse();
    }

    private NetworkRules rules(boolean moved) {
        return new NetworkRules(new Disk(), root, library, moved, () -> PERIOD);
    }

    @Test
    @Conforms("03#107")
    void rules_for_an_interface_that_is_not_there_are_moved_away() throws IOException {
        Path file = write("/etc/udev/rules.d/70-persistent-net.rules", "# generated\n" + OLD_RULE);
        Path generator = write("/lib/udev/rules.d/75-persistent-net-generator.rules", "generator\n");

        Watch.Report report = rules(true).look();

        assertThat(file).doesNotExist();
        assertThat(generator).doesNotExist();
        assertThat(library.resolve("70-persistent-net.rules")).hasContent("# generated\n" + OLD_RULE);
        assertThat(report.done()).hasSize(2);
        assertThat(rules(true).look()).isEqualTo(Watch.Report.NOTHING);
        assertThat(rules(false).isWanted()).isFalse();
    }

    @Test
    void rules_for_the_interface_that_is_there_stay() throws IOException {
        Path file = write("/etc/udev/rules.d/70-persistent-net.rules", OLD_RULE.replace("00:00:01", "1C:22:9F"));

        assertThat(rules(true).look()).isEqualTo(Watch.Report.NOTHING);
        assertThat(file).exists();
    }

    @Test
    void rules_that_nobody_generated_stay() throws IOException {
        Path file = write("/etc/udev/rules.d/70-persistent-net.rules", "ATTRS{address}==\"00:0d:3a:00:00:01\"\n");

        rules(true).look();

        assertThat(file).exists();
    }

    private DhcpClients clients() {
        return new DhcpClients(new Disk(), root, new RouteKeeper(new Disk(), root, library, tools), () -> PERIOD);
    }

    private void rememberRoute() throws IOException {
        Files.writeString(
                library.resolve("goalstated/dhcp-routes.json"),
                "{\"routes\":[{\"network\":\"168.63.129.16\",\"prefix\":32,\"gateway\":\"10.9.0.1\"}]}");
    }

    @Test
    @Conforms("03#88")
    void after_a_restart_of_the_client_the_routes_are_set_again_once() throws IOException {
        write("/proc/812/comm", "dhclient\n");
        DhcpClients watch = clients();
        watch.look();
        rememberRoute();
        Files.delete(root.resolve("/proc/812/comm"));
        write("/proc/977/comm", "dhclient\n");

        Watch.Report report = watch.look();
        Watch.Report after = watch.look();

        assertThat(report.done()).containsExactly("it was restarted; routes set again: 1");
        assertThat(after).isEqualTo(Watch.Report.NOTHING);
        assertThat(tools.calls().stream().filter(call -> call.contains("route add")))
                .containsExactly("ip -4 route add 168.63.129.16/32 via 10.9.0.1 dev eth0 proto static");
    }

    @Test
    void a_client_that_is_away_for_a_while_was_restarted_when_it_comes_back() throws IOException {
        write("/proc/812/comm", "systemd-network\n");
        DhcpClients watch = clients();
        watch.look();
        Files.delete(root.resolve("/proc/812/comm"));

        assertThat(watch.look()).isEqualTo(Watch.Report.NOTHING);
        write("/proc/900/comm", "systemd-network\n");

        assertThat(watch.look().done()).hasSize(1);
    }

    @Test
    void at_the_first_look_what_is_missing_is_set() throws IOException {
        rememberRoute();

        assertThat(clients().look().done()).containsExactly("routes set again: 1");
    }

    @Test
    void a_client_that_lives_on_is_no_event() throws IOException {
        write("/proc/812/comm", "NetworkManager\n");
        write("/proc/1/comm", "systemd\n");
        DhcpClients watch = clients();
        watch.look();
        rememberRoute();

        assertThat(watch.look()).isEqualTo(Watch.Report.NOTHING);
    }

    @Test
    @Conforms("OPS-96")
    void a_firewall_that_is_switched_off_leaves_the_rules_and_makes_the_boot_idle() throws IOException {
        Path boot = write("/etc/goalstated/network-setup.conf", "BACKEND=nft\n");
        FirewallWatch watch = new FirewallWatch(
                new Firewall(tools, new Disk(), root, library), Optional::<FirewallRules>empty, () -> PERIOD);

        Watch.Report report = watch.look();

        assertThat(report).isEqualTo(Watch.Report.NOTHING);
        assertThat(boot).doesNotExist();
        assertThat(tools.calls()).isEmpty();
    }

    @Test
    void a_firewall_without_the_packages_unit_says_so_once() {
        tools.answer("nft --json", 0, "{\"nftables\":[]}", "");
        FirewallRules rules = FirewallRules.of(Ipv4.WIRE_SERVER, 0, false, List.of());
        FirewallWatch watch = new FirewallWatch(
                new Firewall(tools, new Disk(), root, library), () -> Optional.of(rules), () -> PERIOD);

        assertThat(watch.look().problems()).hasSize(1);
    }
}
