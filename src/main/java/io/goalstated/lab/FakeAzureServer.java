package io.goalstated.lab;

import io.goalstated.platform.Disk;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A {@link FakeAzure} that runs until it is stopped, for agents started by hand: what {@code goalstated fake-azure} does. */
public final class FakeAzureServer {
    /** Offered of each sample, so that there is something to upgrade to. */
    private static final List<String> VERSIONS = List.of("1.0.0", "1.1.0");

    private final FakeAzure azure;

    /**
     * @param samples a directory whose sub-directories with a handler manifest are put on offer
     * @param anchors where to write the roots of the lab's package signatures
     * @param tape what is answered is written down
     */
    public record Options(Addresses addresses, Optional<Path> samples, Optional<Path> anchors, Optional<Tape> tape) {
        /** Free ports, an admin API, nothing on offer. */
        public static final Options PLAIN = new Options(
                Addresses.EPHEMERAL.withAdmin(Address.ANY), Optional.empty(), Optional.empty(), Optional.empty());

        public Options withSamples(Path directory) {
            return new Options(addresses, Optional.of(directory), anchors, tape);
        }

        public Options withAnchors(Path directory) {
            return new Options(addresses, samples, Optional.of(directory), tape);
        }
    }

    /**
     * @param directory for a new recording
     * @param upstream the platform that answers, instead of the lab itself
     */
    public record Tape(Path directory, Optional<Upstream> upstream) {}

    private FakeAzureServer(FakeAzure azure) {
        this.azure = azure;
    }

    /**
     * Starts and describes itself: where it listens, what it offers, and the lines of {@code waagent.conf} that lead an
     * agent here. Fails, with nothing left running, when an address is taken or a sample is broken.
     *
     * @param out takes the lines of the description
     */
    public static Future<FakeAzureServer> start(Vertx vertx, Options options, Consumer<String> out) {
        return options.tape()
                .map(record -> FakeAzure.record(vertx, options.addresses(), record.directory(), record.upstream()))
                .orElseGet(() -> FakeAzure.start(vertx, options.addresses()))
                .compose(azure -> vertx.executeBlocking(() -> {
                            prepare(azure, options);
                            return new FakeAzureServer(azure);
                        })
                        .onSuccess(server -> server.describe(options).forEach(out))
                        .recover(failure -> azure.close().transform(closed -> Future.failedFuture(failure))));
    }

    public FakeAzure azure() {
        return azure;
    }

    public Future<Void> close() {
        return azure.close();
    }

    private static void prepare(FakeAzure azure, Options options) throws IOException {
        if (options.samples().isPresent()) {
            offerSamples(azure, options.samples().get());
        }
        if (options.anchors().isPresent()) {
            azure.signer().writeAnchors(options.anchors().get());
        }
    }

    private static void offerSamples(FakeAzure azure, Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IOException(directory + " is no directory; name the one that holds the samples");
        }
        for (Path sample : new Disk().list(directory)) {
            if (Files.exists(sample.resolve("HandlerManifest.json"))) {
                for (String version : VERSIONS) {
                    azure.offer(sample, version);
                }
            }
        }
    }

    private List<String> describe(Options options) {
        Addresses at = azure.addresses();
        List<String> lines = new ArrayList<>();
        lines.add("wireserver   " + at.wire());
        lines.add("host plugin  " + at.hostPlugin());
        lines.add("blob store   " + at.blob());
        lines.add("IMDS         " + at.imds());
        at.admin().ifPresent(address -> lines.add("admin API    " + address));
        azure.offers().forEach(offer -> lines.add("offers       " + offer.name() + " " + offer.version()));
        options.tape().ifPresent(record -> {
            lines.add("");
            lines.add("Recording to " + record.directory()
                    + ": settings and signed URLs are in it, keep it to yourself.");
        });
        lines.add("");
        lines.add("# for waagent.conf");
        lines.add("Protocol.WireServer=" + at.wire());
        lines.add("Protocol.HostPlugin=" + at.hostPlugin());
        lines.add("Protocol.Imds=" + at.imds());
        options.anchors().ifPresent(path -> lines.add("Extensions.TrustAnchors=" + path.toAbsolutePath()));
        return lines;
    }
}
