package io.goalstated.artifact;

import static io.goalstated.artifact.ZipBytes.zip;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.event.AgentEvent;
import io.goalstated.event.Events;
import io.goalstated.event.Metric;
import io.goalstated.extension.HandlerLayout;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.VersionNumber;
import io.goalstated.platform.DirectOffload;
import io.goalstated.platform.Disk;
import io.goalstated.trust.PackageSignature;
import io.goalstated.trust.SignatureFinding;
import io.goalstated.trust.SignatureFinding.Reason;
import io.goalstated.trust.SignatureMode;
import io.goalstated.trust.Verdict;
import io.goalstated.wire.ArtifactChannels;
import io.goalstated.wire.HttpAnswer;
import io.goalstated.wire.InMemoryHttp;
import io.goalstated.wire.Platform;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Storage in memory, a library directory on a real disk, and a verifier for which a signature is the package's SHA-256,
 * followed by whatever it is to find besides.
 */
final class ArtifactBench {
    static final HandlerName HANDLER = new HandlerName("Example.Probe");
    static final VersionNumber VERSION = new VersionNumber("1.2.3");
    static final String MANIFEST = """
            [{"handlerManifest": {"installCommand": "bin/run.sh install"},
              "signingInfo": {"publisher": "example", "type": "PROBE", "version": "1.2.3"}}]
            """;
    static final Instant NOW = Instant.parse("2031-05-04T10:00:00Z");

    final Platform platform = new Platform();
    final InMemoryHttp http = platform.http;
    final ManifestLocations locations = new ManifestLocations();
    final Path lib;
    final Path logs;
    final HandlerLayout layout;
    final List<AgentEvent> told = new ArrayList<>();
    Instant now = NOW;
    Disk disk = new Disk();
    SignatureMode mode = SignatureMode.INTEGRITY;
    PackageVerifier verifier = (handler, content, signature) -> verdict(content.of(Set.of("SHA-256")), signature);

    ArtifactBench(Path directory) {
        lib = directory.resolve("lib");
        logs = directory.resolve("logs");
        layout = new HandlerLayout(lib, logs, HANDLER, VERSION);
    }

    private final Events events = new Events() {
        @Override
        public void tell(AgentEvent event) {
            told.add(event);
        }

        @Override
        public void measured(Metric metric) {}
    };

    ArtifactChannels channels() {
        return new ArtifactChannels(http, platform.hostPlugin, platform.timers, () -> 0.5, () -> 1L << 30, Events.NONE);
    }

    PackageFetcher fetcher() {
        PackageIntake intake = new PackageIntake(disk, lib, logs, verifier, () -> mode, () -> now, events);
        return new PackageFetcher(channels(), locations, intake, new DirectOffload(), new InOrder());
    }

    PackageOutcome acquire(String... uris) {
        return acquire(request(uris));
    }

    PackageOutcome acquireSigned(String signature, String... uris) {
        return acquire(new PackageRequest(HANDLER, VERSION, List.of(uris), Optional.of(signature), false, false));
    }

    PackageOutcome acquire(PackageRequest request) {
        Future<PackageOutcome> outcome = fetcher().acquire(request);
        platform.timers.advance(Duration.ofMinutes(20));
        assertThat(outcome.isComplete()).isTrue();
        return outcome.result();
    }

    static PackageRequest request(String... uris) {
        return new PackageRequest(HANDLER, VERSION, List.of(uris), Optional.empty(), false, false);
    }

    void serve(String uri, byte[] body) {
        http.on("GET " + uri, call -> answer(body));
    }

    static Future<HttpAnswer> answer(byte[] body) {
        return Future.succeededFuture(new HttpAnswer(200, "OK", Map.of(), Buffer.buffer(body)));
    }

    static byte[] goodZip() {
        return zip().file("bin/run.sh", "#!/bin/sh\n")
                .file("HandlerManifest.json", MANIFEST)
                .bytes();
    }

    static String signatureOf(byte[] content, Reason... besides) throws Exception {
        StringBuilder text =
                new StringBuilder(hex(MessageDigest.getInstance("SHA-256").digest(content)));
        for (Reason reason : besides) {
            text.append(' ').append(reason);
        }
        return text.toString();
    }

    private static Verdict verdict(Map<String, byte[]> digests, String signature) {
        String[] parts = signature.split(" ", -1);
        String digest = hex(digests.getOrDefault("SHA-256", new byte[0]));
        List<SignatureFinding> findings = new ArrayList<>();
        if (!parts[0].equals(digest)) {
            findings.add(new SignatureFinding(Reason.DIGEST_MISMATCH, "another package"));
        }
        for (int i = 1; i < parts.length; i++) {
            findings.add(new SignatureFinding(Reason.valueOf(parts[i]), "as the test wants"));
        }
        return new Verdict(
                List.of(),
                findings,
                Optional.of("CN=Signer"),
                Optional.of(Instant.parse("2030-01-01T00:00:00Z")),
                List.of(),
                List.of(),
                Optional.of(digest),
                Optional.of(PackageSignature.fingerprint(signature)));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }

    /** The requests for artifacts so far. */
    List<String> downloads() {
        return http.takeRequests().stream()
                .filter(request -> !request.contains("WS") && !request.contains("/versions"))
                .toList();
    }

    void existingZip(byte[] content) throws IOException {
        Files.createDirectories(lib);
        Files.write(layout.packageFile(), content);
    }

    void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    void assertNothingLeft() throws IOException {
        assertThat(layout.base()).doesNotExist();
        assertNoRemains();
    }

    void assertNoRemains() throws IOException {
        assertThat(layout.packageFile()).doesNotExist();
        assertThat(filesIn(lib.resolve("goalstated/staging"))).isEmpty();
    }

    static List<Path> filesIn(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    /** Shuffles nothing. */
    static final class InOrder extends Random {
        private static final long serialVersionUID = 1L;

        @Override
        public int nextInt(int bound) {
            return bound - 1;
        }
    }
}
