package io.goalstated.wire;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * What a server may send in the place of an answer. {@code HTTP_CONNECTION} is the whole client over a socket, some hundreds
 * a second; {@code HTTP_ANSWER} is {@link AnswerInMemory}; {@code ADDRESS} what goal states say of where to ask. A call that
 * does not end is a finding, as is any failure that is not a typed one.
 */
public final class HttpAnswerFuzz {
    private static final String TARGET = System.getProperty("fuzz.target", "");

    private HttpAnswerFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        switch (TARGET) {
            case "ADDRESS" -> address(new String(data, StandardCharsets.UTF_8));
            case "HTTP_CONNECTION" -> Connection.send(data);
            default -> AnswerInMemory.send(data);
        }
    }

    private static void address(String text) {
        Target.parse(text).ifPresent(target -> {
            StorageRules.of(Endpoints.known()).allows(target.host());
            ProxyRules.of(Optional.empty(), Optional.empty(), Map.of("no_proxy", text))
                    .proxyFor(target);
            if (Target.parse(target.toString()).isEmpty()) {
                throw new AssertionError("what is shown of it is none");
            }
        });
    }

    /** Made when it is wanted. */
    private static final class Connection {
        private static final HttpBench BENCH = bench();

        private static HttpBench bench() {
            try {
                return new HttpBench();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        static void send(byte[] data) throws Exception {
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
}
