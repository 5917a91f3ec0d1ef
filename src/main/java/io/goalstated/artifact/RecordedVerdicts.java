package io.goalstated.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.VersionNumber;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import io.goalstated.json.SpacedJson;
import io.goalstated.platform.Disk;
import io.goalstated.trust.PackageSignature;
import io.goalstated.trust.SignatureFinding;
import io.goalstated.trust.SignatureFinding.Reason;
import io.goalstated.trust.Verdict;
import io.goalstated.trust.Verdict.Check;
import io.goalstated.trust.Verdict.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was found out about the signatures of packages when they were unpacked (OPS-144): one file per version under
 * {@code <lib>/goalstated/verdicts}. A package is not read again, it is judged anew by the rules of the day. Blocks.
 */
public final class RecordedVerdicts {
    private static final int MAX_BYTES = 64 << 10;

    private final Disk disk;
    private final Path libDirectory;

    public RecordedVerdicts(Disk disk, Path libDirectory) {
        this.disk = disk;
        this.libDirectory = libDirectory;
    }

    /**
     * The verdict on the unpacked package, as far as it still counts.
     *
     * @param encodedSignature of the goal state
     * @return empty when the package was not verified, or when its signature was another one
     */
    public Optional<Verdict> find(HandlerName handler, VersionNumber version, Optional<String> encodedSignature)
            throws IOException {
        return record(handler, version, encodedSignature).map(RecordedVerdict::verdict);
    }

    Optional<RecordedVerdict> record(HandlerName handler, VersionNumber version, Optional<String> encodedSignature)
            throws IOException {
        Optional<String> fingerprint = encodedSignature.map(PackageSignature::fingerprint);
        return disk.readText(file(handler, version), MAX_BYTES)
                .flatMap(RecordedVerdicts::parse)
                .filter(known -> known.verdict().signatureSha256().equals(fingerprint));
    }

    void write(HandlerName handler, VersionNumber version, RecordedVerdict known) throws IOException {
        Path own = libDirectory.resolve("goalstated");
        disk.createDirectory(own, Disk.PRIVATE_DIRECTORY);
        disk.createDirectory(own.resolve("verdicts"), Disk.PRIVATE_DIRECTORY);
        disk.write(file(handler, version), text(known), Disk.PRIVATE);
    }

    /** To be called when the version is removed. */
    public void delete(HandlerName handler, VersionNumber version) throws IOException {
        disk.delete(file(handler, version));
    }

    private Path file(HandlerName handler, VersionNumber version) {
        return libDirectory.resolve("goalstated/verdicts/" + handler + "-" + version + ".json");
    }

    private static String text(RecordedVerdict known) {
        Verdict verdict = known.verdict();
        ObjectNode root = summary(verdict, known.verifiedAt());
        root.put("grounds", known.grounds());
        chain(root.putArray("signerChain"), verdict.signerChain());
        chain(root.putArray("stampChain"), verdict.stampChain());
        root.put("bound", verdict.step(Check.BINDING).result() == Result.OK);
        ArrayNode findings = root.putArray("findings");
        for (SignatureFinding finding : verdict.findings()) {
            findings.addObject().put("reason", finding.reason().name()).put("detail", finding.detail());
        }
        return SpacedJson.write(root);
    }

    /** Certificates that are revoked later are found by these. */
    private static void chain(ArrayNode into, List<Verdict.ChainLink> chain) {
        for (Verdict.ChainLink link : chain) {
            into.addObject()
                    .put("subject", link.subject())
                    .put("sha256", link.sha256())
                    .put("notBefore", link.notBefore().toString())
                    .put("notAfter", link.notAfter().toString());
        }
    }

    private static List<Verdict.ChainLink> chain(JsonNode from) {
        List<Verdict.ChainLink> chain = new ArrayList<>();
        for (JsonNode link : from) {
            chain.add(new Verdict.ChainLink(
                    link.path("subject").asText(),
                    link.path("sha256").asText(),
                    Instant.parse(link.path("notBefore").asText()),
                    Instant.parse(link.path("notAfter").asText())));
        }
        return chain;
    }

    /** What {@code package_validated} holds as well (OPS-138). */
    static ObjectNode summary(Verdict verdict, Instant verifiedAt) {
        ObjectNode root = Json.object();
        root.put("schemaVersion", 1);
        verdict.packageSha256().ifPresent(digest -> root.put("packageSha256", digest));
        verdict.signatureSha256().ifPresent(digest -> root.put("signatureSha256", digest));
        verdict.signer().ifPresent(signer -> root.put("signer", signer));
        verdict.signedAt().ifPresent(time -> root.put("genTime", time.toString()));
        root.put("verifiedAt", verifiedAt.toString());
        return root;
    }

    /**
     * A damaged record counts as none: the package is then shown as not verified. One of an older version lacks the
     * grounds.
     */
    private static Optional<RecordedVerdict> parse(String text) {
        try {
            JsonNode root = Json.parse(text);
            List<SignatureFinding> findings = new ArrayList<>();
            for (JsonNode finding : root.path("findings")) {
                findings.add(new SignatureFinding(
                        Reason.valueOf(finding.path("reason").asText()),
                        finding.path("detail").asText()));
            }
            if (root.path("schemaVersion").asInt() != 1
                    || !root.path("findings").isArray()) {
                return Optional.empty();
            }
            Verdict verdict = new Verdict(
                    List.of(new Verdict.Step(
                            Check.BINDING, root.path("bound").asBoolean() ? Result.OK : Result.SKIPPED, "recorded")),
                    findings,
                    text(root, "signer"),
                    text(root, "genTime").map(Instant::parse),
                    chain(root.path("signerChain")),
                    chain(root.path("stampChain")),
                    text(root, "packageSha256"),
                    text(root, "signatureSha256"));
            Instant verifiedAt = Instant.parse(root.path("verifiedAt").asText());
            return Optional.of(new RecordedVerdict(
                    verdict, verifiedAt, text(root, "grounds").orElse("")));
        } catch (MalformedJson | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonNode root, String member) {
        return Optional.ofNullable(root.path(member).textValue());
    }
}
