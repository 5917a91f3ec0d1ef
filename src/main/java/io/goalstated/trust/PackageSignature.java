package io.goalstated.trust;

import io.goalstated.trust.SignatureFinding.Reason;
import io.goalstated.trust.SignatureReading.Rejected;
import io.goalstated.trust.Verdict.Check;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Verifies signatures of extension packages: spec 04 §10.4, steps 1 to 9 and 11. It finds facts and decides nothing, does
 * not use the network, holds no state and may be called from several threads. Bouncy Castle is loaded by the first
 * verification.
 */
public final class PackageSignature {
    /** Characters of base64; real ones have some 14 000. */
    public static final int MAX_TEXT = 64 << 10;

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
        SignatureReading reading = reading(encodedSignature);
        if (encodedSignature.length() <= MAX_TEXT) {
            list.signature(fingerprint(encodedSignature));
        }
        if (reading instanceof SignedPackage signed) {
            describe(list, signed);
            Map<String, byte[]> digests =
                    content.of(Set.copyOf(List.of(SHA_256, signed.digest().javaName())));
            attempt(list, () -> judge(list, signed, digests, new SignerChecks(anchors, revocations, rule, now, now)));
        } else if (reading instanceof Rejected rejected) {
            list.fail(rejected.check(), rejected.reason(), rejected.detail());
        }
        return list.verdict();
    }

    /**
     * Judges anew, by the anchors, revocations and rules of today, a signature over bytes that were found to be the
     * signed ones earlier. The package itself is not needed for that.
     *
     * @param earlier the verdict on this very signature; where it does not say that the bytes are the signed ones, it
     *     stands
     * @param earlierAt when it was given: certificates without a time stamp that were valid then have not become worse by
     *     expiring since
     */
    public Verdict verifyAgain(
            Verdict earlier, String encodedSignature, SignerRule rule, Instant earlierAt, Instant now) {
        Optional<SignedPackage> signed =
                earlier.provesTheBytes() ? signedPackage(encodedSignature) : Optional.<SignedPackage>empty();
        if (signed.isEmpty()) {
            return earlier;
        }
        Checklist list = new Checklist();
        list.signature(fingerprint(encodedSignature));
        earlier.packageSha256().ifPresent(list::content);
        describe(list, signed.get());
        list.pass(Check.INTEGRITY, "found earlier, " + earlierAt);
        Instant untimed = earlier.found(Reason.NO_TRUSTED_TIME) ? now : earlierAt;
        SignerChecks checks = new SignerChecks(anchors, revocations, rule, untimed, now);
        attempt(list, () -> {
            checks.check(list, signed.get(), earlier.packageSha256());
            return true;
        });
        return list.verdict().boundLike(earlier);
    }

    /**
     * What a signature says of its maker, of a package that is not at hand and of which nothing is recorded: the bytes
     * are not among what is judged, and the verdict is none on them.
     */
    public Verdict verifyMaker(String encodedSignature, SignerRule rule, Instant now) {
        Checklist list = new Checklist();
        signedPackage(encodedSignature).ifPresent(signed -> {
            list.signer(signed.signer());
            SignerChecks checks = new SignerChecks(anchors, revocations, rule, now, now);
            attempt(list, () -> {
                checks.check(list, signed, Optional.empty());
                return true;
            });
        });
        return list.verdict();
    }

    private static Optional<SignedPackage> signedPackage(String encodedSignature) {
        return reading(encodedSignature) instanceof SignedPackage signed ? Optional.of(signed) : Optional.empty();
    }

    private static SignatureReading reading(String encodedSignature) {
        if (encodedSignature.length() > MAX_TEXT) {
            return new Rejected(
                    Check.DECODE, Reason.DECODE, "the signature is longer than " + MAX_TEXT + " characters");
        }
        return Pem.base64(encodedSignature)
                .map(SignedPackage::parse)
                .orElseGet(() -> new Rejected(Check.DECODE, Reason.DECODE, "the signature is not base64 text"));
    }

    private static void attempt(Checklist list, Callable<Boolean> checks) {
        Attempt<Boolean> judged = Attempt.at(checks);
        if (judged.value().isEmpty()) {
            list.fail(
                    Check.STRUCTURE,
                    Reason.STRUCTURE,
                    "the signature is malformed: it cannot be understood (" + judged.fault() + ")");
        }
    }

    private static void describe(Checklist list, SignedPackage signed) {
        list.pass(Check.DECODE, signed.length() + " bytes of DER");
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
    private static boolean judge(Checklist list, SignedPackage signed, Map<String, byte[]> digests, SignerChecks checks)
            throws Exception {
        Optional<String> sha256 = Optional.ofNullable(digests.get(SHA_256)).map(Thumbprint::hex);
        sha256.ifPresent(list::content);
        if (!isIntact(list, signed, digests)) {
            return false;
        }
        checks.check(list, signed, sha256);
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
}
