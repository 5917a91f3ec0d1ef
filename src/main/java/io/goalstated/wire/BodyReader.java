package io.goalstated.wire;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.util.Map;
import java.util.function.IntConsumer;

/** Where the body of one answer goes. */
interface BodyReader {
    /** What the request has to say for this. */
    default Map<String, String> headers() {
        return Map.of();
    }

    /** Whether an answer of that status is for it; others are read into memory. */
    default boolean takes(int status) {
        return status >= 200 && status <= 202;
    }

    /** Whether so much has arrived that a failure after it is a new one. */
    default boolean hasProgressed() {
        return false;
    }

    /**
     * Listens to a paused response before it returns, and resumes it when ready.
     *
     * @param progress is told the bytes of every piece that arrives, and 0 when we have kept the server waiting
     * @return the body, or nothing of it if it went elsewhere; fails when it is too large, cut short, or cannot be kept
     */
    Future<Buffer> read(HttpClientResponse response, IntConsumer progress);
}
