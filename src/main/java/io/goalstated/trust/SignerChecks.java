package io.goalstated.trust;

import io.goalstated.trust.CertificatePath.Standing;
import io.goalstated.trust.SignatureFinding.Reason;
import io.goalstated.trust.TimeStamps.Judgement;
import io.goalstated.trust.TimeStamps.Stamp;
import io.goalstated.trust.Verdict.Check;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether whoever made a signature may be relied on, by the rules of one moment: time stamp, certificate path, usage,
 * identity, revocation (spec 04 §10.4, steps 6 to 9 and 11). The package plays no part in it.
 *
 * @param untimed when the certificates must have been valid if no time stamp says when the signature was made
 */
record SignerChecks(TrustAnchors anchors, Revocations revocations, SignerRule rule, Instant untimed, Instant now) {
    private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";

    /** @param packageSha256 of the signed bytes, as far as it is known */
    void check(Checklist list, SignedPackage signed, Optional<String> packageSha256) {
        Optional<Instant> signedAt = time(list, signed);
        List<X509Certificate> concerned = new ArrayList<>(signed.embedded());
        for (X509Certificate certificate : path(list, signed, signedAt)) {
            if (!concerned.contains(certificate)) {
                concerned.add(certificate);
            }
        }
        identity(list, signed);
        revocation(list, concerned, packageSha256, signedAt);
    }

    /** The trusted time of signing, if there is one. */
    private Optional<Instant> time(Checklist list, SignedPackage signed) {
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
    private List<X509Certificate> path(Checklist list, SignedPackage signed, Optional<Instant> signedAt) {
        Instant at = signedAt.orElse(untimed);
        CertificatePath path =
                PathFinder.find(signed.signer(), signed.embedded(), anchors.codeSigning(), CODE_SIGNING, at);
        list.signerChain(path.certificates());
        switch (path.standing()) {
            case TRUSTED, WRONG_USAGE -> list.pass(Check.PATH, "to " + X509.subject(path.top()) + " at " + at);
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

    private void identity(Checklist list, SignedPackage signed) {
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
            Optional<Instant> signedAt) {
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
