package io.goalstated.environment.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a DHCP server said.
 *
 * @param wireServer a plausible address only (spec 03 S15)
 * @param gateway of the default route
 * @param routes further ones; may hold a default route too
 * @param server who said it
 */
record DhcpAnswer(Optional<Ipv4> wireServer, Optional<Ipv4> gateway, List<Route> routes, Optional<Ipv4> server) {
    DhcpAnswer {
        routes = List.copyOf(routes);
    }

    static DhcpAnswer of(DhcpOptions options) {
        return new DhcpAnswer(
                options.address(DhcpOptions.WIRE_SERVER).filter(Ipv4::isUnicast),
                options.firstAddress(DhcpOptions.ROUTERS).filter(Ipv4::isUnicast),
                options.routes(),
                options.address(DhcpOptions.SERVER));
    }

    /** All that was said about ways, the default one last. */
    List<Route> allRoutes() {
        if (gateway.isEmpty() || routes.stream().anyMatch(Route::isDefault)) {
            return routes;
        }
        List<Route> all = new ArrayList<>(routes);
        all.add(Route.byDefault(gateway.get()));
        return all;
    }
}
