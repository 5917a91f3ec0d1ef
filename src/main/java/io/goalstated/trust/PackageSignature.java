package io.goalstated.trust;

import io.goalstated.trust.CertificatePath.Standing;
import io.goalstated.trust.SignatureFinding.Reason;
import io.goalstated.trust.SignatureReading.Rejected;
import io.goalstated.trust.TimeStamps.Judgement;
import io.goalstated.trust.TimeStamps.Stamp;
import io.goalstated.trust.Verdict.Check;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies signatures of extension packages: spec 04 §10.4, steps 1 to 9 and 11. It finds facts and decides nothing, does
 * not use the network, holds no state and may be called from several threads. Bouncy Castle is loaded by the first
 * verification.
 */
public final class PackageSignature {
    /** Characters of base64; real ones have some 14 000. */
    public static final int MAX_TEXT = 64 << 10;

    private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
    private static final String SHA_256 = "SHA-256";

    private final TrustAnchors anchors;
    private final Revocations revocations;

    public PackageSignature(TrustAnchors anchors, Revocations revocations) {
        this.anchors = anchors;
        this.revocations = revocations;
    }

    /**
     * SHA-256 of the signature, upper-case hex: what a recorded verdict is filed under. White space in the text makes no
     * difference.
     */
    public static String fingerprint(String encodedSignature) {
        return Thumbprint.sha256(
                Pem.base64(encodedSignature).orElseGet(() -> encodedSignature.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Judges a signature. Whatever the signature holds, the answer is a verdict, in bounded time.
     *
     * @param content of the very bytes that will be unpacked
     * @param encodedSignature base64 as in the goal state
     * @throws IOException when the package cannot be read
     */
    public Verdict verify(ContentDigests content, String encodedSignature, SignerRule rule, Instant now)
            throws IOException {
        Checklist list = new Checklist();
        if (encodedSignature.length() > MAX_TEXT) {
            list.fail(Check.DECODE, Reason.DECODE, "the signature is longer than " + MAX_TEXT + " characters");
            return list.verdict();
        }
        list.signature(fingerprint(encodedSignature));
        Optional<byte[]> der = Pem.base64(encodedSignature);
        if (der.isEmpty()) {
            list.fail(Check.DECODE, Reason.DECODE, "the signature is not base64 text");
            return list.verdict();
        }
        SignatureReading reading = SignedPackage.parse(der.get());
        if (reading instanceof SignedPackage signed) {
            describe(list, signed, der.get().length);
            Map<String, byte[]> digests =
                    content.of(Set.copyOf(List.of(SHA_256, signed.digest().javaName())));
            Attempt<Boolean> judged = Attempt.at(() -> judge(list, signed, digests, rule, now));
            if (judged.value().isEmpty()) {
                list.fail(
                        Check.STRUCTURE,
                        Reason.STRUCTURE,
                        "the signature is malformed: it cannot be understood (" + judged.fault() + ")");
            }
        } else if (reading instanceof Rejected rejected) {
            list.fail(rejected.check(), rejected.reason(), rejected.detail());
        }
        return list.verdict();
    }

    private static void describe(Checklist list, SignedPackage signed, int length) {
        list.pass(Check.DECODE, length + " bytes of DER");
        list.pass(
                Check.STRUCTURE,
                "detached CMS SignedData, content type " + signed.data().getSignedContentTypeOID());
        list.pass(
                Check.ALGORITHMS,
                signed.digest().javaName() + " with "
                        + signed.signer().getPublicKey().getAlgorithm());
        list.pass(Check.SIGNER, X509.subject(signed.signer()));
        list.signer(signed.signer());
    }

    /** The checks after reading; true when the integrity was proved and all others were made. */
    private boolean judge(
            Checklist list, SignedPackage signed, Map<String, byte[]> digests, SignerRule rule, Instant now)
            throws Exception {
        Optional<String> sha256 = Optional.ofNullable(digests.get(SHA_256)).map(Thumbprint::hex);
        sha256.ifPresent(list::content);
        if (!isIntact(list, signed, digests)) {
            return false;
        }
        Optional<Instant> signedAt = time(list, signed, now);
        List<X509Certificate> concerned = new ArrayList<>(signed.embedded());
        for (X509Certificate certificate : path(list, signed, signedAt, now)) {
            if (!concerned.contains(certificate)) {
                concerned.add(certificate);
            }
        }
        identity(list, signed, rule);
        revocation(list, concerned, sha256, signedAt, now);
        return true;
    }

    private static boolean isIntact(Checklist list, SignedPackage signed, Map<String, byte[]> digests)
            throws Exception {
        byte[] content = digests.getOrDefault(signed.digest().javaName(), new byte[0]);
        if (!Thumbprint.hex(content).equals(signed.messageDigest())) {
            list.fail(
                    Check.INTEGRITY,
                    Reason.DIGEST_MISMATCH,
                    "the package is not the one that was signed: its "
                            + signed.digest().javaName() + " differs");
            return false;
        }
        if (!signed.isSignatureOver(content)) {
            list.fail(
                    Check.INTEGRITY,
                    Reason.BAD_SIGNATURE,
                    "the signature was not made with the key of " + X509.subject(signed.signer()));
            return false;
        }
        list.pass(Check.INTEGRITY, signed.digest().javaName() + " and signature match");
        return true;
    }

    /** The trusted time of signing, if there is one. */
    private Optional<Instant> time(Checklist list, SignedPackage signed, Instant now) {
        Judgement judgement = new TimeStamps(anchors.timeStamping(), revocations, now).judge(signed.information());
        if (judgement.earliest().isPresent()) {
            Stamp stamp = judgement.earliest().get();
            list.stamp(stamp.time(), stamp.chain());
            list.pass(
                    Check.TIME_STAMP,
                    stamp.time() + " by " + X509.subject(stamp.chain().get(0)));
        } else if (judgement.objections().isEmpty()) {
            list.skip(Check.TIME_STAMP, "there is none: the certificates must be valid now");
        } else {
            list.fail(
                    Check.TIME_STAMP,
                    Reason.TSA_UNTRUSTED,
                    "the time stamp does not hold: " + String.join("; ", judgement.objections()));
        }
        return judgement.earliest().map(Stamp::time);
    }

    /** The certificates from the signer upwards. */
    private List<X509Certificate> path(Checklist list, SignedPackage signed, Optional<Instant> signedAt, Instant now) {
        CertificatePath path = PathFinder.find(
                signed.signer(), signed.embedded(), anchors.codeSigning(), CODE_SIGNING, signedAt.orElse(now));
        list.signerChain(path.certificates());
        switch (path.standing()) {
            case TRUSTED, WRONG_USAGE ->
                list.pass(Check.PATH, "to " + X509.subject(path.top()) + " at " + signedAt.orElse(now));
            case EXPIRED ->
                list.fail(
                        Check.PATH,
                        signedAt.isPresent() ? Reason.EXPIRED_AT_SIGNING : Reason.NO_TRUSTED_TIME,
                        path.problem());
            case WEAK -> list.fail(Check.PATH, Reason.WEAK_ALGORITHM, path.problem());
            case BROKEN, UNANCHORED -> list.fail(Check.PATH, Reason.CHAIN_UNTRUSTED, path.problem());
        }
        usage(list, signed.signer(), path);
        return path.certificates();
    }

    private static void usage(Checklist list, X509Certificate signer, CertificatePath path) {
        boolean[] keyUsage = signer.getKeyUsage();
        if (!X509.extendedUsages(signer).contains(CODE_SIGNING)) {
            list.fail(Check.USAGE, Reason.EKU, "the signer's certificate is not one for signing code");
        } else if (keyUsage != null && !keyUsage[0]) {
            list.fail(Check.USAGE, Reason.EKU, "the signer's key may not make digital signatures");
        } else if (path.standing() == Standing.WRONG_USAGE) {
            list.fail(Check.USAGE, Reason.EKU, path.problem());
        } else {
            list.pass(Check.USAGE, "signing code");
        }
    }

    private static void identity(Checklist list, SignedPackage signed, SignerRule rule) {
        Optional<String> objection = rule.objection(signed.signer());
        if (objection.isPresent()) {
            list.fail(
                    Check.IDENTITY, Reason.SIGNER_NOT_ALLOWED, objection.get() + ": " + X509.subject(signed.signer()));
        } else {
            list.pass(Check.IDENTITY, rule.equals(SignerRule.ANYBODY) ? "anybody may sign" : "allowed");
        }
    }

    private void revocation(
            Checklist list,
            List<X509Certificate> concerned,
            Optional<String> packageSha256,
            Optional<Instant> signedAt,
            Instant now) {
        Optional<String> objection = packageSha256
                .filter(revocations::denies)
                .map(digest -> "the package is on the deny list")
                .or(() -> revocations.objection(concerned, signedAt, now));
        if (objection.isPresent()) {
            list.fail(Check.REVOCATION, Reason.REVOKED, objection.get());
        } else {
            list.pass(
                    Check.REVOCATION,
                    "nothing known against package and certificates, "
                            + revocations.lists().size() + " revocation lists");
        }
    }
}
