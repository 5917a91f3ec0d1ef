package io.goalstated.lab;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An event of the agent's telemetry, as the wireserver took it.
 *
 * @param provider whose table it is for
 * @param id which of the provider's tables
 * @param values by parameter, in the order in which they were sent
 * @param types the type that the agent gave each parameter
 */
public record TelemetryRecord(
        Instant time, String provider, int id, Map<String, String> values, Map<String, String> types) {
    public TelemetryRecord {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
    }

    /** The value; empty when there is none. */
    public String value(String parameter) {
        return values.getOrDefault(parameter, "");
    }

    /** Whether it is about that operation of the agent or of an extension. */
    public boolean isOperation(String operation) {
        return id == 1 && value("Operation").equals(operation);
    }
}
