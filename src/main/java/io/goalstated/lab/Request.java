package io.goalstated.lab;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a client asks of one of the servers.
 *
 * @param target path and query, undecoded
 * @param path without the query, undecoded
 * @param query by lower-case name; of repeated ones the first
 * @param headers by lower-case name; of repeated ones the first
 */
record Request(
        String method,
        String target,
        String path,
        Map<String, String> query,
        Map<String, String> headers,
        Buffer body) {
    Request {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    boolean is(String wanted) {
        return method.equals(wanted);
    }

    /** A parameter in lower case, which is how the platform compares; empty when absent. */
    String parameter(String lowerCaseName) {
        return query.getOrDefault(lowerCaseName, "").toLowerCase(Locale.ROOT);
    }

    Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }

    /** The path in lower case, without slashes at its end. */
    String plainPath() {
        String plain = path.toLowerCase(Locale.ROOT);
        while (plain.endsWith("/")) {
            plain = plain.substring(0, plain.length() - 1);
        }
        return plain;
    }

    String text() {
        return body.toString(StandardCharsets.UTF_8);
    }
}
