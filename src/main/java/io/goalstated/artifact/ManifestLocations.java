package io.goalstated.artifact;

import io.goalstated.extension.HandlerName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where each handler's manifest was had last. The host wants to know it when it is asked for one of the packages (spec 01
 * §9.3). Used on the event loop only.
 */
public final class ManifestLocations {
    private final Map<HandlerName, String> uris = new HashMap<>();

    void remember(HandlerName handler, String uri) {
        uris.put(handler, uri);
    }

    public Optional<String> of(HandlerName handler) {
        return Optional.ofNullable(uris.get(handler));
    }
}
