package io.goalstated.wire;

import java.util.Locale;

/** Whom a request is for, as errors and figures tell servers apart. */
public enum Party {
    WIRE_SERVER,
    HOST_PLUGIN,
    METADATA,
    /** Everything else. */
    STORAGE;

    static Party of(Target target, Endpoints endpoints) {
        if (isAt(target, endpoints.hostPlugin())) {
            return HOST_PLUGIN;
        }
        if (isAt(target, endpoints.wireServer())) {
            return WIRE_SERVER;
        }
        return isAt(target, endpoints.imds()) ? METADATA : STORAGE;
    }

    private static boolean isAt(Target target, Endpoint endpoint) {
        return target.host().equals(endpoint.host()) && target.port() == endpoint.port();
    }

    /** For labels: {@code host_plugin}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
