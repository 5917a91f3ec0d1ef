package io.goalstated.environment.network;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The network interfaces of the machine at one moment.
 *
 * @param all in the kernel's order
 */
record NetworkInterfaces(List<Interface> all) {
    private static final int LONGEST_NAME = 15;
    /** Drivers of virtual functions, which only carry the traffic of the interface whose hardware address they share. */
    private static final Set<String> VIRTUAL_FUNCTIONS = Set.of("mlx4_en", "mlx4_core", "mlx5_core", "mana");

    private static final List<String> NOT_OF_THE_MACHINE =
            List.of("lo", "docker", "veth", "br-", "virbr", "cni", "tun");

    /**
     * One of them.
     *
     * @param driver empty for a virtual interface
     * @param addressed whether it has an IPv4 address
     */
    record Interface(String name, Optional<MacAddress> mac, String driver, boolean addressed) {}

    NetworkInterfaces {
        all = List.copyOf(all);
    }

    /** Whether a text can be an interface's name and nothing else. */
    static boolean isName(String text) {
        if (text.isEmpty() || text.length() > LONGEST_NAME || text.equals(".") || text.equals("..")) {
            return false;
        }
        return text.chars().allMatch(NetworkInterfaces::isNameCharacter);
    }

    private static boolean isNameCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "._-".indexOf(c) >= 0;
    }

    /**
     * The interface of the VM's own network: the one with the default route of the lowest metric, else the first that can be it,
     * preferably one that has an address (spec 03 §10.5).
     */
    Optional<Interface> primary(RoutingTable routes) {
        Optional<Interface> routed = routes.entries().stream()
                .filter(RoutingTable.Entry::isDefaultWay)
                .sorted(Comparator.comparingLong(RoutingTable.Entry::metric))
                .flatMap(entry -> named(entry.networkInterface()).stream())
                .findFirst();
        return routed.or(() ->
                all.stream().filter(this::canBePrimary).min(Comparator.comparing(candidate -> !candidate.addressed())));
    }

    private Optional<Interface> named(String name) {
        return all.stream().filter(candidate -> candidate.name().equals(name)).findFirst();
    }

    private boolean canBePrimary(Interface candidate) {
        return candidate.mac().isPresent()
                && NOT_OF_THE_MACHINE.stream().noneMatch(candidate.name()::startsWith)
                && !(VIRTUAL_FUNCTIONS.contains(candidate.driver()) && hasTwin(candidate));
    }

    private boolean hasTwin(Interface candidate) {
        return all.stream()
                .anyMatch(other ->
                        !other.name().equals(candidate.name()) && other.mac().equals(candidate.mac()));
    }
}
