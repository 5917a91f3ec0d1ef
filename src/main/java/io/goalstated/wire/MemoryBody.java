package io.goalstated.wire;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.util.function.IntConsumer;

/** Collects a body in memory, up to a limit. */
record MemoryBody(long maxBytes) implements BodyReader {
    @Override
    public Future<Buffer> read(HttpClientResponse response, IntConsumer progress) {
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(whole::tryFail);
        response.endHandler(end -> whole.tryComplete(body));
        response.handler(chunk -> {
            progress.accept(chunk.length());
            if (body.length() + (long) chunk.length() > maxBytes) {
                whole.tryFail(tooLarge(response, maxBytes));
            } else if (!whole.future().isComplete()) {
                body.appendBuffer(chunk);
            }
        });
        response.resume();
        return whole.future();
    }

    static HttpFailure tooLarge(HttpClientResponse response, long maxBytes) {
        return new HttpFailure(
                HttpFailure.Kind.TOO_LARGE, response.statusCode(), "the answer is larger than " + maxBytes + " bytes");
    }
}
