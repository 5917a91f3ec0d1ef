package io.goalstated.environment.network;

/**
 * A way to a network.
 *
 * @param network with the bits behind the prefix cleared
 * @param prefix how many leading bits count; 0 is the default route
 * @param gateway {@link Ipv4#ANY}: the network is on the link itself
 */
public record Route(Ipv4 network, int prefix, Ipv4 gateway) {
    public Route {
        if (prefix < 0 || prefix > 32 || !network.network(prefix).equals(network)) {
            throw new IllegalArgumentException("not a network: " + network + "/" + prefix);
        }
    }

    static Route byDefault(Ipv4 gateway) {
        return new Route(Ipv4.ANY, 0, gateway);
    }

    boolean isDefault() {
        return prefix == 0;
    }

    boolean isOnLink() {
        return gateway.equals(Ipv4.ANY);
    }

    String destination() {
        return network + "/" + prefix;
    }

    @Override
    public String toString() {
        return destination() + (isOnLink() ? "" : " via " + gateway);
    }
}
