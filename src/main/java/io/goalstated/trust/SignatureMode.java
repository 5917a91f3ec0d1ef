package io.goalstated.trust;

import java.util.Locale;
import java.util.Optional;

/** How much of a package's signature must hold before the package is used: {@code Extensions.SignatureValidation}. */
public enum SignatureMode {
    /** Nothing is verified or said. */
    OFF,
    /** What fails is a warning; the package is used. */
    REPORT,
    /** The bytes and the name must be the signed ones; missing trust is shown loudly. The default. */
    INTEGRITY,
    /** Everything is demanded, a signature first of all. */
    ENFORCE;

    public static final SignatureMode DEFAULT = INTEGRITY;

    /** As configured, in any case of letters; empty for any other word. */
    public static Optional<SignatureMode> parse(String text) {
        for (SignatureMode mode : values()) {
            if (mode.text().equals(text.strip().toLowerCase(Locale.ROOT))) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }

    /** What counts when the policy speaks too: it can only demand more, never less (spec 02 §11.5). */
    public SignatureMode under(boolean signatureRequired) {
        return signatureRequired ? ENFORCE : this;
    }

    /** Whether there is any use in verifying. */
    public boolean verifies() {
        return this != OFF;
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
