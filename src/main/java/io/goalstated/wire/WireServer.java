package io.goalstated.wire;

import io.goalstated.goalstate.GoalStateAnswer;
import io.goalstated.goalstate.GoalStateDocument;
import io.goalstated.goalstate.Incarnation;
import io.goalstated.goalstate.MalformedGoalState;
import io.goalstated.goalstate.VersionsDocument;
import io.goalstated.platform.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The wireserver (spec 01 §3). Remembers who it last said this VM is, which every request to the host plugin needs.
 * Futures fail with {@link HttpFailure}, {@link UnusableAnswer} or {@link MalformedGoalState}.
 */
public final class WireServer {
    /** Requests in all while the platform has not finished writing the goal state (§4.1). */
    private static final int CONTENT_ATTEMPTS = 6;

    private static final Duration CONTENT_PAUSE = Duration.ofMillis(500);
    private static final Map<String, String> BASE = base();
    private static final int ACCEPTED = 202;
    private static final int FINGERPRINT_ATTEMPTS = 3;
    private static final Duration FINGERPRINT_PAUSE = Duration.ofSeconds(5);

    private final Http http;
    private final Timers timers;
    private final String url;
    private Optional<GoalStateDocument> latest = Optional.empty();
    private String latestText = "";

    public WireServer(Http http, Timers timers, Endpoint endpoint) {
        this.http = http;
        this.timers = timers;
        this.url = endpoint.url();
    }

    private static Map<String, String> base() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-ms-agent-name", "WALinuxAgent");
        headers.put("x-ms-version", VersionsDocument.OURS);
        return headers;
    }

    /** The versions it speaks; asked without any of our headers (§1.4). */
    public Future<VersionsDocument> versions() {
        return text(HttpCall.get(url + "/?comp=versions", Map.of())).compose(text -> {
            try {
                return Future.succeededFuture(VersionsDocument.parse(text));
            } catch (MalformedGoalState e) {
                return Future.failedFuture(e);
            }
        });
    }

    /** The goal state as it is now. From then on the host plugin is asked in the name it gives. */
    public Future<GoalStateDocument> goalState() {
        return goalState(1);
    }

    private Future<GoalStateDocument> goalState(int attempt) {
        return text(HttpCall.get(url + "/machine/?comp=goalstate", BASE)).compose(text -> {
            if (latest.isPresent() && text.equals(latestText)) {
                // Nearly always, and then there is nothing to be read.
                return Future.succeededFuture(latest.get());
            }
            try {
                return GoalStateAnswer.parse(text)
                        .match(document -> remember(document, text), incarnation -> unfinished(incarnation, attempt));
            } catch (MalformedGoalState e) {
                return Future.failedFuture(e);
            }
        });
    }

    private Future<GoalStateDocument> remember(GoalStateDocument document, String text) {
        latest = Optional.of(document);
        latestText = text;
        return Future.succeededFuture(document);
    }

    private Future<GoalStateDocument> unfinished(Incarnation incarnation, int attempt) {
        if (attempt == CONTENT_ATTEMPTS) {
            return Future.failedFuture(
                    new UnusableAnswer("goal state without a RoleInstance [incarnation " + incarnation + "]"));
        }
        return pause(CONTENT_PAUSE).compose(over -> goalState(attempt + 1));
    }

    /** The goal state seen last; asked for if there was none yet. */
    public Future<GoalStateDocument> identity() {
        return latest.isPresent() ? Future.succeededFuture(latest.get()) : goalState();
    }

    /** The goal state seen last. */
    public Optional<GoalStateDocument> latest() {
        return latest;
    }

    /** Its text, for the history; empty before the first. */
    public String latestText() {
        return latestText;
    }

    /** A document that a goal state names, by its URI as written there. */
    public Future<String> document(String uri) {
        return text(HttpCall.get(uri, BASE));
    }

    /** Likewise, one with secrets: encrypted to that certificate (base64 of its DER form). */
    public Future<String> document(String uri, String certificate, Cipher cipher) {
        Map<String, String> headers = new LinkedHashMap<>(BASE);
        headers.put("x-ms-guest-agent-public-x509-cert", certificate);
        headers.put("x-ms-cipher-name", cipher.name());
        return text(HttpCall.get(uri, headers));
    }

    /** Reports provisioning (§3.8), once; a second time when the platform no longer knows this VM by its old identity. */
    public Future<Void> report(Health health) {
        return identity()
                .compose(goalState -> post(goalState, health))
                .recover(cause ->
                        cause instanceof HttpFailure failure && failure.kind() == HttpFailure.Kind.RESOURCE_GONE
                                ? goalState().compose(renewed -> post(renewed, health))
                                : Future.failedFuture(cause))
                .mapEmpty();
    }

    private Future<String> post(GoalStateDocument goalState, Health health) {
        return text(xml("health", health.xml(goalState)).withRetry(RetryPolicy.DEFAULT.atMost(1)));
    }

    /** Reports provisioning without any goal state (spec 03 §6.2), once. */
    public Future<Void> reportAsJson(Health health, String agent) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("x-ms-guest-agent-name", agent);
        return text(HttpCall.with("POST", url + "/provisioning/health", headers, Buffer.buffer(health.json()))
                        .withRetry(RetryPolicy.DEFAULT.atMost(1)))
                .mapEmpty();
    }

    /** Tells the fingerprint of the SSH host key (§3.9), in up to three tries. Only 202 means that it was taken. */
    public Future<Void> reportFingerprint(String fingerprint) {
        return identity().compose(goalState -> fingerprint(goalState, fingerprint, 1));
    }

    private Future<Void> fingerprint(GoalStateDocument goalState, String fingerprint, int attempt) {
        HttpCall call = xml("roleProperties", RoleProperties.xml(goalState, fingerprint))
                .withRetry(RetryPolicy.ONCE);
        return http.send(call)
                .compose(answer -> answer.status() == ACCEPTED
                        ? Future.<Void>succeededFuture()
                        : Future.failedFuture(
                                new UnusableAnswer("roleProperties was answered with " + answer.status())))
                .recover(cause -> attempt == FINGERPRINT_ATTEMPTS
                        ? Future.failedFuture(cause)
                        : pause(FINGERPRINT_PAUSE).compose(over -> fingerprint(goalState, fingerprint, attempt + 1)));
    }

    private HttpCall xml(String component, String body) {
        return HttpCall.with("POST", url + "/machine?comp=" + component, xmlHeaders(), Buffer.buffer(body));
    }

    private Future<Void> pause(Duration pause) {
        Promise<Void> over = Promise.promise();
        timers.after(pause, over::complete);
        return over.future();
    }

    /**
     * Gives it events (§3.10): one attempt, whose answer is the caller's business. Whoever sends keeps to the server's
     * limit of fifteen requests in fifteen seconds.
     *
     * @param body see {@code event.EventXml}
     */
    public Future<HttpAnswer> telemetry(String body) {
        return http.send(HttpCall.with("POST", url + "/machine?comp=telemetrydata", xmlHeaders(), Buffer.buffer(body))
                .withRetry(RetryPolicy.ONCE));
    }

    /** Tells the host's health service what was observed (§3.11); a failure is worth a line in the log. */
    public Future<Void> observed(List<HealthObservation> observations) {
        return text(HttpCall.with(
                                "POST",
                                url + "/HealthService",
                                Map.of("Content-Type", "application/json"),
                                Buffer.buffer(HealthObservation.json(observations)))
                        .withRetry(RetryPolicy.DEFAULT.atMost(3)))
                .mapEmpty();
    }

    private static Map<String, String> xmlHeaders() {
        Map<String, String> headers = new LinkedHashMap<>(BASE);
        headers.put("Content-Type", "text/xml;charset=utf-8");
        return headers;
    }

    private Future<String> text(HttpCall call) {
        return http.send(call).compose(answer -> Answers.text(call, answer));
    }
}
