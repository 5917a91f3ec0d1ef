package io.goalstated.trust;

import io.goalstated.trust.SignatureFinding.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything that verifying a package's signature brought to light. It decides nothing: {@link SignatureDecision} does.
 *
 * @param steps one per {@link Check}, in order
 * @param findings what is not as it should be, gravest class first as found; empty when every check passed
 * @param signer subject of the signing certificate, once it is known
 * @param signedAt the trusted time stamp's time
 * @param signerChain signing certificate first, anchor last; incomplete when no anchor was reached
 * @param stampChain of the time stamp that counts
 * @param packageSha256 upper-case hex, when the package was read
 * @param signatureSha256 see {@link PackageSignature#fingerprint}; empty when unsigned
 */
public record Verdict(
        List<Step> steps,
        List<SignatureFinding> findings,
        Optional<String> signer,
        Optional<Instant> signedAt,
        List<ChainLink> signerChain,
        List<ChainLink> stampChain,
        Optional<String> packageSha256,
        Optional<String> signatureSha256) {
    public Verdict {
        steps = List.copyOf(steps);
        findings = List.copyOf(findings);
        signerChain = List.copyOf(signerChain);
        stampChain = List.copyOf(stampChain);
    }

    /** What is checked, in order (spec 04 §10.4). */
    public enum Check {
        DECODE("decode"),
        STRUCTURE("structure"),
        ALGORITHMS("algorithms"),
        SIGNER("signer certificate"),
        INTEGRITY("integrity"),
        TIME_STAMP("time stamp"),
        PATH("certificate path"),
        USAGE("key usage"),
        IDENTITY("signer identity"),
        REVOCATION("revocation"),
        BINDING("binding");

        private final String title;

        Check(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    /** How a check ended. */
    public enum Result {
        OK,
        FAILED,
        SKIPPED
    }

    /**
     * @param detail what was seen, for people
     */
    public record Step(Check check, Result result, String detail) {
        public Step {
            detail = Printable.of(detail);
        }
    }

    /**
     * A certificate of a chain.
     *
     * @param sha256 of its DER form, upper-case hex
     */
    public record ChainLink(String subject, String sha256, Instant notBefore, Instant notAfter) {
        public ChainLink {
            subject = Printable.of(subject);
        }
    }

    /** Of a package whose goal state carries no signature. */
    public static Verdict unsigned() {
        Checklist list = new Checklist();
        list.fail(Check.DECODE, Reason.MISSING, "the goal state carries no signature for this package");
        return list.verdict();
    }

    /**
     * This verdict, of a package with that digest: nobody signed it, and a deny list may name it all the same.
     *
     * @param sha256 of the whole package, upper-case hex
     */
    public Verdict ofPackage(String sha256) {
        return new Verdict(
                steps, findings, signer, signedAt, signerChain, stampChain, Optional.of(sha256), signatureSha256);
    }

    /** Nothing is missing or wrong and the binding has been compared: what {@code package_validated} stands for. */
    public boolean isFlawless() {
        return findings.isEmpty() && step(Check.BINDING).result() == Result.OK;
    }

    /** How that check went. */
    public Step step(Check check) {
        for (Step step : steps) {
            if (step.check() == check) {
                return step;
            }
        }
        return new Step(check, Result.SKIPPED, "");
    }

    /** This verdict with the outcome of {@link SigningBinding#check}. */
    public Verdict bound(Optional<SignatureFinding> problem) {
        List<SignatureFinding> all = new ArrayList<>(findings);
        problem.ifPresent(all::add);
        List<Step> checked = new ArrayList<>(steps);
        checked.removeIf(step -> step.check() == Check.BINDING);
        checked.add(new Step(
                Check.BINDING,
                problem.isPresent() ? Result.FAILED : Result.OK,
                problem.map(SignatureFinding::detail).orElse("the package names the extension that was asked for")));
        return new Verdict(checked, all, signer, signedAt, signerChain, stampChain, packageSha256, signatureSha256);
    }

    /** This verdict with what an earlier one says of the binding: the names in a package do not change. */
    Verdict boundLike(Verdict earlier) {
        for (SignatureFinding finding : earlier.findings) {
            if (finding.reason() == Reason.BINDING || finding.reason() == Reason.UNBOUND) {
                return bound(Optional.of(finding));
            }
        }
        return earlier.step(Check.BINDING).result() == Result.OK ? bound(Optional.empty()) : this;
    }

    /** Whether the bytes were read and are the signed ones, whoever signed them; true of a recorded verdict as well. */
    boolean provesTheBytes() {
        return packageSha256.isPresent()
                && signatureSha256.isPresent()
                && !found(Reason.DIGEST_MISMATCH)
                && !found(Reason.BAD_SIGNATURE)
                && !found(Reason.STRUCTURE)
                && !found(Reason.DECODE);
    }

    boolean found(Reason reason) {
        return findings.stream().anyMatch(finding -> finding.reason() == reason);
    }

    /** This verdict with the news that the package or one of its certificates may not be relied upon any more. */
    Verdict revoked(String detail) {
        List<SignatureFinding> all = new ArrayList<>(findings);
        all.add(0, new SignatureFinding(Reason.REVOKED, detail));
        List<Step> checked = new ArrayList<>(steps);
        checked.removeIf(step -> step.check() == Check.REVOCATION);
        checked.add(new Step(Check.REVOCATION, Result.FAILED, detail));
        return new Verdict(checked, all, signer, signedAt, signerChain, stampChain, packageSha256, signatureSha256);
    }

    /** Signer and time in one line. */
    public String summary() {
        if (signer.isEmpty()) {
            return findings.isEmpty() ? "" : "unsigned";
        }
        return "signed by " + signer.get() + signedAt.map(time -> " at " + time).orElse(", time unknown");
    }
}
