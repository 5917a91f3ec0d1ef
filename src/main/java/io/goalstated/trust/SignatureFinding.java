package io.goalstated.trust;

/**
 * Something about a package's signature that is not as it should be (spec 04 §10.4.12).
 *
 * @param detail one sentence for people, without control characters, at most {@link Printable#MAX} characters
 */
public record SignatureFinding(Reason reason, String detail) {
    public SignatureFinding {
        detail = Printable.of(detail);
    }

    /** What kind of doubt a reason raises; the mode decides what each kind means. */
    public enum Kind {
        /** These are not the bytes that were signed, or not of the extension that was asked for. */
        BYTES_OR_NAME,
        /** They are, but whoever signed them is not known to be trustworthy. */
        TRUST,
        /** There is no signature. */
        MISSING
    }

    /** Stable: shown as {@code SIG_<REASON>} in statuses, and searched for. */
    public enum Reason {
        DECODE(Kind.BYTES_OR_NAME),
        STRUCTURE(Kind.BYTES_OR_NAME),
        WEAK_ALGORITHM(Kind.BYTES_OR_NAME),
        DIGEST_MISMATCH(Kind.BYTES_OR_NAME),
        BAD_SIGNATURE(Kind.BYTES_OR_NAME),
        BINDING(Kind.BYTES_OR_NAME),
        REVOKED(Kind.BYTES_OR_NAME),
        NO_TRUSTED_TIME(Kind.TRUST),
        TSA_UNTRUSTED(Kind.TRUST),
        CHAIN_UNTRUSTED(Kind.TRUST),
        EXPIRED_AT_SIGNING(Kind.TRUST),
        EKU(Kind.TRUST),
        SIGNER_NOT_ALLOWED(Kind.TRUST),
        UNBOUND(Kind.TRUST),
        MISSING(Kind.MISSING);

        private final Kind kind;

        Reason(Kind kind) {
            this.kind = kind;
        }

        public Kind kind() {
            return kind;
        }
    }

    /** {@code SIG_<REASON>: detail}, as statuses begin (spec 04 OPS-143). */
    public String text() {
        return "SIG_" + reason + ": " + detail;
    }
}
