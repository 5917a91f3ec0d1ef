package io.goalstated.environment.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.environment.network.NetworkInterfaces.Interface;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoutingTableTest {
    private static final String HEADING =
            "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n";
    private static final String DEFAULT_1 = "eth1\t00000000\t0100090A\t0003\t0\t0\t200\t00000000\t0\t0\t0\n";
    private static final String DEFAULT_0 = "eth0\t00000000\t0100090A\t0003\t0\t0\t100\t00000000\t0\t0\t0\n";
    private static final String LINK = "eth0\t0000090A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n";
    private static final String WIRE = "eth0\t10813FA8\t0100090A\t0007\t0\t0\t0\tFFFFFFFF\t0\t0\t0\n";

    private static final Interface ETH0 = nic("eth0", "00:00:00:00:00:01", "hv_netvsc", true);
    private static final Interface ETH1 = nic("eth1", "00:00:00:00:00:02", "hv_netvsc", true);

    private static Interface nic(String name, String mac, String driver, boolean addressed) {
        return new Interface(name, MacAddress.parse(mac), driver, addressed);
    }

    private static RoutingTable table(String... lines) {
        return RoutingTable.parse(HEADING + String.join("", lines));
    }

    @Test
    void the_kernels_numbers_are_read_backwards() {
        RoutingTable table = table(LINK, WIRE);

        assertThat(table.entries()).hasSize(2);
        assertThat(table.entries().get(0).route()).hasToString("10.9.0.0/24");
        assertThat(table.entries().get(1).route()).hasToString("168.63.129.16/32 via 10.9.0.1");
    }

    @Test
    void a_route_to_the_known_address_is_seen() {
        assertThat(table(DEFAULT_0, WIRE).hasHost(Ipv4.WIRE_SERVER)).isTrue();
        assertThat(table(DEFAULT_0, LINK).hasHost(Ipv4.WIRE_SERVER)).isFalse();
    }

    @Test
    void lines_that_make_no_sense_are_left_out() {
        assertThat(RoutingTable.parse("eth0 x y 0 0 0 0 z\nshort\n\u0000\n").entries())
                .isEmpty();
    }

    @Test
    void the_default_route_of_the_lowest_metric_names_the_primary_interface() {
        NetworkInterfaces interfaces = new NetworkInterfaces(List.of(ETH1, ETH0));

        assertThat(interfaces.primary(table(DEFAULT_1, DEFAULT_0))).contains(ETH0);
    }

    @Test
    void without_a_default_route_it_is_the_first_real_one_with_an_address() {
        Interface loopback = nic("lo", "00:00:00:00:00:00", "", true);
        Interface docker = nic("docker0", "02:00:00:00:00:03", "", true);
        Interface bare = nic("eth1", "00:00:00:00:00:02", "hv_netvsc", false);
        NetworkInterfaces interfaces = new NetworkInterfaces(List.of(docker, loopback, bare, ETH0));

        assertThat(interfaces.primary(table())).contains(ETH0);
    }

    @Test
    void a_virtual_function_is_not_primary_but_its_synthetic_twin() {
        Interface function = nic("enP1", "00:00:00:00:00:01", "mlx5_core", true);
        NetworkInterfaces interfaces = new NetworkInterfaces(List.of(function, ETH0));

        assertThat(interfaces.primary(table())).contains(ETH0);
    }

    @Test
    void no_interface_no_answer() {
        assertThat(new NetworkInterfaces(List.of()).primary(table(DEFAULT_0))).isEqualTo(Optional.empty());
    }

    @Test
    void only_missing_routes_are_added() {
        Ipv4 gateway = Ipv4.parse("10.9.0.1").orElseThrow();
        List<Route> wanted = List.of(
                new Route(Ipv4.WIRE_SERVER, 32, gateway),
                new Route(Ipv4.METADATA, 32, gateway),
                new Route(Ipv4.parse("10.77.0.0").orElseThrow(), 16, Ipv4.ANY),
                Route.byDefault(gateway));

        assertThat(RouteRepair.commands(wanted, table(WIRE, DEFAULT_1), "eth0"))
                .extracting(words -> String.join(" ", words))
                .containsExactly(
                        "ip -4 route add 169.254.169.254/32 via 10.9.0.1 dev eth0 proto static",
                        "ip -4 route add 10.77.0.0/16 dev eth0 scope link proto static");
    }

    @Test
    @Conforms("03R#2")
    void names_of_interfaces_are_names_and_nothing_else() {
        assertThat(List.of("eth0", "enP1p0s2", "a.b_c-d")).allMatch(NetworkInterfaces::isName);
        assertThat(List.of("", "..", "eth0;x", "eth0 ", "../x", "a234567890123456"))
                .noneMatch(NetworkInterfaces::isName);
    }

    @Test
    void the_listing_of_addresses_names_interfaces() {
        assertThat(InterfaceReader.addressed(
                        "1: lo    inet 127.0.0.1/8 scope host lo\n2: eth0    inet 10.0.0.4/24 brd\n"))
                .containsExactly("eth0", "lo");
    }
}
