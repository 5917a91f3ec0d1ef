package io.goalstated.wire;

import java.util.Optional;

/** The servers of the platform (spec 01 §0); each can be moved by configuration, which is how test beds work (§1.3). */
public record Endpoints(Endpoint wireServer, Endpoint hostPlugin, Endpoint imds) {
    public static final String KNOWN_ADDRESS = "168.63.129.16";

    private static final int HOST_PLUGIN_PORT = 32526;

    /** Those of every Azure VM. */
    public static Endpoints known() {
        return at(KNOWN_ADDRESS);
    }

    /** Wireserver and host plugin at that address, at their usual ports. */
    public static Endpoints at(String address) {
        return new Endpoints(
                new Endpoint(address, 80),
                new Endpoint(address, HOST_PLUGIN_PORT),
                new Endpoint("169.254.169.254", 80));
    }

    /**
     * These with what the configuration keys {@code Protocol.WireServer}, {@code .HostPlugin} and {@code .Imds} say; a
     * moved wireserver takes the host plugin along to its address.
     */
    public Endpoints with(Optional<Endpoint> wireServer, Optional<Endpoint> hostPlugin, Optional<Endpoint> imds) {
        Endpoint wire = wireServer.orElse(this.wireServer);
        Endpoint host = hostPlugin.orElse(new Endpoint(wire.host(), this.hostPlugin.port()));
        return new Endpoints(wire, host, imds.orElse(this.imds));
    }

    /** What handlers get as {@code AZURE_GUEST_AGENT_WIRE_PROTOCOL_ADDRESS}: the port only when it is not 80. */
    public String wireProtocolAddress() {
        return wireServer.text(80);
    }

    /** Whether this is a test bed on the machine itself. */
    public boolean areLoopback() {
        return wireServer.isLoopback();
    }

    /** Where instance metadata are to be had; a test bed that moves the wireserver and not them has none. */
    public Optional<Endpoint> metadata() {
        return areLoopback() && !imds.isLoopback() ? Optional.empty() : Optional.of(imds);
    }
}
