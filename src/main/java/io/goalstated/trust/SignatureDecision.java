package io.goalstated.trust;

import io.goalstated.trust.SignatureFinding.Kind;
import io.goalstated.trust.SignatureFinding.Reason;
import java.util.ArrayList;
import java.util.List;

/** What becomes of a package, given its verdict and the mode (the tables of spec 02 §11.5 and spec 04 §10.4.12). */
public sealed interface SignatureDecision {
    /**
     * @param note signer and time, or {@code unsigned}; empty when nothing was verified
     */
    record UseQuietly(String note) implements SignatureDecision {}

    /** For the log and the events. */
    record UseWithWarning(String text) implements SignatureDecision {}

    /** For the log, the events and the handler's status message. */
    record UseLoudly(String text) implements SignatureDecision {}

    /**
     * @param text begins with {@code SIG_<REASON>: }
     */
    record Refuse(Reason reason, String text) implements SignatureDecision {
        /** The download was damaged or swapped: the other channel and the next URIs may have the right bytes. */
        public boolean isBadContent() {
            return reason == Reason.DIGEST_MISMATCH;
        }
    }

    /**
     * @param signatureRequired the policy demands {@link SignatureMode#ENFORCE} for this extension
     */
    static SignatureDecision of(SignatureMode configured, boolean signatureRequired, Verdict verdict) {
        SignatureMode mode = configured.under(signatureRequired);
        if (!mode.verifies()) {
            return new UseQuietly("");
        }
        List<SignatureFinding> tolerated = new ArrayList<>();
        for (SignatureFinding finding : verdict.findings()) {
            if (refuses(mode, finding.reason().kind())) {
                return new Refuse(finding.reason(), finding.text());
            }
            if (finding.reason() != Reason.MISSING) {
                tolerated.add(finding);
            }
        }
        if (tolerated.isEmpty()) {
            return new UseQuietly(verdict.summary());
        }
        String text = text(tolerated);
        return mode == SignatureMode.REPORT ? new UseWithWarning(text) : new UseLoudly(text);
    }

    private static boolean refuses(SignatureMode mode, Kind kind) {
        return mode == SignatureMode.ENFORCE || (mode == SignatureMode.INTEGRITY && kind == Kind.BYTES_OR_NAME);
    }

    private static String text(List<SignatureFinding> findings) {
        StringBuilder text = new StringBuilder();
        for (SignatureFinding finding : findings) {
            text.append(text.isEmpty() ? "" : "; ").append(finding.text());
        }
        return text.toString();
    }
}
