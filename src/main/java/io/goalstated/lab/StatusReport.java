package io.goalstated.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * A status blob that arrived (spec 01 §10.2).
 *
 * @param blobType {@code BlockBlob} or {@code PageBlob}
 * @param document the parsed blob; a missing node when it was no JSON
 * @param problem why the blob is no JSON
 */
public record StatusReport(
        Instant time, Via via, String blobType, int size, JsonNode document, Optional<String> problem) {
    /** By which way it came. */
    public enum Via {
        DIRECT,
        HOST
    }

    /** Page blobs are padded at the end with zero bytes or blanks. */
    static StatusReport read(Buffer content, String blobType, Via via) {
        String text = content.toString(StandardCharsets.UTF_8);
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == 0 || Character.isWhitespace(text.charAt(end - 1)))) {
            end--;
        }
        try {
            JsonNode document = Json.parse(text.substring(0, end));
            return new StatusReport(Instant.now(), via, blobType, content.length(), document, Optional.empty());
        } catch (MalformedJson e) {
            return new StatusReport(
                    Instant.now(),
                    via,
                    blobType,
                    content.length(),
                    MissingNode.getInstance(),
                    Optional.ofNullable(e.getMessage()));
        }
    }

    /** {@code aggregateStatus.handlerAggregateStatus}; a missing node if absent. */
    public JsonNode handlers() {
        return document.path("aggregateStatus").path("handlerAggregateStatus");
    }

    /** {@code vmArtifactsAggregateStatus.goalStateAggregateStatus}; a missing node if absent. */
    public JsonNode goalState() {
        return document.path("aggregateStatus")
                .path("vmArtifactsAggregateStatus")
                .path("goalStateAggregateStatus");
    }

    /** The first entry of that handler. */
    public Optional<JsonNode> handler(String name) {
        for (JsonNode entry : handlers()) {
            if (entry.path("handlerName").asText().equals(name)) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    /** The entry of one extension of a multi-config handler. */
    public Optional<JsonNode> extension(String handler, String name) {
        for (JsonNode entry : handlers()) {
            JsonNode settings = entry.path("runtimeSettingsStatus");
            if (entry.path("handlerName").asText().equals(handler)
                    && settings.path("extensionName").asText().equals(name)) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    /** {@code Ready}, {@code NotReady} …; empty when the handler is not reported. */
    public String handlerStatus(String name) {
        return handler(name).map(entry -> entry.path("status").asText()).orElse("");
    }

    /** {@code success}, {@code transitioning} …; empty when the handler reports none. */
    public String extensionStatus(String handler) {
        return handler(handler).map(StatusReport::status).orElse("");
    }

    public String extensionStatus(String handler, String name) {
        return extension(handler, name).map(StatusReport::status).orElse("");
    }

    /** The number of the settings that the handler's status is about; -1 when it reports none. */
    public int sequenceNumber(String handler) {
        return handler(handler)
                .map(entry -> entry.path("runtimeSettingsStatus").path("sequenceNumber"))
                .map(number -> number.asInt(-1))
                .orElse(-1);
    }

    private static String status(JsonNode entry) {
        return entry.path("runtimeSettingsStatus")
                .path("settingsStatus")
                .path("status")
                .path("status")
                .asText();
    }
}
