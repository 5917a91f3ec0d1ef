package io.goalstated.wire;

import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** What a server may send in the place of an answer. A call that does not end is a finding, as is any other failure. */
public final class HttpAnswerFuzz {
    private static final HttpBench BENCH = bench();

    private HttpAnswerFuzz() {}

    private static HttpBench bench() {
        try {
            return new HttpBench();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        Buffer bytes = Buffer.buffer(data);
        BENCH.server.otherwise(socket -> {
            if (data.length > 0) {
                socket.write(bytes);
            }
            socket.close();
        });
        try {
            HttpBench.get(BENCH.http.send(
                    HttpCall.get(BENCH.server.url("/"), Map.of()).withRetry(RetryPolicy.ONCE)));
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof HttpFailure)) {
                throw e;
            }
        }
        BENCH.server.forget();
    }
}
