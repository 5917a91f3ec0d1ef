package io.goalstated.environment.network;

/** Answers to our request for an address, from whoever is on the network. */
public final class DhcpFuzz {
    private DhcpFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        DhcpOptions.parse(data, 0);
        if (data.length > 0) {
            DhcpOptions.parse(data, Math.min(data.length, data[0] & 0xff));
        }
    }
}
