package io.goalstated.wire;

import io.goalstated.goalstate.GoalStateDocument;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The HostGAPlugin: vmSettings, and storage for VMs without a way to it (spec 01 §6). Each request names the container
 * that the goal state seen last says we are; when the host does not know it any more, the goal state is asked for and
 * the request sent once more. Futures fail with {@link HttpFailure} or what {@link WireServer#goalState} fails with.
 */
public final class HostPlugin {
    private static final String API_VERSION = "2015-09-01";
    private static final String CONFIG_NAME = "x-ms-host-config-name";
    private static final Duration LOG_IDLE = Duration.ofSeconds(30);
    /** The host caches a failed fetch as 400 for a moment. */
    private static final int CACHE_BUG = 400;

    private final Http http;
    private final WireServer wireServer;
    private final Supplier<String> correlationIds;
    private final String url;
    private final Observer observer;
    private boolean asked;
    private boolean available;
    private Optional<Future<GoalStateDocument>> refreshing = Optional.empty();

    /** Hears how the plugin did its work, so that its host can be told (§3.11). */
    @FunctionalInterface
    public interface Observer {
        /** @param error of the plugin itself, not of what it was asked for; empty when it did well */
        void answered(HealthObservation.Subject subject, Optional<String> error);
    }

    /** @param correlationIds gives a new GUID each time */
    public HostPlugin(Http http, WireServer wireServer, Endpoint endpoint, Supplier<String> correlationIds) {
        this(http, wireServer, endpoint, correlationIds, (subject, error) -> {});
    }

    public HostPlugin(
            Http http, WireServer wireServer, Endpoint endpoint, Supplier<String> correlationIds, Observer observer) {
        this.observer = observer;
        this.http = http;
        this.wireServer = wireServer;
        this.correlationIds = correlationIds;
        this.url = endpoint.url();
    }

    /** One attempt. Never fails. */
    public Future<VmSettingsAnswer> vmSettings(Optional<String> etag) {
        return wireServer
                .identity()
                .compose(identity -> vmSettings(identity, etag))
                .compose(answer -> answer.status() == 410
                        ? refresh().compose(identity -> vmSettings(identity, etag))
                        : Future.succeededFuture(answer))
                .map(answer -> understand(answer, etag))
                .otherwise(cause -> new VmSettingsAnswer.Failed(
                        VmSettingsAnswer.Trouble.of(cause), "vmSettings: " + cause.getMessage()));
    }

    private Future<HttpAnswer> vmSettings(GoalStateDocument identity, Optional<String> etag) {
        Map<String, String> headers = headers(identity);
        headers.put("x-ms-client-correlationid", correlationIds.get());
        etag.ifPresent(known -> headers.put("if-none-match", known));
        return http.send(HttpCall.get(url + "/vmSettings", headers).withRetry(RetryPolicy.ONCE));
    }

    private static VmSettingsAnswer understand(HttpAnswer answer, Optional<String> etag) {
        if (answer.status() == 200) {
            return answer.header("etag")
                    .<VmSettingsAnswer>map(fresh -> new VmSettingsAnswer.Fresh(fresh, answer.text()))
                    .orElse(new VmSettingsAnswer.Failed(
                            VmSettingsAnswer.Trouble.HTTP_ERROR, "vmSettings: an answer without an ETag"));
        }
        if (answer.status() == 304 && etag.isPresent()) {
            return new VmSettingsAnswer.NotModified();
        }
        if (answer.status() == 404) {
            return new VmSettingsAnswer.Unsupported();
        }
        String internal = answer.status() == 502 ? "[Internal error in HostGAPlugin] " : "";
        return new VmSettingsAnswer.Failed(
                VmSettingsAnswer.Trouble.of(answer.status()),
                "vmSettings: " + internal + answer.status() + " " + Attempts.excerpt(answer));
    }

    /** Whether its API is one we know; asked for until it is (§6.2). Never fails. */
    public Future<Boolean> isAvailable() {
        if (available) {
            return Future.succeededFuture(true);
        }
        asked = true;
        return wireServer
                .identity()
                .compose(identity ->
                        observed(HealthObservation.Subject.HOST_PLUGIN_VERSIONS, http.send(versions(identity))))
                .map(answer -> {
                    available = answer.isOk() && answer.text().contains("\"" + API_VERSION + "\"");
                    return available;
                })
                .otherwise(false);
    }

    private HttpCall versions(GoalStateDocument identity) {
        return HttpCall.get(url + "/versions", Map.of("x-ms-containerid", identity.containerId()))
                .withRetry(RetryPolicy.DEFAULT.atMost(1));
    }

    private Future<HttpAnswer> observed(HealthObservation.Subject subject, Future<HttpAnswer> asked) {
        return asked.onComplete(end -> observer.answered(
                subject,
                end.succeeded()
                        ? error(
                                end.result().status(),
                                Integer.toString(end.result().status()))
                        : error(
                                statusOf(end.cause()),
                                String.valueOf(end.cause().getMessage()))));
    }

    /** The plugin's own failure: 502 means that it was well and whoever it asked was not. */
    private static Optional<String> error(int status, String text) {
        return status >= 500 && status != 502 ? Optional.of("[HTTP Failed] " + text) : Optional.empty();
    }

    private static int statusOf(Throwable cause) {
        return cause instanceof HttpFailure failure ? failure.status() : 0;
    }

    /** Whether it says it is well; one attempt, after the question for its API where nobody had that yet (§6.3). Never fails. */
    public Future<Boolean> isHealthy() {
        Future<Boolean> known = asked ? Future.succeededFuture(true) : isAvailable();
        return known.compose(answered ->
                        http.send(HttpCall.get(url + "/health", Map.of()).withRetry(RetryPolicy.ONCE)))
                .map(answer -> answer.status() == 200)
                .otherwise(false);
    }

    /** Has the host fetch a text from storage. */
    Future<String> artifactText(String uri, boolean verify, RetryPolicy retry) {
        return named(identity -> {
            HttpCall call = HttpCall.get(
                            url + "/extensionArtifact", artifactHeaders(identity, uri, verify, Optional.empty()))
                    .withRetry(retry.alsoRetrying(CACHE_BUG));
            return observed(HealthObservation.Subject.HOST_PLUGIN_ARTIFACT, http.send(call))
                    .compose(answer -> Answers.text(call, answer));
        });
    }

    /** Has the host fetch a package of so many bytes at most; {@code manifest} is the URI of the document that lists it. */
    Future<Void> artifactFile(
            String uri, boolean verify, Optional<String> manifest, long maxBytes, RetryPolicy retry, Path target) {
        return named(identity -> {
            HttpCall call = HttpCall.get(url + "/extensionArtifact", artifactHeaders(identity, uri, verify, manifest))
                    .withMaxBytes(maxBytes)
                    .withRetry(retry);
            return observed(HealthObservation.Subject.HOST_PLUGIN_ARTIFACT, http.download(call, target))
                    .compose(answer -> Answers.text(call, answer))
                    .mapEmpty();
        });
    }

    /** Has the host write to storage. No second try in another name: the next report comes soon anyway. */
    Future<Void> putStatus(String json, RetryPolicy retry) {
        return wireServer.identity().compose(identity -> {
            Map<String, String> headers = headers(identity);
            headers.put("Content-type", "application/json");
            HttpCall call = HttpCall.with("PUT", url + "/status", headers, Buffer.buffer(json))
                    .withRetry(retry);
            return observed(HealthObservation.Subject.HOST_PLUGIN_STATUS, http.send(call))
                    .compose(answer -> Answers.text(call, answer))
                    .mapEmpty();
        });
    }

    /**
     * Gives the host an archive of logs for support, one attempt (spec 01 §6.7). It is streamed, and no word of it is logged.
     *
     * @param version of the agent as reported
     */
    public Future<Void> putLog(Path archive, String version) {
        return named(identity -> {
            HttpCall call = HttpCall.with("PUT", url + "/vmAgentLog", logHeaders(identity, version), Buffer.buffer())
                    .withIdle(LOG_IDLE)
                    .withRetry(RetryPolicy.DEFAULT.atMost(1));
            return http.upload(call, archive)
                    .compose(answer -> Answers.text(call, answer))
                    .mapEmpty();
        });
    }

    /** Without the name of the configuration, but for its beginning (§6.1). */
    private Map<String, String> logHeaders(GoalStateDocument identity, String version) {
        Map<String, String> headers = headers(identity);
        headers.remove(CONFIG_NAME);
        headers.put("x-ms-client-correlationid", correlationIds.get());
        headers.put("x-ms-client-name", "WALinuxAgent");
        headers.put("x-ms-client-version", version);
        identity.configName().ifPresent(name -> headers.put("x-ms-vmagentlog-deploymentid", name.split("\\.", 2)[0]));
        return headers;
    }

    /** Asks who we are; several who want to know at once share one request. */
    Future<GoalStateDocument> refresh() {
        if (refreshing.isEmpty()) {
            Future<GoalStateDocument> request = wireServer.goalState();
            refreshing = Optional.of(request);
            request.onComplete(end -> refreshing = Optional.empty());
            return request;
        }
        return refreshing.get();
    }

    private <T> Future<T> named(Function<GoalStateDocument, Future<T>> call) {
        return isAvailable()
                .compose(yes -> yes
                        ? wireServer
                                .identity()
                                .compose(call)
                                .recover(cause -> isStale(cause) ? refresh().compose(call) : Future.failedFuture(cause))
                        : Future.failedFuture(new HttpFailure(
                                HttpFailure.Kind.UNREACHABLE, 0, "the host plugin channel is not available")));
    }

    /** The host does not know this VM by the name that the goal state gave it (§14.6). */
    static boolean isStale(Throwable cause) {
        return cause instanceof HttpFailure failure
                && (failure.kind() == HttpFailure.Kind.RESOURCE_GONE
                        || failure.kind() == HttpFailure.Kind.INVALID_CONTAINER);
    }

    private static Map<String, String> artifactHeaders(
            GoalStateDocument identity, String uri, boolean verify, Optional<String> manifest) {
        Map<String, String> headers = headers(identity);
        headers.put("x-ms-artifact-location", uri);
        manifest.ifPresent(location -> headers.put("x-ms-artifact-manifest-location", location));
        if (verify) {
            headers.put("x-ms-verify-from-artifacts-blob", "true");
        }
        return headers;
    }

    private static Map<String, String> headers(GoalStateDocument identity) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-ms-version", API_VERSION);
        headers.put("x-ms-containerid", identity.containerId());
        identity.configName().ifPresent(name -> headers.put(CONFIG_NAME, name));
        return headers;
    }
}
