package io.goalstated.lab;

import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Map;

/** What a server answers. */
record Reply(int status, Map<String, String> headers, Buffer body) {
    Reply {
        headers = Map.copyOf(headers);
    }

    static Reply xml(String text) {
        return new Reply(200, Map.of("Content-Type", "text/xml; charset=utf-8"), Buffer.buffer(text));
    }

    static Reply json(String text) {
        return new Reply(200, Map.of("Content-Type", "application/json; charset=utf-8"), Buffer.buffer(text));
    }

    static Reply bytes(byte[] content) {
        return new Reply(200, Map.of("Content-Type", "application/octet-stream"), Buffer.buffer(content));
    }

    static Reply text(int status, String text) {
        return new Reply(status, Map.of("Content-Type", "text/plain; charset=utf-8"), Buffer.buffer(text));
    }

    static Reply empty(int status) {
        return new Reply(status, Map.of(), Buffer.buffer());
    }

    Reply withHeader(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Reply(status, more, body);
    }

    Reply withStatus(int other) {
        return new Reply(other, headers, body);
    }

    Reply withBody(Buffer other) {
        return new Reply(status, headers, other);
    }
}
