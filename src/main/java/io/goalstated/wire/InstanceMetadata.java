package io.goalstated.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The instance metadata service (spec 01 §11, spec 03 §3.10). Never through a proxy. */
public final class InstanceMetadata {
    private static final String VERSION = "?api-version=2018-02-01";
    /** The first version that tells of a profile of the operating system, and of what the VM was ordered with. */
    private static final String WHOLE = "?api-version=2021-08-01&extended=true";
    /** What hosts know that do not know that one. */
    private static final String OLDER = "?api-version=2019-06-01";

    private static final int BAD_REQUEST = 400;
    private static final Duration SILENCE = Duration.ofSeconds(2);
    private static final long MAX_BYTES = 1 << 20;
    private static final RetryPolicy RETRY = RetryPolicy.DEFAULT.atMost(3);
    private static final List<String> NEEDED =
            List.of("/network/interface/0/macAddress", "/network/interface/0/ipv4/ipAddress/0/privateIpAddress");

    private final Http http;
    private final String url;
    private final String userAgent;

    /** @param version of the agent, as reported to the platform */
    public InstanceMetadata(Http http, Endpoint endpoint, String version) {
        this.http = http;
        this.url = endpoint.url() + "/metadata/instance";
        this.userAgent = "WALinuxAgent/" + version;
    }

    /** What the VM is, as the document says. Fails with {@link HttpFailure} or {@link UnusableAnswer}. */
    public Future<JsonNode> compute() {
        HttpCall call = call(url + "/compute" + VERSION, userAgent);
        return http.send(call).compose(answer -> read(call, answer));
    }

    /**
     * All that is known of the VM, with what it was ordered as. Asked once, for at most two seconds: who needs it for a new VM asks
     * again at his own rhythm. Fails with {@link HttpFailure} or {@link UnusableAnswer}.
     *
     * @param request tells it from others, for the platform's people
     */
    public Future<JsonNode> instance(UUID request) {
        HttpCall call = once(WHOLE, request);
        HttpCall older = once(OLDER, request);
        return http.send(call)
                .compose(answer -> answer.status() == BAD_REQUEST
                        ? http.send(older).compose(other -> read(older, other))
                        : read(call, answer));
    }

    private HttpCall once(String version, UUID request) {
        return call(url + version, userAgent)
                .withMore(Map.of("x-ms-client-request-id", request.toString()))
                .withRetry(RetryPolicy.ONCE)
                .withIdle(SILENCE);
    }

    private static Future<JsonNode> read(HttpCall call, HttpAnswer answer) {
        return Answers.text(call, answer).compose(text -> {
            try {
                return Future.succeededFuture(Json.parse(text));
            } catch (MalformedJson e) {
                return Future.failedFuture(new UnusableAnswer("instance metadata are not JSON"));
            }
        });
    }

    private static HttpCall call(String url, String agent) {
        return HttpCall.get(url, Map.of("Metadata", "True", "User-Agent", agent))
                .withRetry(RETRY)
                .withMaxBytes(MAX_BYTES);
    }

    /**
     * What is wrong with the service.
     *
     * @param healthy what is wrong is this VM's own doing, not the service's
     */
    public record Probe(boolean healthy, Optional<String> problem) {
        static final Probe GOOD = new Probe(true, Optional.empty());
    }

    /** Looks whether it answers with what a VM needs. Never fails. */
    public Future<Probe> probe() {
        return http.send(call(url + VERSION, userAgent + "+health"))
                .map(InstanceMetadata::judge)
                .otherwise(InstanceMetadata::judge);
    }

    private static Probe judge(HttpAnswer answer) {
        if (!answer.isOk()) {
            return new Probe(answer.status() < 500, Optional.of("[HTTP Failed] " + answer.status()));
        }
        try {
            JsonNode document = Json.parse(answer.text());
            for (String pointer : NEEDED) {
                String last = pointer.substring(pointer.lastIndexOf('/') + 1);
                JsonNode value = document.at(pointer);
                if (value.isMissingNode()) {
                    return new Probe(false, Optional.of("Missing field: [" + last + "]"));
                }
                if (value.asText().isEmpty()) {
                    return new Probe(false, Optional.of("Empty field: [" + last + "]"));
                }
            }
            return Probe.GOOD;
        } catch (MalformedJson e) {
            return new Probe(false, Optional.of("not JSON"));
        }
    }

    /** That it cannot be reached, or asks for patience, says nothing against the service. */
    private static Probe judge(Throwable cause) {
        boolean service = cause instanceof HttpFailure failure && (failure.status() >= 500 || failure.status() == 410);
        return new Probe(!service, Optional.of(String.valueOf(cause.getMessage())));
    }
}
