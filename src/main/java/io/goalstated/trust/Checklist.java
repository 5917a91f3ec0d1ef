package io.goalstated.trust;

import io.goalstated.trust.SignatureFinding.Reason;
import io.goalstated.trust.Verdict.ChainLink;
import io.goalstated.trust.Verdict.Check;
import io.goalstated.trust.Verdict.Result;
import io.goalstated.trust.Verdict.Step;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects what a verification sees and makes the {@link Verdict} of it. Checks never reached count as skipped. */
final class Checklist {
    private final Map<Check, Step> steps = new EnumMap<>(Check.class);
    private final List<SignatureFinding> findings = new ArrayList<>();
    private Optional<String> signer = Optional.empty();
    private Optional<Instant> signedAt = Optional.empty();
    private List<ChainLink> signerChain = List.of();
    private List<ChainLink> stampChain = List.of();
    private Optional<String> packageSha256 = Optional.empty();
    private Optional<String> signatureSha256 = Optional.empty();

    void pass(Check check, String detail) {
        steps.putIfAbsent(check, new Step(check, Result.OK, detail));
    }

    /** A check that failed once stays failed. */
    void fail(Check check, Reason reason, String detail) {
        findings.add(new SignatureFinding(reason, detail));
        steps.merge(
                check,
                new Step(check, Result.FAILED, detail),
                (before, now) -> before.result() == Result.FAILED
                        ? new Step(check, Result.FAILED, before.detail() + "; " + now.detail())
                        : now);
    }

    void skip(Check check, String why) {
        steps.putIfAbsent(check, new Step(check, Result.SKIPPED, why));
    }

    void signature(String sha256) {
        signatureSha256 = Optional.of(sha256);
    }

    void content(String sha256) {
        packageSha256 = Optional.of(sha256);
    }

    void signer(X509Certificate certificate) {
        signer = Optional.of(Printable.of(X509.subject(certificate)));
    }

    void signerChain(List<X509Certificate> certificates) {
        signerChain = links(certificates);
    }

    void stamp(Instant time, List<X509Certificate> certificates) {
        signedAt = Optional.of(time);
        stampChain = links(certificates);
    }

    private static List<ChainLink> links(List<X509Certificate> certificates) {
        List<ChainLink> links = new ArrayList<>();
        for (X509Certificate certificate : certificates) {
            links.add(new ChainLink(
                    X509.subject(certificate),
                    X509.sha256(certificate),
                    certificate.getNotBefore().toInstant(),
                    certificate.getNotAfter().toInstant()));
        }
        return links;
    }

    Verdict verdict() {
        for (Check check : Check.values()) {
            skip(check, check == Check.BINDING ? "not compared yet" : "not reached");
        }
        return new Verdict(
                List.copyOf(steps.values()),
                findings,
                signer,
                signedAt,
                signerChain,
                stampChain,
                packageSha256,
                signatureSha256);
    }
}
