package io.goalstated.environment.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.platform.BroadcastExchange;
import io.goalstated.platform.DirectOffload;
import io.goalstated.platform.Disk;
import io.goalstated.platform.ManualTimers;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.ToolEnd;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WireServerSearchTest {
    private static final String ROUTES =
            "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n";
    private static final String OFFER = "35 01 02 f5 04 0a 3e 90 8c f9 09 20 a8 3f 81 10 0a 09 00 01 ff";

    @TempDir
    Path directory;

    private final ManualTimers timers = new ManualTimers();
    private final List<String> commands = new ArrayList<>();
    private final List<Duration> asked = new ArrayList<>();
    private Optional<String> offer = Optional.empty();
    private String dhcpcd = "";
    private SystemRoot root;

    @BeforeEach
    void machine() throws IOException {
        root = new SystemRoot(directory);
        write(RoutingTable.FILE, ROUTES);
        write("/sys/class/net/eth0/address", "00:0d:3a:1c:22:9f\n");
        Files.createDirectories(root.resolve("/var/lib/waagent/goalstated"));
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private final class Servers implements BroadcastExchange {
        @Override
        public <T> Optional<T> exchange(byte[] question, Manner manner, Reader<T> reader) {
            asked.add(Duration.ofNanos(timers.nanoTime()));
            DhcpRequest request =
                    new DhcpRequest(Ipv4.at(question, 4).bits(), new MacAddress("00:0d:3a:1c:22:9f"), false);
            Optional<T> foreign = reader.read(
                    DhcpRequestTest.answer(new DhcpRequest(1, request.mac(), false), "35 01 02 f5 04 0a 00 00 01 ff"));
            return foreign.isPresent()
                    ? foreign
                    : offer.flatMap(options -> reader.read(DhcpRequestTest.answer(request, options)));
        }
    }

    private WireServerSearch search() {
        return new WireServerSearch(new WireServerSearch.Shell(
                timers,
                new DirectOffload(),
                new Disk(),
                root,
                root.resolve("/var/lib/waagent"),
                call -> {
                    commands.add(call.toString());
                    return new ToolEnd.Exited(call.tool(), 0, call.tool().equals("dhcpcd") ? dhcpcd : "", "");
                },
                new Servers(),
                InstantSource.fixed(Instant.parse("2026-11-25T20:00:00Z")),
                new Random(7)));
    }

    @Test
    @Conforms("03#82")
    void a_route_to_the_known_address_makes_every_question_needless() throws IOException {
        write(RoutingTable.FILE, ROUTES + "eth0\t10813FA8\t0100090A\t0007\t0\t0\t0\tFFFFFFFF\t0\t0\t0\n");

        Future<Optional<Ipv4>> found = search().search(true);

        assertThat(found.result()).contains(Ipv4.WIRE_SERVER);
        assertThat(asked).isEmpty();
        assertThat(commands).isEmpty();
    }

    @Test
    void a_lease_is_believed_until_it_has_turned_out_wrong() throws IOException {
        write("/var/lib/dhcp/dhclient.eth0.leases", "lease {\n option unknown-245 0a:00:00:07;\n expire never;\n}\n");
        offer = Optional.of(OFFER);

        assertThat(search().search(true).result()).isEqualTo(Ipv4.parse("10.0.0.7"));
        assertThat(asked).isEmpty();
        assertThat(search().search(false).result()).isEqualTo(Ipv4.parse("10.62.144.140"));
    }

    @Test
    void what_no_file_says_dhcpcd_is_asked_for() throws IOException {
        dhcpcd = "reason=BOUND\ninterface=eth0\nazureendpoint=10.0.0.8\n";
        assertThat(search().search(true).result()).isEqualTo(Ipv4.parse("10.0.0.8"));
        assertThat(commands).contains("dhcpcd -4 -U -- eth0");
        assertThat(asked).isEmpty();

        write("/var/lib/dhcp/dhclient.eth0.leases", "lease {\n option unknown-245 0a:00:00:07;\n expire never;\n}\n");
        assertThat(search().search(true).result()).isEqualTo(Ipv4.parse("10.0.0.7"));
    }

    @Test
    @Conforms("03#86")
    void an_answer_with_another_transaction_is_passed_over() {
        offer = Optional.of(OFFER);

        assertThat(search().search(true).result()).isEqualTo(Ipv4.parse("10.62.144.140"));
    }

    @Test
    void routes_that_the_answer_names_are_set_and_remembered() throws IOException {
        offer = Optional.of(OFFER);

        search().search(true);

        assertThat(commands)
                .contains("ip -4 route add 168.63.129.16/32 via 10.9.0.1 dev eth0 proto static")
                .containsSubsequence(
                        "ip -4 route add 255.255.255.255 dev eth0", "ip -4 route del 255.255.255.255 dev eth0");
        assertThat(commands.stream().filter(command -> command.contains("--dport 68")))
                .containsExactly(
                        "iptables -D INPUT -p udp --dport 68 -j ACCEPT",
                        "iptables -I INPUT -p udp --dport 68 -j ACCEPT",
                        "iptables -D INPUT -p udp --dport 68 -j ACCEPT");
        assertThat(new RememberedRoutes(new Disk(), root.resolve("/var/lib/waagent")).recall())
                .extracting(Route::toString)
                .containsExactly("168.63.129.16/32 via 10.9.0.1");
    }

    @Test
    @Conforms("03#87")
    void silence_is_asked_five_times_with_growing_pauses() {
        Future<Optional<Ipv4>> found = search().search(true);
        timers.advance(Duration.ofSeconds(159));
        assertThat(found.isComplete()).isFalse();
        timers.advance(Duration.ofSeconds(1));

        assertThat(found.result()).isEmpty();
        assertThat(asked).extracting(Duration::toSeconds).containsExactly(0L, 0L, 10L, 40L, 100L);
        assertThat(timers.waiting()).isZero();
    }

    @Test
    void a_machine_without_an_interface_is_no_failure() throws IOException {
        Files.delete(root.resolve("/sys/class/net/eth0/address"));
        WireServerSearch search = search();

        Future<Optional<Ipv4>> found = search.search(true);
        timers.advance(Duration.ofMinutes(3));

        assertThat(found.result()).isEmpty();
    }

    @Test
    void what_is_remembered_survives_nonsense_in_the_file() throws IOException {
        RememberedRoutes remembered = new RememberedRoutes(new Disk(), root.resolve("/var/lib/waagent"));
        write(
                "/var/lib/waagent/goalstated/dhcp-routes.json",
                "{\"routes\": [{\"network\": \"10.0.0.0\", \"prefix\": 99, \"gateway\": \"x\"}, 7, null]}");

        assertThat(remembered.recall()).isEmpty();
    }
}
