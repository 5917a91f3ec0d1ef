package io.goalstated.lab;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** The parts of one fake platform, put together. */
record Backstage(
        Vertx vertx,
        Links links,
        Platform platform,
        Credentials credentials,
        PackageShelf packages,
        BlobStore blobs,
        List<Fault> faults,
        AtomicLong requestNumbers,
        History<RecordedRequest> requests,
        History<StatusReport> statuses,
        History<TelemetryRecord> telemetry,
        History<LogUpload> logs) {
    private static final int KEPT_REQUESTS = 20_000;
    private static final int KEPT_STATUSES = 2_000;
    private static final int KEPT_EVENTS = 20_000;
    /** Each may be large. */
    private static final int KEPT_LOGS = 2;

    static Backstage create(Vertx vertx, Addresses addresses) {
        Credentials credentials = new Credentials();
        PackageShelf packages = new PackageShelf();
        Platform platform = new Platform(credentials, packages);
        return new Backstage(
                vertx,
                new Links(addresses, platform),
                platform,
                credentials,
                packages,
                new BlobStore(),
                new CopyOnWriteArrayList<>(),
                new AtomicLong(),
                new History<>(vertx, "request", KEPT_REQUESTS),
                new History<>(vertx, "status report", KEPT_STATUSES),
                new History<>(vertx, "event", KEPT_EVENTS),
                new History<>(vertx, "archive of logs", KEPT_LOGS));
    }

    Site site(Server server) {
        return switch (server) {
            case WIRE -> new WireSite(vertx, platform, links, credentials, telemetry);
            case HOST_PLUGIN -> new HostPluginSite(platform, links, storage(), logs);
            case BLOB -> storage();
            case IMDS -> new ImdsSite(platform);
        };
    }

    FaultyServer server(Server server, Dressing dressing) {
        return new FaultyServer(
                vertx,
                server,
                dressing.dress(server, site(server), links.addresses()),
                faults,
                requestNumbers,
                requests);
    }

    private BlobSite storage() {
        return new BlobSite(platform, links, packages, blobs, statuses);
    }
}
