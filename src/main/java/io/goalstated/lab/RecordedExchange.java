package io.goalstated.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goalstated.json.Json;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One line of a recording: what was asked and what was answered.
 *
 * @param at since the recording began
 * @param about what the host plugin was asked to fetch; empty for all other requests
 * @param version the answer's ETag; empty when it has none
 */
record RecordedExchange(
        Duration at,
        Server server,
        String method,
        String target,
        String about,
        int status,
        String version,
        Buffer body) {
    /** What makes two requests the same one. Goal states are asked for under two spellings. */
    String question() {
        return server.label() + " " + method + " " + target.replace("/machine/?", "/machine?") + " " + about;
    }

    boolean answersAs(RecordedExchange other) {
        return status == other.status && version.equals(other.version) && body.equals(other.body);
    }

    static RecordedExchange of(Duration at, Server server, Request request, Reply reply, Directory directory) {
        return new RecordedExchange(
                at,
                server,
                request.method(),
                directory.anonymous(request.target()),
                directory.anonymous(request.header("x-ms-artifact-location").orElse("")),
                reply.status(),
                reply.headers().entrySet().stream()
                        .filter(header -> header.getKey().equalsIgnoreCase("ETag"))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(""),
                text(reply.body())
                        .map(text -> Buffer.buffer(directory.anonymous(text)))
                        .orElse(reply.body()));
    }

    /** As the servers of that directory answer. */
    Reply reply(Directory directory) {
        Map<String, String> headers = new TreeMap<>();
        if (!version.isEmpty()) {
            headers.put("ETag", version);
        }
        return new Reply(
                status,
                headers,
                text(body).map(text -> Buffer.buffer(directory.concrete(text))).orElse(body));
    }

    String line() {
        ObjectNode line = Json.object()
                .put("millis", at.toMillis())
                .put("server", server.label())
                .put("method", method)
                .put("target", target)
                .put("about", about)
                .put("status", status)
                .put("etag", version);
        Optional<String> text = text(body);
        if (text.isPresent()) {
            line.put("text", text.get());
        } else {
            line.put("base64", Base64.getEncoder().encodeToString(body.getBytes()));
        }
        return line.toString();
    }

    /** Empty when the line is none that {@link #line} writes. */
    static Optional<RecordedExchange> parse(JsonNode line) {
        Optional<Server> server = Server.labelled(line.path("server").asText());
        if (server.isEmpty()
                || !line.path("status").isInt()
                || !line.path("target").isTextual()) {
            return Optional.empty();
        }
        try {
            Buffer body = line.has("text")
                    ? Buffer.buffer(line.path("text").asText())
                    : Buffer.buffer(
                            Base64.getDecoder().decode(line.path("base64").asText()));
            return Optional.of(new RecordedExchange(
                    Duration.ofMillis(line.path("millis").asLong()),
                    server.get(),
                    line.path("method").asText(),
                    line.path("target").asText(),
                    line.path("about").asText(),
                    line.path("status").asInt(),
                    line.path("etag").asText(),
                    body));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Empty when the bytes are no UTF-8. */
    static Optional<String> text(Buffer bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes()))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
