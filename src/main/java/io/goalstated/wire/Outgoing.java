package io.goalstated.wire;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.Optional;
import java.util.function.IntConsumer;

/** The body of a request; each attempt sends it from its start. */
interface Outgoing {
    /**
     * Sends a request with this body, its length announced.
     *
     * @param sent is told the bytes of every piece
     * @return the head of the answer
     */
    Future<HttpClientResponse> with(HttpClientRequest request, IntConsumer sent);

    /** One that is in memory, or none. */
    static Outgoing of(Optional<Buffer> body) {
        return (request, sent) -> {
            if (body.isEmpty()) {
                return request.send();
            }
            sent.accept(body.get().length());
            return request.putHeader(
                            "Content-Length", Integer.toString(body.get().length()))
                    .send(body.get());
        };
    }
}
