package io.goalstated.environment.network;

import java.util.ArrayList;
import java.util.List;

/** Puts routes that DHCP named where there are none, and touches no other (spec 03 §10.4). */
final class RouteRepair {
    private static final int MAX_ROUTES = 64;

    private RouteRepair() {}

    /** The command lines that add what is missing; one fails where the kernel already knows better. */
    static List<List<String>> commands(List<Route> wanted, RoutingTable present, String networkInterface) {
        List<List<String>> commands = new ArrayList<>();
        for (Route route : wanted) {
            boolean there = route.isDefault() ? present.hasDefault() : present.has(route);
            if (!there && commands.size() < MAX_ROUTES) {
                commands.add(add(route, networkInterface));
            }
        }
        return commands;
    }

    private static List<String> add(Route route, String networkInterface) {
        List<String> words = new ArrayList<>(List.of("ip", "-4", "route", "add", route.destination()));
        if (route.isOnLink()) {
            words.addAll(List.of("dev", networkInterface, "scope", "link"));
        } else {
            words.addAll(List.of("via", route.gateway().toString(), "dev", networkInterface));
        }
        words.addAll(List.of("proto", "static"));
        return words;
    }
}
