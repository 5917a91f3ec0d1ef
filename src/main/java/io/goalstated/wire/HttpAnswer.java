package io.goalstated.wire;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** @param headers by lower-case name; of repeated ones the first */
public record HttpAnswer(int status, String reason, Map<String, String> headers, Buffer body) {
    public HttpAnswer {
        headers = Map.copyOf(headers);
    }

    /** 200, 201 and 202 (spec 01 §2.1). */
    public boolean isOk() {
        return status >= 200 && status <= 202;
    }

    public Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }

    /** The body as UTF-8, a byte-order mark removed. */
    public String text() {
        String text = body.toString(StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
