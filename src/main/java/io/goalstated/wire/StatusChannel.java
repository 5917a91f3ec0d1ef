package io.goalstated.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goalstated.event.AgentEvent;
import io.goalstated.event.Events;
import io.goalstated.event.Operation;
import io.goalstated.json.Json;
import io.goalstated.json.SpacedJson;
import io.goalstated.platform.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the status blob (spec 01 §10.6): through the host, else directly. A host that failed is left alone for a
 * minute, so that a report takes no longer than it must; a large status goes directly first (OPS-102).
 */
public final class StatusChannel {
    private static final Logger LOG = LoggerFactory.getLogger(StatusChannel.class);
    private static final Duration HOST_REST = Duration.ofMinutes(1);
    /** A host that stays broken, or comes and goes, is told of no more often. */
    private static final Duration QUIET = Duration.ofHours(1);

    private static final RetryPolicy RETRY = RetryPolicy.DEFAULT.atMost(3);
    private static final int DIRECT_CHUNK = 4 << 20;
    /** Base64 of it, with what surrounds it, stays below the 100 KiB that a proxy before the host lets pass. */
    private static final int HOST_CHUNK = 64 << 10;

    private static final int TOO_LARGE = 413;

    private final Http http;
    private final HostPlugin hostPlugin;
    private final Timers timers;
    private final Supplier<Instant> clock;
    private final Events events;
    private Optional<Long> hostFailed = Optional.empty();
    private Optional<Long> fallbackTold = Optional.empty();

    /** @param events told when reports go past the host */
    public StatusChannel(Http http, HostPlugin hostPlugin, Timers timers, Supplier<Instant> clock, Events events) {
        this.http = http;
        this.hostPlugin = hostPlugin;
        this.timers = timers;
        this.clock = clock;
        this.events = events;
    }

    /** One report at a time. Never fails. */
    public Future<StatusUpload> upload(StatusBlob blob) {
        boolean large = blob.type() == io.goalstated.goalstate.ExtensionsGoalState.BlobType.BLOCK
                && blob.content().length() > HOST_CHUNK;
        Future<Channel> upload = large || hostRests()
                ? direct(blob).recover(cause -> host(blob).recover(other -> Future.failedFuture(both(cause, other))))
                : host(blob)
                        .recover(cause -> isStale(cause)
                                ? Future.failedFuture(cause)
                                : pastHost(blob, cause).recover(other -> Future.failedFuture(both(cause, other))));
        return upload.<StatusUpload>map(StatusUpload.Done::new).recover(this::explain);
    }

    private Future<StatusUpload> explain(Throwable cause) {
        String reason = String.valueOf(cause.getMessage());
        return isStale(cause)
                ? hostPlugin.refresh().transform(end -> Future.succeededFuture(new StatusUpload.Postponed(reason)))
                : Future.succeededFuture(new StatusUpload.Failed(reason));
    }

    private boolean hostRests() {
        return hostFailed.isPresent() && timers.nanoTime() - hostFailed.get() < HOST_REST.toNanos();
    }

    private Future<Channel> host(StatusBlob blob) {
        return hostPlugin
                .isAvailable()
                .compose(available -> available
                        ? all(blob.puts(clock.get(), HOST_CHUNK, (byte) ' '), 0, this::overHost)
                        : Future.failedFuture(new HttpFailure(
                                HttpFailure.Kind.UNREACHABLE, 0, "the host plugin channel is not available")))
                .onSuccess(done -> hostFailed = Optional.empty())
                .onFailure(this::rest)
                .map(Channel.HOST);
    }

    /** "Too large" says nothing against the host. */
    private void rest(Throwable cause) {
        boolean outage = !isStale(cause) && !(cause instanceof HttpFailure f && f.status() == TOO_LARGE);
        if (outage) {
            hostFailed = Optional.of(timers.nanoTime());
        }
    }

    private Future<Channel> pastHost(StatusBlob blob, Throwable cause) {
        boolean quiet = fallbackTold.isPresent() && timers.nanoTime() - fallbackTold.get() < QUIET.toNanos();
        if (!quiet) {
            fallbackTold = Optional.of(timers.nanoTime());
            LOG.warn("Status goes directly to storage, the host does not take it; reason={}", cause.getMessage());
            events.tell(
                    AgentEvent.done(Operation.REPORT_STATUS, "Falling back to direct upload: " + cause.getMessage()));
        }
        return direct(blob);
    }

    private Future<Channel> direct(StatusBlob blob) {
        return all(blob.puts(clock.get(), DIRECT_CHUNK, (byte) 0), 0, this::overStorage)
                .map(Channel.DIRECT);
    }

    private interface Sender {
        Future<Void> send(StatusBlob.Put put);
    }

    private static Future<Void> all(List<StatusBlob.Put> puts, int index, Sender sender) {
        return index == puts.size()
                ? Future.succeededFuture()
                : sender.send(puts.get(index)).compose(sent -> all(puts, index + 1, sender));
    }

    private Future<Void> overHost(StatusBlob.Put put) {
        ObjectNode request = Json.object();
        if (put.body().length() > 0) {
            request.put("content", Base64.getEncoder().encodeToString(put.body().getBytes()));
        }
        ArrayNode headers = request.putArray("headers");
        for (Map.Entry<String, String> header : new TreeMap<>(put.headers()).entrySet()) {
            headers.addObject().put("headerName", header.getKey()).put("headerValue", header.getValue());
        }
        request.put("requestUri", put.uri());
        return hostPlugin.putStatus(SpacedJson.write(request), RETRY);
    }

    private Future<Void> overStorage(StatusBlob.Put put) {
        HttpCall call = HttpCall.with("PUT", put.uri(), put.headers(), put.body())
                .withRetry(RETRY)
                .throughProxy();
        return http.send(call)
                .compose(answer -> answer.status() == 201
                        ? Future.succeededFuture()
                        : Future.failedFuture(Answers.notOk(call, answer)));
    }

    private static boolean isStale(Throwable cause) {
        return HostPlugin.isStale(cause);
    }

    private static HttpFailure both(Throwable first, Throwable second) {
        return new HttpFailure(HttpFailure.Kind.UNREACHABLE, 0, first.getMessage() + "; then " + second.getMessage());
    }
}
