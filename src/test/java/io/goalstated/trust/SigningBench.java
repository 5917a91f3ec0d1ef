package io.goalstated.trust;

import io.goalstated.trust.SignatureFinding.Reason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A small world of authorities, signers and a package, made once per test class, and short ways to judge in it. */
final class SigningBench {
    static final byte[] PACKAGE = "the bytes of a zip".getBytes(StandardCharsets.UTF_8);
    /** Most tests' signer has expired by now, and was valid then. */
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    static final Instant THEN = Instant.parse("2025-03-31T22:01:12Z");

    final Issued root = CertificateDraft.authority("CN=Root").selfSigned();
    final Issued intermediate = CertificateDraft.authority("CN=Intermediate").issuedBy(root);
    final Issued expiredSigner = signer().valid("2024-09-12", "2025-09-11").issuedBy(intermediate);
    final Issued validSigner = signer().issuedBy(intermediate);
    final Issued timeRoot = CertificateDraft.authority("CN=Time Root").selfSigned();
    final Issued stamper = CertificateDraft.timeStamper("CN=Stamper").issuedBy(timeRoot);

    SigningBench() throws Exception {}

    static CertificateDraft signer() throws Exception {
        return CertificateDraft.codeSigner("CN=Signer,O=Contoso");
    }

    /** A signature by the signer who is valid now. */
    PackageSigner signed() {
        return PackageSigner.by(validSigner).embedding(validSigner, intermediate);
    }

    /** A signature by the signer who has expired. */
    PackageSigner expired() {
        return PackageSigner.by(expiredSigner).embedding(expiredSigner, intermediate);
    }

    /** The usual: expired by now, stamped when it was not. */
    PackageSigner stamped() {
        return expired().stamped(stamper, THEN, timeRoot);
    }

    /** Of a signer issued by the intermediate. */
    PackageSigner signedBy(Issued signer) {
        return PackageSigner.by(signer).embedding(signer, intermediate);
    }

    TrustAnchors anchors(Issued... code) throws Exception {
        List<X509Certificate> roots = new ArrayList<>();
        for (Issued each : code) {
            roots.add(each.certificate());
        }
        return new TrustAnchors(roots, List.of(timeRoot.certificate()), List.of());
    }

    Verdict verify(PackageSigner signer) throws Exception {
        return verify(signer.sign(PACKAGE));
    }

    Verdict verify(String signature) throws Exception {
        return verify(signature, anchors(root), Revocations.of(DenyList.EMPTY), SignerRule.ANYBODY);
    }

    Verdict verify(String signature, TrustAnchors anchors, Revocations revocations, SignerRule rule) throws Exception {
        return new PackageSignature(anchors, revocations).verify(digests(), signature, rule, NOW);
    }

    List<Reason> reasons(PackageSigner signer) throws Exception {
        return reasonsOf(verify(signer));
    }

    List<Reason> reasons(PackageSigner signer, TrustAnchors anchors) throws Exception {
        return reasonsOf(verify(signer.sign(PACKAGE), anchors, Revocations.of(DenyList.EMPTY), SignerRule.ANYBODY));
    }

    List<Reason> reasons(PackageSigner signer, SignerRule rule) throws Exception {
        return reasonsOf(verify(signer.sign(PACKAGE), anchors(root), Revocations.of(DenyList.EMPTY), rule));
    }

    List<Reason> reasons(PackageSigner signer, Revocations revocations) throws Exception {
        return reasonsOf(verify(signer.sign(PACKAGE), anchors(root), revocations, SignerRule.ANYBODY));
    }

    static List<Reason> reasonsOf(Verdict verdict) {
        List<Reason> reasons = new ArrayList<>();
        verdict.findings().forEach(finding -> reasons.add(finding.reason()));
        return reasons;
    }

    static ContentDigests digests() {
        return algorithms -> {
            Map<String, byte[]> results = new HashMap<>();
            for (String algorithm : algorithms) {
                results.put(algorithm, digest(algorithm));
            }
            return results;
        };
    }

    private static byte[] digest(String algorithm) {
        return Attempt.at(() -> MessageDigest.getInstance(algorithm).digest(PACKAGE))
                .value()
                .orElseThrow();
    }
}
