package io.goalstated.lab;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A request that reached one of the servers, recorded just before the first byte of the answer leaves.
 *
 * @param number counts from 1 over all servers
 * @param path with the query, undecoded
 * @param headers by lower-case name
 * @param body its first 64 KiB
 * @param bodySize the whole body's bytes
 * @param status 0: no answer was given
 * @param fault the fault that was applied, as it was described
 */
public record RecordedRequest(
        long number,
        Instant time,
        Server server,
        String method,
        String path,
        Map<String, String> headers,
        Buffer body,
        int bodySize,
        int status,
        Optional<String> fault) {
    static final int KEPT_BODY = 64 * 1024;

    public RecordedRequest {
        headers = Map.copyOf(headers);
    }

    public Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }

    public String text() {
        return body.toString(StandardCharsets.UTF_8);
    }

    /** For example {@code wire GET /machine/?comp=goalstate 200}. */
    @Override
    public String toString() {
        return server.label() + " " + method + " " + path + " " + status;
    }
}
