package io.goalstated.environment.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options of a DHCP packet (RFC 2132). Anything may be in them; what cannot be understood is as good as absent. The first
 * option of a number counts.
 */
final class DhcpOptions {
    static final int ROUTERS = 3;
    static final int LEASE_TIME = 51;
    static final int MESSAGE_TYPE = 53;
    static final int SERVER = 54;
    /** Classless routes (RFC 3442), and Microsoft's earlier number for the same. */
    static final int ROUTES = 121;

    static final int MICROSOFT_ROUTES = 249;
    /** The wireserver's address. */
    static final int WIRE_SERVER = 245;

    private static final int PAD = 0;
    private static final int END = 255;

    private final Map<Integer, byte[]> values;

    private DhcpOptions(Map<Integer, byte[]> values) {
        this.values = values;
    }

    /** Empty when an option reaches beyond the packet. A missing end is forgiven. */
    static Optional<DhcpOptions> parse(byte[] packet, int start) {
        Map<Integer, byte[]> values = new HashMap<>();
        int at = start;
        while (at < packet.length && (packet[at] & 0xff) != END) {
            int option = packet[at] & 0xff;
            if (option == PAD) {
                at++;
                continue;
            }
            int length = at + 1 < packet.length ? packet[at + 1] & 0xff : Integer.MAX_VALUE;
            if (length > packet.length - at - 2) {
                return Optional.empty();
            }
            byte[] value = new byte[length];
            System.arraycopy(packet, at + 2, value, 0, length);
            values.putIfAbsent(option, value);
            at += 2 + length;
        }
        return Optional.of(new DhcpOptions(values));
    }

    /** The number of an option of one byte; -1 when it is absent. */
    int number(int option) {
        byte[] value = values.getOrDefault(option, new byte[0]);
        return value.length == 1 ? value[0] & 0xff : -1;
    }

    /** The time of an option of four bytes. */
    Optional<Long> seconds(int option) {
        return address(option).map(four -> Integer.toUnsignedLong(four.bits()));
    }

    /** The address of an option that has exactly one. */
    Optional<Ipv4> address(int option) {
        byte[] value = values.getOrDefault(option, new byte[0]);
        return value.length == Integer.BYTES ? Optional.of(Ipv4.at(value, 0)) : Optional.empty();
    }

    /** The first address of an option that has one or more. */
    Optional<Ipv4> firstAddress(int option) {
        byte[] value = values.getOrDefault(option, new byte[0]);
        return value.length > 0 && value.length % Integer.BYTES == 0
                ? Optional.of(Ipv4.at(value, 0))
                : Optional.empty();
    }

    /** The routes of Microsoft's option, else of the standard one; none when the list is broken. */
    List<Route> routes() {
        byte[] value = values.getOrDefault(MICROSOFT_ROUTES, values.getOrDefault(ROUTES, new byte[0]));
        List<Route> routes = new ArrayList<>();
        int at = 0;
        while (at < value.length) {
            int prefix = value[at] & 0xff;
            int significant = (prefix + 7) / 8;
            if (prefix > 32 || at + 1 + significant + Integer.BYTES > value.length) {
                return List.of();
            }
            byte[] network = new byte[Integer.BYTES];
            System.arraycopy(value, at + 1, network, 0, significant);
            Ipv4 gateway = Ipv4.at(value, at + 1 + significant);
            if (!gateway.equals(Ipv4.ANY) && !gateway.isUnicast()) {
                return List.of();
            }
            routes.add(new Route(Ipv4.at(network, 0).network(prefix), prefix, gateway));
            at += 1 + significant + Integer.BYTES;
        }
        return routes;
    }
}
