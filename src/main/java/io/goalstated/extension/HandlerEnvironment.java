package io.goalstated.extension;

import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goalstated.json.Json;
import io.goalstated.json.SpacedJson;
import java.math.BigDecimal;

/**
 * The text of {@code HandlerEnvironment.json} (spec 02 §3), which tells a handler where its files are. Order and spacing
 * are part of the contract: shims cut {@code logFolder} out with shell string operations, so it must not come last
 * (spec 05 §2).
 */
public final class HandlerEnvironment {
    public static final String FILE_NAME = "HandlerEnvironment.json";

    /** Of the schema, not of the handler. A number: Go handlers refuse a string. */
    private static final BigDecimal SCHEMA_VERSION = new BigDecimal("1.0");

    private HandlerEnvironment() {}

    /** One line without a line break at its end. */
    public static String text(HandlerLayout layout) {
        ObjectNode folders = Json.object();
        folders.put("logFolder", layout.logs().toString());
        folders.put("configFolder", layout.config().toString());
        folders.put("statusFolder", layout.status().toString());
        folders.put("heartbeatFile", layout.heartbeat().toString());
        folders.put("eventsFolder", layout.events().toString());
        // Handlers built against the preview of the events pipeline look for this name.
        folders.put("eventsFolder_preview", layout.events().toString());
        ObjectNode root = Json.object();
        root.put("name", layout.handler().value());
        root.set("version", DecimalNode.valueOf(SCHEMA_VERSION));
        root.set("handlerEnvironment", folders);
        return SpacedJson.write(Json.array().add(root));
    }
}
