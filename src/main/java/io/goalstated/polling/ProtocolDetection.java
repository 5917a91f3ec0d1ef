package io.goalstated.polling;

import io.goalstated.event.AgentEvent;
import io.goalstated.event.Events;
import io.goalstated.event.Operation;
import io.goalstated.goalstate.VersionsDocument;
import io.goalstated.goalstate.VersionsDocument.Negotiation;
import io.goalstated.platform.Disk;
import io.goalstated.platform.Offload;
import io.goalstated.platform.Timers;
import io.goalstated.wire.Endpoint;
import io.goalstated.wire.Endpoints;
import io.goalstated.wire.WireServer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sure that the endpoint is a wireserver which speaks our version (spec 01 §1.2, §1.4), and writes down which it
 * is. Never gives up: every 10 s for an hour, every minute afterwards.
 */
public final class ProtocolDetection {
    private static final Logger LOG = LoggerFactory.getLogger(ProtocolDetection.class);
    private static final int IMPATIENT_ATTEMPTS = 360;
    private static final Duration IMPATIENT = Duration.ofSeconds(10);
    private static final Duration PATIENT = Duration.ofMinutes(1);
    /** An attempt in which nobody says a word takes a minute and a half: the search does not wait for its end. */
    private static final Duration SILENT = Duration.ofSeconds(5);

    private static final int TOLD_AT_ONCE = 3;
    private static final int REMINDER = 60;
    private static final String ENDPOINT_FILE = "WireServerEndpoint";
    private static final String PROTOCOL_FILE = "Protocol";

    private final WireServer wireServer;
    private final Endpoint endpoint;
    private final Timers timers;
    private final Offload offload;
    private final Disk disk;
    private final Path library;
    private final Whereabouts whereabouts;
    private final Events events;
    private final Promise<Void> detected = Promise.promise();
    private Optional<Timers.Timer> timer = Optional.empty();
    private Optional<Timers.Timer> silence = Optional.empty();
    private Optional<String> lastError = Optional.empty();
    private int attempts;
    private boolean searching;
    private Future<?> forgotten = Future.succeededFuture();
    private boolean stopped;

    /** Knows where else the wireserver may be. Only asked when it does not answer where it is thought to be. */
    @FunctionalInterface
    public interface Whereabouts {
        /** Nobody knows. */
        Whereabouts UNKNOWN = () -> Future.succeededFuture(Optional.empty());

        /** Searches; when another place was found, what leads whoever asked there. Never fails. */
        Future<Optional<Runnable>> search();
    }

    /** @param events told of an endpoint that is not the usual one */
    public ProtocolDetection(
            WireServer wireServer,
            Endpoint endpoint,
            Timers timers,
            Offload offload,
            Disk disk,
            Path library,
            Whereabouts whereabouts,
            Events events) {
        this.wireServer = wireServer;
        this.endpoint = endpoint;
        this.timers = timers;
        this.offload = offload;
        this.disk = disk;
        this.library = library;
        this.whereabouts = whereabouts;
        this.events = events;
    }

    /** Completes when the endpoint has proved itself; never fails. */
    public Future<Void> start() {
        silence = Optional.of(timers.after(SILENT, this::search));
        attempt();
        if (!endpoint.host().equals(Endpoints.KNOWN_ADDRESS)) {
            LOG.info("The protocol endpoint is not the known WireServer address; endpoint={}", endpoint);
            events.tell(AgentEvent.done(
                    Operation.PROTOCOL_ENDPOINT,
                    "Protocol endpoint (" + endpoint + ") is not known wireserver ip: " + Endpoints.KNOWN_ADDRESS));
        }
        return detected.future();
    }

    /** Nothing is tried any more, and what still comes of an attempt or a search is of no consequence. */
    public void stop() {
        stopped = true;
        timer.ifPresent(Timers.Timer::cancel);
        answered();
    }

    /** Why the last attempt failed, while none has succeeded. */
    public Optional<String> lastError() {
        return lastError;
    }

    private void attempt() {
        if (stopped) {
            return;
        }
        attempts++;
        wireServer
                .versions()
                .compose(ProtocolDetection::negotiate)
                .onSuccess(this::succeed)
                .onFailure(cause -> fail(String.valueOf(cause.getMessage())));
    }

    private void answered() {
        silence.ifPresent(Timers.Timer::cancel);
        silence = Optional.empty();
    }

    private static Future<Negotiation> negotiate(VersionsDocument versions) {
        Negotiation negotiation = versions.negotiate();
        return negotiation == Negotiation.REFUSED
                ? Future.failedFuture("wire protocol version " + VersionsDocument.OURS + " is not advised by Fabric")
                : Future.succeededFuture(negotiation);
    }

    private void succeed(Negotiation negotiation) {
        answered();
        if (stopped) {
            return;
        }
        lastError = Optional.empty();
        LOG.info(
                negotiation == Negotiation.PREFERRED
                        ? "Wire protocol version {} is the preferred one; endpoint={}"
                        : "Wire protocol version {} is supported; endpoint={}",
                VersionsDocument.OURS,
                endpoint);
        // Handlers read the files; the agent itself does not, so nothing waits for them.
        Future<Void> written = forgotten.compose(done -> offload.run(() -> {
            disk.write(library.resolve(ENDPOINT_FILE), endpoint.text(80), Disk.PUBLIC);
            disk.write(library.resolve(PROTOCOL_FILE), "WireProtocol", Disk.PUBLIC);
            return null;
        }));
        written.onFailure(cause -> LOG.warn("Cannot write down the endpoint; reason={}", cause.getMessage()));
        detected.complete();
    }

    private void fail(String reason) {
        answered();
        if (stopped) {
            return;
        }
        lastError = Optional.of(reason);
        if (attempts == 1) {
            forget();
        }
        if (attempts <= TOLD_AT_ONCE || attempts % REMINDER == 0) {
            LOG.error("No wireserver yet; endpoint={} attempts={} reason={}", endpoint, attempts, reason);
        }
        search();
        timer = Optional.of(timers.after(attempts < IMPATIENT_ATTEMPTS ? IMPATIENT : PATIENT, this::attempt));
    }

    /**
     * What an earlier run has written down need not be true here: the disk may have come from elsewhere. Only now, and
     * not before the first attempt: where the endpoint answers at once, as it does when the agent is merely restarted,
     * handlers that run meanwhile never miss the files.
     */
    private void forget() {
        forgotten = offload.run(() -> {
                    disk.delete(library.resolve(PROTOCOL_FILE));
                    disk.delete(library.resolve(ENDPOINT_FILE));
                    return library;
                })
                .otherwise(cause -> {
                    LOG.warn("Cannot forget the former endpoint; reason={}", cause.getMessage());
                    return library;
                });
    }

    /** Beside the attempts: a network that is merely late must not wait for a search. */
    private void search() {
        if (!searching) {
            searching = true;
            whereabouts.search().onSuccess(this::found).onComplete(over -> searching = false);
        }
    }

    private void found(Optional<Runnable> elsewhere) {
        if (!stopped) {
            elsewhere.ifPresent(Runnable::run);
        }
    }
}
