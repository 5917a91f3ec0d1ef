package io.goalstated.wire;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;

/** Where an answer's body goes. */
@FunctionalInterface
interface BodyReader {
    /**
     * Listens to a paused response before it returns, and resumes it when ready.
     *
     * @param progress to be run for every piece that arrives
     * @return the body, or nothing of it if it went elsewhere; fails when it is too large, cut short, or cannot be kept
     */
    Future<Buffer> read(HttpClientResponse response, Runnable progress);
}
