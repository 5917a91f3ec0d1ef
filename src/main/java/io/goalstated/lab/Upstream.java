package io.goalstated.lab;

/** A platform that answers in the place of the lab's own, while the lab writes down what passes. */
public record Upstream(Address wire, Address hostPlugin, Address imds) {
    private static final int HOST_PLUGIN_PORT = 32526;

    /** The platform of the VM that this runs on, by the wireserver's address. */
    public static Upstream at(String host) {
        return new Upstream(
                new Address(host, 80), new Address(host, HOST_PLUGIN_PORT), new Address("169.254.169.254", 80));
    }
}
