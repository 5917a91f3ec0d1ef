package io.goalstated.doctor;

import io.goalstated.config.ConfigKey;
import io.goalstated.config.ProtocolKeys;
import io.goalstated.platform.TcpProbe;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whether the platform can be reached, and if not, why (spec 04 OPS-62). */
final class NetworkChecks implements Check {
    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final String KNOWN = "168.63.129.16";

    private final TcpProbe probe;

    NetworkChecks(TcpProbe probe) {
        this.probe = probe;
    }

    @Override
    public List<Finding> examine(Patient patient) throws IOException {
        return List.of(
                route(patient),
                names(patient),
                reach("network.wireserver", wireServer(patient)),
                reach("network.hostplugin", place(patient, ProtocolKeys.HOST_PLUGIN, endpoint(patient), 32526)),
                reach("network.imds", place(patient, ProtocolKeys.IMDS, "169.254.169.254", 80)));
    }

    /** Where a server is. */
    record Place(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    static Place wireServer(Patient patient) throws IOException {
        return place(patient, ProtocolKeys.WIRE_SERVER, endpoint(patient), 80);
    }

    private static String endpoint(Patient patient) throws IOException {
        return patient.disk()
                .readText(patient.library().resolve("WireServerEndpoint"), 256)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElse(KNOWN);
    }

    private static Finding route(Patient patient) throws IOException {
        Optional<String> table = patient.text("/proc/net/route");
        if (table.isEmpty()) {
            return Finding.skip("network.route", "there is no /proc/net/route");
        }
        boolean led = table.get().contains("\t10813FA8\t") || table.get().contains("\t00000000\t");
        return led
                ? Finding.pass("network.route", "there is a route to the platform")
                : Finding.fail(
                        "network.route",
                        "neither a default route nor one to " + KNOWN,
                        "look at the DHCP client of the first interface: ip route; ip address");
    }

    /** The wireserver has no name, but storage, from where packages come, has. */
    private static Finding names(Patient patient) throws IOException {
        boolean asked = patient.text("/etc/resolv.conf")
                .orElse("")
                .lines()
                .anyMatch(line -> line.strip().matches("nameserver\\s+\\S+.*"));
        return asked
                ? Finding.pass("network.names", "there is a name server to ask")
                : Finding.fail(
                        "network.names",
                        "/etc/resolv.conf names no server: storage, from where packages come, is not found",
                        "look at the DHCP client, or at systemd-resolved: resolvectl status");
    }

    private static Place place(Patient patient, ConfigKey<Optional<String>> key, String host, int port) {
        String text = patient.wants(key).orElse(host);
        int colon = text.lastIndexOf(':');
        boolean named = colon > 0 && text.substring(colon + 1).matches("\\d{1,5}");
        return named
                ? new Place(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)))
                : new Place(text, port);
    }

    private Finding reach(String id, Place place) {
        TcpProbe.Outcome outcome = probe.connect(place.host(), place.port(), LIMIT);
        return switch (outcome.result()) {
            case CONNECTED ->
                Finding.pass(id, place + " answers within " + outcome.time().toMillis() + " ms");
            case REFUSED ->
                Finding.fail(id, place + " refuses connections", "check that this is an Azure VM, and its proxy agent");
            case NO_ROUTE -> Finding.fail(id, "there is no way to " + place, "check the routes: ip route get " + KNOWN);
            case TIMED_OUT ->
                Finding.fail(
                        id,
                        place + " does not answer within " + LIMIT.toSeconds() + " s",
                        "check firewall rules (as root: nft list ruleset) and routes; other users than root are kept away");
            case FAILED -> Finding.fail(id, place + ": " + outcome.detail(), "check the address in the configuration");
        };
    }
}
