package io.goalstated.wire;

import io.goalstated.platform.Disk;
import io.goalstated.platform.Offload;
import io.goalstated.platform.Timers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.TrustOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * {@link Http} over Vert.x: HTTP/1.1, no redirects, no compression, TLS with the JDK's trust store. Lives on one event
 * loop.
 *
 * <p>Calls reuse kept-alive connections; a second one to the same server is opened only while the first is busy.
 * Downloads have connections of their own, so that short calls never wait for a long one.
 */
public final class VertxHttp implements Http {
    /** Connections to one server at a time; calls beyond wait. {@link ArtifactChannels} never needs all of them. */
    static final int CONNECTIONS = 8;
    /**
     * Downloads at a time, of {@link ArtifactChannels}'s choice. None waits for a connection: Vert.x counts that wait as time
     * in which the server does not answer.
     */
    static final int DOWNLOADS = 20;

    private static final int KEEP_ALIVE_SECONDS = 90;
    /** How often connections are looked at that nobody uses: by default every second, each time waking an idle process. */
    private static final int CLEANING_MILLIS = 15_000;

    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(2);
    private static final Duration LONGEST_DOWNLOAD = Duration.ofHours(1);
    /** A server that brings less in a minute is given up for another: a gigabyte would take eleven days. */
    private static final long SLOWEST_DOWNLOAD = 64 << 10;

    private final HttpClientAgent kept;
    /** For what a kept connection has failed at; must not wait for downloads. */
    private final HttpClientAgent single;

    private final HttpClientAgent downloads;
    private final Timers timers;
    private final Offload offload;
    private final Disk disk;
    private final DoubleSupplier random;
    private final String userAgent;
    private final Supplier<ProxyRules> proxies;
    private final StorageRules storage;
    private final IoErrors errors;
    private final Outages outages;
    private final Traffic traffic;
    private final Set<HttpConnection> used = Collections.newSetFromMap(new WeakHashMap<>());
    private final Set<Attempts> running = new HashSet<>();

    /**
     * @param version as reported to the platform, for the User-Agent
     * @param endpoints the platform's own servers, which are not storage
     * @param proxies asked for each call to storage: the owner may change them
     * @param random evenly between 0 and 1, to vary pauses
     */
    public VertxHttp(
            Vertx vertx,
            Timers timers,
            Offload offload,
            Disk disk,
            String version,
            Endpoints endpoints,
            Supplier<ProxyRules> proxies,
            DoubleSupplier random) {
        this(vertx, timers, offload, disk, version, endpoints, proxies, random, Optional.empty());
    }

    /** @param trust whom to believe who a storage server is, instead of the JDK's trust store */
    VertxHttp(
            Vertx vertx,
            Timers timers,
            Offload offload,
            Disk disk,
            String version,
            Endpoints endpoints,
            Supplier<ProxyRules> proxies,
            DoubleSupplier random,
            Optional<TrustOptions> trust) {
        this.kept = client(vertx, true, CONNECTIONS, trust);
        this.single = client(vertx, false, CONNECTIONS, trust);
        this.downloads = client(vertx, false, DOWNLOADS, trust);
        this.timers = timers;
        this.offload = offload;
        this.disk = disk;
        this.random = random;
        this.userAgent = "WALinuxAgent/" + version;
        this.proxies = proxies;
        this.storage = StorageRules.of(endpoints);
        this.errors = new IoErrors(endpoints);
        this.outages = new Outages(timers);
        this.traffic = new Traffic(endpoints);
    }

    /** The clients are held in fields: one that nobody refers to is closed by the garbage collector. */
    private static HttpClientAgent client(
            Vertx vertx, boolean keepAlive, int connections, Optional<TrustOptions> trust) {
        HttpClientOptions options = new HttpClientOptions()
                .setKeepAlive(keepAlive)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setMaxHeaderSize(32 << 10)
                .setTcpNoDelay(true);
        trust.ifPresent(options::setTrustOptions);
        return vertx.httpClientBuilder()
                .with(options)
                .with(new PoolOptions().setHttp1MaxSize(connections).setCleanerPeriod(CLEANING_MILLIS))
                .build();
    }

    @Override
    public Future<HttpAnswer> send(HttpCall call) {
        return carryOut(call, Outgoing.of(call.body()), kept, inMemory(call), () -> new MemoryBody(call.maxBytes()));
    }

    @Override
    public Future<HttpAnswer> upload(HttpCall call, Path source) {
        FileUpload body = new FileUpload(disk, offload, source);
        return carryOut(call, body, downloads, inMemory(call), () -> new MemoryBody(call.maxBytes()));
    }

    private static Silence.Limits inMemory(HttpCall call) {
        return new Silence.Limits(call.idle(), LONGEST_ANSWER, 0);
    }

    @Override
    public Future<HttpAnswer> download(HttpCall call, Path target) {
        PartialFile file = new PartialFile(call.maxBytes(), target, disk, offload);
        return carryOut(
                        call,
                        Outgoing.of(call.body()),
                        downloads,
                        new Silence.Limits(call.idle(), LONGEST_DOWNLOAD, SLOWEST_DOWNLOAD),
                        () -> new FileBody(file))
                .transform(end -> end.succeeded() && end.result().isOk()
                        ? Future.succeededFuture(end.result())
                        : file.discard().transform(gone -> (Future<HttpAnswer>) end));
    }

    /** What went wrong on the way to a server, since it was last asked. */
    public IoErrors errors() {
        return errors;
    }

    /** The servers that cannot be reached at present. */
    public Outages outages() {
        return outages;
    }

    /** What has gone over the wire since the start. */
    public Traffic traffic() {
        return traffic;
    }

    /** Ends calls under way, then the connections. */
    public Future<Void> close() {
        new ArrayList<>(running).forEach(Attempts::abandon);
        return Future.join(kept.close(), single.close(), downloads.close()).mapEmpty();
    }

    private Future<HttpAnswer> carryOut(
            HttpCall call,
            Outgoing outgoing,
            HttpClientAgent client,
            Silence.Limits limits,
            Supplier<BodyReader> body) {
        Optional<Target> target = Target.parse(call.url());
        if (target.isEmpty()) {
            return Future.failedFuture(refused("not an absolute http or https URL"));
        }
        if (call.mayUseProxy() && !storage.allows(target.get().host())) {
            return Future.failedFuture(refused(target.get() + " is not a storage address"));
        }
        if (call.headers().values().stream().anyMatch(VertxHttp::breaksTheLine)) {
            return Future.failedFuture(refused("a header for " + target.get() + " holds a control character"));
        }
        Attempts attempts = new Attempts(
                call,
                timers,
                random,
                new Sending(client, call, outgoing, target.get(), new Exchange(call, timers, limits), body));
        running.add(attempts);
        return attempts.run().onComplete(end -> running.remove(attempts));
    }

    /** URLs of a goal state are sent to the host in headers. Vert.x throws at most of these, and lets a folded line pass. */
    private static boolean breaksTheLine(String value) {
        return value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f);
    }

    /** A refusal of our own is no failure of a connection. */
    private void countIfBroken(Throwable cause, Target target) {
        if (!(cause instanceof HttpFailure)) {
            traffic.unanswered(target);
            errors.count(target);
            outages.failed(target, cause);
        }
    }

    /** One call, sent as often as needed. */
    private final class Sending implements Attempts.Attempt {
        private final HttpClientAgent client;
        private final HttpCall call;
        private final Outgoing outgoing;
        private final Target target;
        private final Exchange exchange;
        private final Supplier<BodyReader> bodies;
        private BodyReader body;

        Sending(
                HttpClientAgent client,
                HttpCall call,
                Outgoing outgoing,
                Target target,
                Exchange exchange,
                Supplier<BodyReader> bodies) {
            this.client = client;
            this.call = call;
            this.outgoing = outgoing;
            this.target = target;
            this.exchange = exchange;
            this.bodies = bodies;
            this.body = bodies.get();
        }

        @Override
        public Future<HttpAnswer> begin() {
            BodyReader reader = bodies.get();
            body = reader;
            return head(client, call.withMore(reader.headers()), outgoing, target)
                    .onSuccess(response -> outages.answered(target))
                    .compose(response -> exchange.receive(response, reader, bytes -> traffic.received(target, bytes)))
                    .onSuccess(answer -> traffic.answered(target, answer.status()))
                    .onFailure(cause -> countIfBroken(cause, target));
        }

        @Override
        public boolean hasProgressed() {
            return body.hasProgressed();
        }
    }

    private Future<HttpClientResponse> head(HttpClientAgent client, HttpCall call, Outgoing outgoing, Target target) {
        Optional<Endpoint> proxy = call.mayUseProxy() ? proxies.get().proxyFor(target) : Optional.empty();
        return client.request(options(call, target, proxy)).compose(request -> {
            HttpConnection connection = request.connection();
            if (call.mayUseProxy() && proxy.isEmpty() && !storage.allows(addressOf(connection))) {
                connection.close();
                return Future.failedFuture(refused(target + " does not lead to a storage address"));
            }
            boolean reused = !used.add(connection);
            if (!reused) {
                traffic.opened(target);
            }
            // Nothing of the answer's body may pass by before somebody listens.
            return outgoing.with(request, bytes -> traffic.sent(target, bytes))
                    .map(HttpClientResponse::pause)
                    .recover(cause -> reused && !(cause instanceof TimeoutException)
                            // The server had closed it meanwhile, or was about to: no fault of the request.
                            ? head(single, call, outgoing, target)
                            : Future.failedFuture(cause));
        });
    }

    private static String addressOf(HttpConnection connection) {
        String address = connection.remoteAddress().hostAddress();
        return address == null ? "" : address;
    }

    private RequestOptions options(HttpCall call, Target target, Optional<Endpoint> proxy) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(call.method()))
                .setHost(target.host())
                .setPort(target.port())
                .setSsl(target.secure())
                .setURI(target.uri())
                .setFollowRedirects(false)
                .setConnectTimeout(call.idle().toMillis())
                .setIdleTimeout(call.idle().toMillis());
        proxy.ifPresent(p -> options.setProxyOptions(proxyOptions(p)));
        options.putHeader("User-Agent", userAgent);
        options.putHeader("Accept-Encoding", "identity");
        call.headers().forEach(options::putHeader);
        return options;
    }

    private ProxyOptions proxyOptions(Endpoint proxy) {
        ProxyOptions options = new ProxyOptions().setHost(proxy.host()).setPort(proxy.port());
        // A text, because Vert.x wants one: the connections are kept by it.
        proxies.get()
                .credentials()
                .ifPresent(known -> options.setUsername(known.user())
                        .setPassword(new String(known.password().bytes(), StandardCharsets.UTF_8)));
        return options;
    }

    private static HttpFailure refused(String reason) {
        return new HttpFailure(HttpFailure.Kind.REFUSED, 0, reason);
    }
}
