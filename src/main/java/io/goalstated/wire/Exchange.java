package io.goalstated.wire;

import io.goalstated.platform.Timers;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * The second half of an attempt: what becomes of the answer once its head is there. Whatever goes wrong, the connection
 * is closed: half an answer must never be taken for the beginning of the next one.
 */
final class Exchange {
    private final HttpCall call;
    private final Timers timers;
    private final Silence.Limits limits;

    /** @param limits a server that sends a byte now and then does not hold the call for ever */
    Exchange(HttpCall call, Timers timers, Silence.Limits limits) {
        this.call = call;
        this.timers = timers;
        this.limits = limits;
    }

    /**
     * @param body reads the answers it takes, which then count as 200 when they are the rest of a file; others are read into memory
     * @param arrived is told the bytes of every piece
     */
    Future<HttpAnswer> receive(HttpClientResponse response, BodyReader body, IntConsumer arrived) {
        HttpConnection connection = response.request().connection();
        // Closing makes the reader fail, which then cleans up behind itself before the call fails.
        Silence silence = new Silence(timers, limits, connection::close);
        return read(response, body, bytes -> {
                    silence.broken(bytes);
                    arrived.accept(bytes);
                })
                .onComplete(end -> silence.stop())
                .onFailure(cause -> connection.close())
                .recover(cause -> Future.failedFuture(silence.verdict().orElse(cause)))
                .map(content -> new HttpAnswer(
                        body.takes(response.statusCode()) && response.statusCode() == ContentRange.STATUS
                                ? 200
                                : response.statusCode(),
                        response.statusMessage(),
                        headers(response),
                        content));
    }

    private Future<Buffer> read(HttpClientResponse response, BodyReader body, IntConsumer progress) {
        if (announced(response) > call.maxBytes()) {
            return Future.failedFuture(MemoryBody.tooLarge(response, call.maxBytes()));
        }
        BodyReader reader = body.takes(response.statusCode())
                ? body
                : new MemoryBody(Math.min(call.maxBytes(), HttpCall.MAX_DOCUMENT));
        return reader.read(response, progress);
    }

    /** The body's length as announced; -1 when it is not. */
    static long announced(HttpClientResponse response) {
        String length = response.getHeader("Content-Length");
        try {
            return length == null ? -1 : Long.parseLong(length.strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static Map<String, String> headers(HttpClientResponse response) {
        Map<String, String> headers = new HashMap<>();
        for (Map.Entry<String, String> header : response.headers()) {
            headers.putIfAbsent(header.getKey().toLowerCase(Locale.ROOT), header.getValue());
        }
        return headers;
    }
}
