package io.goalstated.wire;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One request, with all that decides how it is carried out.
 *
 * @param headers in the order they are sent
 * @param idle longest time to connect, and longest silence of the server
 * @param maxBytes larger bodies fail the call without a retry
 * @param mayUseProxy only storage traffic may (spec 01 §2.4)
 */
public record HttpCall(
        String method,
        String url,
        Map<String, String> headers,
        Optional<Buffer> body,
        RetryPolicy retry,
        Duration idle,
        long maxBytes,
        boolean mayUseProxy) {
    public static final Duration DEFAULT_IDLE = Duration.ofSeconds(10);
    /** Goal-state pieces and manifests (spec 01 §13 row 58). */
    public static final long MAX_DOCUMENT = 16L << 20;

    public HttpCall {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** A GET with the defaults of spec 01 §2.1, never through a proxy. */
    public static HttpCall get(String url, Map<String, String> headers) {
        return new HttpCall(
                "GET", url, headers, Optional.empty(), RetryPolicy.DEFAULT, DEFAULT_IDLE, MAX_DOCUMENT, false);
    }

    /** A request with a body and the defaults of {@link #get}. */
    public static HttpCall with(String method, String url, Map<String, String> headers, Buffer body) {
        return new HttpCall(
                method, url, headers, Optional.of(body), RetryPolicy.DEFAULT, DEFAULT_IDLE, MAX_DOCUMENT, false);
    }

    public HttpCall withRetry(RetryPolicy policy) {
        return new HttpCall(method, url, headers, body, policy, idle, maxBytes, mayUseProxy);
    }

    /** With these headers after its own. */
    HttpCall withMore(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new HttpCall(method, url, all, body, retry, idle, maxBytes, mayUseProxy);
    }

    public HttpCall withMaxBytes(long limit) {
        return new HttpCall(method, url, headers, body, retry, idle, limit, mayUseProxy);
    }

    public HttpCall withIdle(Duration limit) {
        return new HttpCall(method, url, headers, body, retry, limit, maxBytes, mayUseProxy);
    }

    public HttpCall throughProxy() {
        return new HttpCall(method, url, headers, body, retry, idle, maxBytes, true);
    }
}
