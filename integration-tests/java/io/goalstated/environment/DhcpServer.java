package io.goalstated.environment;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real DHCP server (dnsmasq) on the host's side of a cable, for the addresses 10.9.0.10 to 10.9.0.20. */
public final class DhcpServer {
    private DhcpServer() {}

    /**
     * Starts it; it ends with the network. Its leases are in {@code leases} of that directory.
     *
     * @param options lines of its configuration besides the usual ones
     */
    public static void start(Namespaces network, Path directory, String... options) throws IOException {
        Path configuration = Files.writeString(
                directory.resolve("dnsmasq.conf"), """
            port=0
            interface=v1
            bind-interfaces
            keep-in-foreground
            user=root
            dhcp-range=10.9.0.10,10.9.0.20,255.255.255.0,infinite
            dhcp-leasefile=%1$s/leases
            pid-file=%1$s/pid
            log-dhcp
            log-facility=%1$s/log
            """.formatted(directory) + String.join("\n", options) + "\n");
        network.start(network.host(), List.of("dnsmasq", "-C", configuration.toString()));
        Path log = directory.resolve("log");
        await("dnsmasq serves")
                .until(() -> Files.exists(log) && Files.readString(log).contains("IP range"));
    }
}
