package io.goalstated.extension;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import io.goalstated.json.SpacedJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * What a handler that promises a heartbeat says of itself, laid over what the agent has recorded of it (spec 02 §7.7).
 * The overlay is made for each report and never written back: a heartbeat that comes late must not leave a handler
 * marked as failed (spec 02 W-17).
 */
public sealed interface Heartbeat {
    int MAX_BYTES = 64 << 10;

    /** A file that has not been touched for longer than this is no sign of life. */
    Duration LONGEST_SILENCE = Duration.ofMinutes(10);

    /** What a fresh file says. Never throws, whatever the bytes are. */
    static Heartbeat parse(byte[] content) {
        try {
            JsonNode beat = Json.parse(new String(content, StandardCharsets.UTF_8))
                    .path(0)
                    .path("heartbeat");
            JsonNode status = beat.path("status");
            JsonNode formatted = beat.path("formattedMessage");
            if (!status.isTextual()) {
                return new Malformed("it is not an array whose first item has heartbeat/status");
            }
            if (formatted.isMissingNode() || formatted.isNull()) {
                return new Beat(status.textValue(), Optional.empty());
            }
            if (!formatted.has("lang") || !formatted.has("message")) {
                return new Unlabelled(formatted.has("lang") ? "message" : "lang");
            }
            return new Beat(status.textValue(), text(formatted.path("message")));
        } catch (MalformedJson e) {
            return new Malformed(e.getMessage());
        }
    }

    private static Optional<String> text(JsonNode message) {
        if (message.isNull()) {
            return Optional.empty();
        }
        return Optional.of(message.isTextual() ? message.textValue() : SpacedJson.write(message));
    }

    /** The status to report for a handler that may run. */
    HandlerStatus over(HandlerStatus recorded);

    /** The status to report for a handler that may not: its verdict stays. */
    default HandlerStatus overDenied(HandlerStatus recorded) {
        return recorded;
    }

    /** @param status reported letter for letter, whatever it is; the code stays the agent's */
    record Beat(String status, Optional<String> message) implements Heartbeat {
        @Override
        public HandlerStatus over(HandlerStatus recorded) {
            return changed(recorded, status, recorded.code(), message.isPresent() ? message : recorded.message());
        }

        @Override
        public HandlerStatus overDenied(HandlerStatus recorded) {
            Optional<String> both = message.map(beat -> recorded.message()
                            .map(denial -> denial + " Extension was previously enabled")
                            .orElse("Extension was not executed, but it was previously enabled")
                    + " and reported the following heartbeat:\n" + beat);
            return changed(recorded, recorded.status(), recorded.code(), both.isPresent() ? both : recorded.message());
        }
    }

    /** The file is there, but has not been touched for too long. */
    record Silent() implements Heartbeat {
        @Override
        public HandlerStatus over(HandlerStatus recorded) {
            return changed(recorded, "Unresponsive", recorded.code(), recorded.message());
        }
    }

    record Missing() implements Heartbeat {
        @Override
        public HandlerStatus over(HandlerStatus recorded) {
            return notReady(recorded, ErrorCode.UNKNOWN.number(), "Failed to get heart beat file");
        }
    }

    record Malformed(String reason) implements Heartbeat {
        @Override
        public HandlerStatus over(HandlerStatus recorded) {
            return notReady(recorded, ErrorCode.UNKNOWN.number(), "Malformed heartbeat file: " + reason);
        }
    }

    /** The message lacks a part. Its code is in no list, but it is what the platform has always been told. */
    record Unlabelled(String missing) implements Heartbeat {
        private static final int CODE = 3;

        @Override
        public HandlerStatus over(HandlerStatus recorded) {
            return notReady(
                    recorded, CODE, "Invalid status format by extension: Missing formattedMessage/" + missing + " key");
        }
    }

    private static HandlerStatus notReady(HandlerStatus recorded, int code, String message) {
        return changed(recorded, HandlerStatus.NOT_READY, code, Optional.of(message));
    }

    private static HandlerStatus changed(HandlerStatus recorded, String status, int code, Optional<String> message) {
        return new HandlerStatus(
                recorded.name(), recorded.version(), status, code, message, recorded.supportsMultiConfig());
    }
}
