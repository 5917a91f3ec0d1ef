package io.goalstated.lab;

import io.goalstated.lab.issue.LabAuthority;
import io.goalstated.lab.issue.TenantCertificate;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An Azure platform for one VM, on this machine. Offer packages, publish goals, and see what the agent under test asks
 * and reports:
 *
 * <pre>{@code
 * FakeAzure azure = await(FakeAzure.start(vertx));
 * azure.offer(Path.of("extension-samples/shell-hello"), "1.0.0");
 * azure.publish(Goal.of(WantedHandler.of("Contoso.Samples.Hello", "1.0.0"))).viaFastTrack();
 * await(azure.awaitStatus(report -> report.handlerStatus("Contoso.Samples.Hello").equals("Ready")));
 * }</pre>
 *
 * <p>Any thread may call any method. Those that need a key for the first time block for some tenths of a second.
 */
public final class FakeAzure {
    /** As long as anything in a test should take. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Backstage stage;
    private final List<LabServer> servers;

    /** @param servers wireserver, host plugin, blob store, metadata, and the admin API if there is one */
    FakeAzure(Backstage stage, List<LabServer> servers) {
        this.stage = stage;
        this.servers = List.copyOf(servers);
    }

    /** On free ports of the loopback interface. */
    public static Future<FakeAzure> start(Vertx vertx) {
        return start(vertx, Addresses.EPHEMERAL);
    }

    /** Fails, with nothing left open, when one of the addresses cannot be listened on. */
    public static Future<FakeAzure> start(Vertx vertx, Addresses wanted) {
        return new Opening(vertx, Dressing.NONE).open(wanted);
    }

    /**
     * Writes down everything that it answers, or what the platform behind it answers; agents see this one's addresses
     * in both cases.
     *
     * @param directory for a new recording; holds secrets, so that it is for its owner only
     */
    public static Future<FakeAzure> record(Vertx vertx, Addresses wanted, Path directory, Optional<Upstream> upstream) {
        return vertx.executeBlocking(() -> Recorder.begin(vertx, directory)).compose(recorder -> {
            HttpClientAgent client = vertx.createHttpClient();
            return new Opening(vertx, (server, own, lab) -> {
                        Directory names = new Directory(lab, upstream);
                        Site behind = upstream.<Site>map(platform -> new UpstreamSite(client, server, platform, names))
                                .orElse(own);
                        return new RecordingSite(server, behind, recorder, names);
                    })
                    .open(wanted);
        });
    }

    /** Answers as a recorded platform did, at the same pace; takes reports itself. */
    public static Future<FakeAzure> replay(Vertx vertx, Addresses wanted, Recording recording) {
        Cell<Long> began = new Cell<>(0L);
        return new Opening(
                        vertx,
                        (server, own, lab) ->
                                new ReplayingSite(server, own, recording, new Directory(lab, Optional.empty()), began))
                .open(wanted)
                .onSuccess(azure -> azure.turn(Switch.STRICT_CONTAINER, false));
    }

    /** Where the servers really listen. */
    public Addresses addresses() {
        return stage.links().addresses();
    }

    /** Makes a package of a handler's directory and puts it on offer. */
    public ExtensionPackage offer(Path sampleDirectory, String version) throws IOException {
        ExtensionPackage made = new PackageMaker().make(sampleDirectory, version);
        offer(made);
        return made;
    }

    /** Puts a package on offer, in the place of one with its name and version. */
    public void offer(ExtensionPackage offered) {
        stage.packages().put(offered, true);
    }

    /** Offers a package that no manifest lists. */
    public void hide(ExtensionPackage offered) {
        stage.packages().put(offered, false);
    }

    public void withdraw(String name, String version) {
        stage.packages().remove(name, version);
    }

    public List<ExtensionPackage> offers() {
        return stage.packages().all();
    }

    /** Prepares a goal; it goes out when a channel is chosen. */
    public Publication publish(Goal goal) {
        return new Publication(stage.platform(), goal, stage.platform().now());
    }

    /** Sets the Fabric channel's number, as when a VM resumes elsewhere and counts from 1 again. */
    public void setIncarnation(int number) {
        stage.platform().setIncarnation(number);
    }

    /** Gives the VM a new container and role config, as when it moves to another host. Old headers get 410. */
    public void changeContainer() {
        stage.platform().move();
    }

    public String containerId() {
        return stage.platform().identity().containerId();
    }

    /** The role config name, {@code x-ms-host-config-name}. */
    public String configName() {
        return stage.platform().identity().configName();
    }

    /** The number under which the Fabric channel's goal is seen. */
    public int incarnation() {
        return stage.platform().goals().incarnation();
    }

    /** The ETag under which vmSettings are seen. */
    public String etag() {
        return Long.toString(stage.platform().goals().etag());
    }

    public TenantCertificate tenantCertificate() {
        return stage.credentials().tenant();
    }

    /** How far the platform's clock is ahead of this machine's. */
    public Duration clockSkew() {
        return stage.platform().clockSkew();
    }

    /**
     * Sets the platform's clock ahead of this machine's, or behind it: it dates goals and new certificates. A goal that is
     * older than the one before it is not heeded by agents (spec 01 §8.1).
     */
    public void setClockSkew(Duration skew) {
        stage.platform().setClockSkew(skew);
    }

    /** A new tenant certificate; publish a goal to make agents look for it. */
    public void rotateCertificate() {
        stage.credentials().rotate(stage.platform().now());
    }

    /** Who signs the packages of {@link WantedHandler#signed()}. */
    public LabAuthority signer() {
        return stage.credentials().authority();
    }

    public boolean is(Switch which) {
        return stage.platform().is(which);
    }

    public void turn(Switch which, boolean on) {
        stage.platform().turn(which, on);
    }

    /** {@code BlockBlob}, {@code PageBlob}, or something that no agent knows. */
    public void setStatusBlobType(String type) {
        stage.platform().setStatusBlobType(type);
    }

    /** Agents use vmSettings from 1.0.8.133 on (spec 01 §6.5). */
    public void setHostPluginVersion(String version) {
        stage.platform().setHostPluginVersion(version);
    }

    /** Accounts asked for just in time; seen with the next incarnation. */
    public void setRemoteUsers(List<RemoteUser> users) {
        stage.platform().setRemoteUsers(users);
    }

    /** What the metadata service says that this VM was ordered as. */
    public void setProfile(VmProfile profile) {
        stage.platform().setProfile(profile);
    }

    /** Answers with this text in the document's place, whatever it is. */
    public void replace(Document document, String text) {
        stage.platform().replace(document, text);
    }

    /** Answers with the true document again. */
    public void restore(Document document) {
        stage.platform().restore(document);
    }

    /** @param pathRegex found anywhere in path and query */
    public Fault fault(Server server, String pathRegex, FaultAction action, int times) {
        return fault(Fault.on(server, pathRegex, action, times));
    }

    /** Every request that matches is mistreated from now on, until the fault is used up or cleared. */
    public Fault fault(Fault fault) {
        stage.faults().add(fault);
        return fault;
    }

    public void clearFaults() {
        stage.faults().clear();
    }

    public List<Fault> faults() {
        return List.copyOf(stage.faults());
    }

    /** That server is down: its connections end, and new ones are refused, until it is told to {@link #accept}. */
    public Future<Void> refuse(Server server) {
        return listener(server).refuse();
    }

    /** That server listens again, where it did before. Fails when somebody else took its port meanwhile. */
    public Future<Void> accept(Server server) {
        return listener(server).accept();
    }

    private LabServer listener(Server server) {
        return servers.get(
                switch (server) {
                    case WIRE -> 0;
                    case HOST_PLUGIN -> 1;
                    case BLOB -> 2;
                    case IMDS -> 3;
                });
    }

    public BlobStore blobs() {
        return stage.blobs();
    }

    /** Everything that the four servers were asked. */
    public History<RecordedRequest> requests() {
        return stage.requests();
    }

    /** The requests to one server whose path and query contain that text. */
    public List<RecordedRequest> requests(Server server, String part) {
        return requests()
                .matching(
                        request -> request.server() == server && request.path().contains(part));
    }

    /** Every status blob that was uploaded. */
    public History<StatusReport> statuses() {
        return stage.statuses();
    }

    /** Every event that agents sent. */
    public History<TelemetryRecord> telemetry() {
        return stage.telemetry();
    }

    /** The last archives of logs that were uploaded. */
    public History<LogUpload> logs() {
        return stage.logs();
    }

    /** The first such archive, past or to come; fails after 90 s. */
    public Future<LogUpload> awaitLog(Predicate<? super LogUpload> condition) {
        return logs().awaitAny(condition, PATIENCE);
    }

    /** The first such event, past or to come; fails after 90 s. */
    public Future<TelemetryRecord> awaitEvent(Predicate<? super TelemetryRecord> condition) {
        return telemetry().awaitAny(condition, PATIENCE);
    }

    /** The newest status blob if it satisfies the condition, else the next that does; fails after 90 s. */
    public Future<StatusReport> awaitStatus(Predicate<? super StatusReport> condition) {
        return awaitStatus(condition, PATIENCE);
    }

    public Future<StatusReport> awaitStatus(Predicate<? super StatusReport> condition, Duration patience) {
        return statuses().awaitLatest(condition, patience);
    }

    /** The first such request, past or to come; fails after 90 s. */
    public Future<RecordedRequest> awaitRequest(Predicate<? super RecordedRequest> condition) {
        return requests().awaitAny(condition, PATIENCE);
    }

    /** Stops listening and closes every connection. */
    public Future<Void> close() {
        List<LabServer> reversed = new ArrayList<>(servers);
        Collections.reverse(reversed);
        return Future.join(reversed.stream().map(LabServer::close).toList()).mapEmpty();
    }
}
