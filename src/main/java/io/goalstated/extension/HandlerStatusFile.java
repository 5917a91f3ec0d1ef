package io.goalstated.extension;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import io.goalstated.json.SpacedJson;
import java.util.Optional;

/**
 * The text of {@code config/HandlerStatus} (spec 02 §7.6). WALinuxAgent reads and writes the same file, so that a VM can
 * change its agent both ways.
 */
public final class HandlerStatusFile {
    private HandlerStatusFile() {}

    /** Empty when the text says nothing usable; the handler is then not reported until something is recorded again. */
    public static Optional<HandlerStatus> read(String text) {
        try {
            JsonNode root = Json.parse(text);
            JsonNode code = root.path("code");
            return HandlerName.parse(root.path("name").asText())
                    .flatMap(name -> VersionNumber.parse(root.path("version").asText())
                            .filter(version -> root.path("status").isTextual())
                            .map(version -> new HandlerStatus(
                                    name,
                                    version,
                                    root.path("status").textValue(),
                                    code.isIntegralNumber() && code.canConvertToInt()
                                            ? code.intValue()
                                            : ErrorCode.UNKNOWN.number(),
                                    Optional.ofNullable(root.path("message").textValue()),
                                    root.path("supports_multi_config").asBoolean())));
        } catch (MalformedJson e) {
            return Optional.empty();
        }
    }

    public static String write(HandlerStatus status) {
        ObjectNode root = Json.object();
        root.put("name", status.name().value());
        root.put("version", status.version().text());
        root.put("status", status.status());
        root.put("code", status.code());
        root.put("message", status.message().orElse(null));
        root.put("supports_multi_config", status.supportsMultiConfig());
        root.putNull("extension_status");
        return SpacedJson.write(root);
    }
}
