package io.goalstated.environment.network;

import java.util.ArrayList;
import java.util.List;

/** The kernel's IPv4 routes, as {@code /proc/net/route} tells them. */
record RoutingTable(List<Entry> entries) {
    static final String FILE = "/proc/net/route";

    private static final int FIELDS = 8;
    private static final int THROUGH_GATEWAY = 2;

    /**
     * One line.
     *
     * @param metric the lower is preferred
     */
    record Entry(String networkInterface, Route route, int flags, long metric) {
        boolean isDefaultWay() {
            return route.isDefault() && (flags & THROUGH_GATEWAY) != 0;
        }
    }

    RoutingTable {
        entries = List.copyOf(entries);
    }

    /** Lines that cannot be understood, the heading for one, are left out. */
    static RoutingTable parse(String text) {
        List<Entry> entries = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            String[] fields = line.strip().split("\\s+", -1);
            if (fields.length >= FIELDS && NetworkInterfaces.isName(fields[0])) {
                add(fields, entries);
            }
        }
        return new RoutingTable(entries);
    }

    private static void add(String[] fields, List<Entry> entries) {
        try {
            Ipv4 destination = address(fields[1]);
            Ipv4 gateway = address(fields[2]);
            Ipv4 mask = address(fields[7]);
            int prefix = Integer.bitCount(mask.bits());
            entries.add(new Entry(
                    fields[0],
                    new Route(destination.network(prefix), prefix, gateway),
                    Integer.parseInt(fields[3], 16),
                    Long.parseLong(fields[6])));
        } catch (NumberFormatException e) {
            return;
        }
    }

    /** The kernel prints the bytes of an address as one number of the machine: the first byte last. */
    private static Ipv4 address(String hex) {
        return Ipv4.parseHex(hex)
                .map(address -> new Ipv4(Integer.reverseBytes(address.bits())))
                .orElseThrow(() -> new NumberFormatException(hex));
    }

    /** Whether there is a route to exactly this host (spec 01 §1.3: the known address needs no DHCP then). */
    boolean hasHost(Ipv4 address) {
        return entries.stream()
                .anyMatch(entry ->
                        entry.route().network().equals(address) && entry.route().prefix() == Integer.SIZE);
    }

    boolean hasDefault() {
        return entries.stream().anyMatch(entry -> entry.route().isDefault());
    }

    boolean has(Route wanted) {
        return entries.stream()
                .anyMatch(entry -> entry.route().network().equals(wanted.network())
                        && entry.route().prefix() == wanted.prefix());
    }
}
