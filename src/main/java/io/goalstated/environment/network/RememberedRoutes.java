package io.goalstated.environment.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import io.goalstated.json.SpacedJson;
import io.goalstated.platform.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The routes that DHCP named, kept so that they can be set again when the machine's DHCP client was restarted and has forgotten
 * them (spec 03 §11.3). Blocks.
 */
final class RememberedRoutes {
    private static final int MAX_BYTES = 64 << 10;

    private final Disk disk;
    private final Path file;

    RememberedRoutes(Disk disk, Path library) {
        this.disk = disk;
        this.file = library.resolve("goalstated/dhcp-routes.json");
    }

    void keep(List<Route> routes) throws IOException {
        ArrayNode list = Json.array();
        for (Route route : routes) {
            list.addObject()
                    .put("network", route.network().toString())
                    .put("prefix", route.prefix())
                    .put("gateway", route.gateway().toString());
        }
        ObjectNode document = Json.object();
        document.set("routes", list);
        disk.write(file, SpacedJson.write(document), Disk.PRIVATE);
    }

    /** None when there is no file or it makes no sense. */
    List<Route> recall() throws IOException {
        List<Route> routes = new ArrayList<>();
        try {
            for (JsonNode item :
                    Json.parse(disk.readText(file, MAX_BYTES).orElse("{}")).path("routes")) {
                route(item).ifPresent(routes::add);
            }
        } catch (MalformedJson e) {
            return List.of();
        }
        return routes;
    }

    private static Optional<Route> route(JsonNode item) {
        int prefix = item.path("prefix").asInt(-1);
        Optional<Ipv4> network = Ipv4.parse(item.path("network").asText());
        Optional<Ipv4> gateway = Ipv4.parse(item.path("gateway").asText());
        return prefix < 0 || prefix > 32 || network.isEmpty() || gateway.isEmpty()
                ? Optional.empty()
                : Optional.of(new Route(network.get().network(prefix), prefix, gateway.get()));
    }
}
