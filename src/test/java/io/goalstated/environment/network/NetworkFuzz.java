package io.goalstated.environment.network;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Answers to our request for an address, from whoever is on the network, and what others have written down of theirs. */
public final class NetworkFuzz {
    private static final boolean FILES = System.getProperty("fuzz.target", "").equals("NETWORK_FILES");

    private NetworkFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        if (FILES) {
            files(new String(data, StandardCharsets.UTF_8));
            return;
        }
        DhcpOptions.parse(data, 0).ifPresent(DhcpAnswer::of);
        DhcpcdLease.wireServer(data, Instant.EPOCH, Instant.EPOCH);
        if (data.length > 0) {
            DhcpOptions.parse(data, Math.min(data.length, data[0] & 0xff)).ifPresent(DhcpAnswer::of);
        }
    }

    private static void files(String text) {
        RoutingTable.parse(text);
        Leases.fromDhclient(text, Instant.EPOCH);
        Leases.fromAssignments(text);
        WickedLease.wireServer(text, Instant.EPOCH);
        Ipv4.parse(text);
        Ipv4.parseHex(text);
        Ipv4.parseColonHex(text);
        MacAddress.parse(text);
    }
}
