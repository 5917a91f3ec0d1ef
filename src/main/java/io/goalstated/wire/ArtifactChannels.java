package io.goalstated.wire;

import io.goalstated.event.AgentEvent;
import io.goalstated.event.Events;
import io.goalstated.event.Operation;
import io.goalstated.platform.Timers;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches from storage over the two channels (spec 01 §9.3): each URI over the one that worked last, then over the other,
 * then the next URI, each once and without a pause, so that a dead address or a VM without a way to storage costs no time.
 * When none has it, those that failed for a passing reason are asked again in {@link Rounds}. What a channel brings counts
 * only when whoever wants it can read it. Futures fail with the last failure, or with {@link OutOfTime} after five minutes.
 */
public final class ArtifactChannels {
    private static final Logger LOG = LoggerFactory.getLogger(ArtifactChannels.class);
    private static final RetryPolicy ONE_ATTEMPT = RetryPolicy.DEFAULT.atMost(1);
    private static final RetryPolicy HASTY = RetryPolicy.DEFAULT.atMost(2);
    /** Goal states and manifests name a handful for each thing; a hostile one must not keep us busy. */
    private static final int MOST_URIS = 32;

    /**
     * Twenty manifests may be asked for at once, and all of them may hang. Goal states, hints and reports go to the same
     * servers, and must always find a connection.
     */
    private static final int DOCUMENTS = VertxHttp.CONNECTIONS / 2;

    /** A package that takes longer than this lets others pass: small ones come in a moment, and somebody waits for them. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Packages at once, those aside that have taken longer than that. */
    private static final int PACKAGES = 8;

    private final Gate documents = new Gate(DOCUMENTS);
    private final Turns packages;
    private final Http http;
    private final HostPlugin hostPlugin;
    private final Timers timers;
    private final DoubleSupplier random;
    private final LongSupplier largestPackage;
    private final Set<Rounds<?>> running = new HashSet<>();
    private final Events events;
    private final FetchFailures failures;
    private Channel first = Channel.DIRECT;
    private boolean stopped;

    /**
     * @param random evenly between 0 and 1, to vary pauses
     * @param largestPackage bytes; asked for each package
     * @param events told of fetches that fail, and of the channel that is preferred from then on
     */
    public ArtifactChannels(
            Http http,
            HostPlugin hostPlugin,
            Timers timers,
            DoubleSupplier random,
            LongSupplier largestPackage,
            Events events) {
        this.http = http;
        this.hostPlugin = hostPlugin;
        this.timers = timers;
        this.packages = new Turns(timers, PACKAGES, PATIENCE, VertxHttp.DOWNLOADS);
        this.random = random;
        this.largestPackage = largestPackage;
        this.events = events;
        this.failures = new FetchFailures(timers, events);
    }

    /** The channel that goes first at the moment. */
    public Channel first() {
        return first;
    }

    /** Nothing is tried any more, and what is being fetched never ends. Before the connections are closed. */
    public void stop() {
        stopped = true;
        packages.stop();
        new ArrayList<>(running).forEach(Rounds::abandon);
    }

    /**
     * A manifest.
     *
     * @param uris in the order in which they are tried; no more than the first 32 are
     * @param verify the host is to compare with the artifacts blob: manifests of Fast Track goal states
     * @param reading of a URI and what came from there: when it fails, that copy is no good and others are tried
     */
    public <T> Future<T> document(List<String> uris, boolean verify, BiFunction<String, String, Future<T>> reading) {
        return search(
                uris,
                RetryPolicy.DEFAULT,
                uri -> directText(uri).compose(text -> reading.apply(uri, text)),
                uri -> hostText(uri, verify).compose(text -> reading.apply(uri, text)));
    }

    /** Something that one can do without, such as an artifacts profile: two rounds only, the host not verifying. */
    public <T> Future<T> optionalDocument(String uri, Function<String, Future<T>> reading) {
        return search(
                List.of(uri),
                HASTY,
                place -> directText(place).compose(reading),
                place -> hostText(place, false).compose(reading));
    }

    private Future<String> directText(String uri) {
        HttpCall call = HttpCall.get(uri, Map.of()).throughProxy().withRetry(ONE_ATTEMPT);
        return documents.through(() -> http.send(call)).compose(answer -> Answers.text(call, answer));
    }

    private Future<String> hostText(String uri, boolean verify) {
        return documents.through(() -> hostPlugin.artifactText(uri, verify, ONE_ATTEMPT));
    }

    /**
     * A package, to a new file. Of many at once the first eight are fetched, the others in the order in which they were
     * asked for, whenever one has ended or has taken half a minute, with twenty under way at most. The five minutes begin
     * when it is fetched.
     *
     * @param uris as for {@link #document}
     * @param manifest where the document that lists it was found
     * @param verify likewise
     * @param check of the file: when it fails, the content counts as bad and other copies are tried; it must leave no file
     *     then
     */
    public Future<Void> file(
            List<String> uris, Optional<String> manifest, boolean verify, Path target, Supplier<Future<Void>> check) {
        long most = largestPackage.getAsLong();
        return packages.take(() -> search(
                uris,
                RetryPolicy.DEFAULT,
                uri -> directFile(uri, most, target).compose(saved -> check.get()),
                uri -> hostPlugin
                        .artifactFile(uri, verify, manifest, most, ONE_ATTEMPT, target)
                        .compose(saved -> check.get())));
    }

    private Future<String> directFile(String uri, long maxBytes, Path target) {
        HttpCall call = HttpCall.get(uri, Map.of())
                .throughProxy()
                .withMaxBytes(maxBytes)
                .withRetry(ONE_ATTEMPT);
        return http.download(call, target).compose(answer -> Answers.text(call, answer));
    }

    private <T> Future<T> search(
            List<String> uris,
            RetryPolicy policy,
            Function<String, Future<T>> direct,
            Function<String, Future<T>> host) {
        List<Rounds.Way<T>> ways = new ArrayList<>();
        for (int i = 0; i < Math.min(uris.size(), MOST_URIS); i++) {
            String uri = uris.get(i);
            ways.add(new Rounds.Way<>(i, Channel.DIRECT, () -> judged(uri, Channel.DIRECT, direct.apply(uri))));
            ways.add(new Rounds.Way<>(i, Channel.HOST, () -> judged(uri, Channel.HOST, host.apply(uri))));
        }
        Rounds<T> rounds = new Rounds<>(ways, this::first, policy, timers, random);
        running.add(rounds);
        return rounds.run().onComplete(end -> running.remove(rounds));
    }

    private <T> Future<T> judged(String uri, Channel channel, Future<T> fetched) {
        return fetched.onSuccess(done -> prefer(channel)).onFailure(cause -> {
            if (!stopped) {
                failures.failed(uri, channel, cause);
            }
        });
    }

    /** A channel that has brought something goes first from then on, for everything. */
    private void prefer(Channel channel) {
        if (first != channel) {
            first = channel;
            LOG.info("Storage is reached over the other channel from now on; channel={}", channel);
            events.tell(AgentEvent.done(
                    Operation.DEFAULT_CHANNEL_CHANGE,
                    "Default channel changed to " + (channel == Channel.HOST ? "HostGAPlugin" : "Direct")
                            + " channel."));
        }
    }
}
