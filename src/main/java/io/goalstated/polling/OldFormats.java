package io.goalstated.polling;

import java.util.Optional;

/** What becomes of certificates that come under password encryption which FIPS 140 does not approve (OPS-123). */
public enum OldFormats {
    /** Opened. */
    ACCEPTED,
    /** Opened, and told once: the platform has nothing else. */
    TOLD,
    /** Refused, for owners who would rather have no certificates. */
    REFUSED;

    /**
     * @param kernelSays the content of {@code /proc/sys/crypto/fips_enabled}; empty when there is no such file
     * @param strict {@code Fips.Strict}
     */
    public static OldFormats of(Optional<String> kernelSays, boolean strict) {
        if (!kernelSays.map(String::strip).filter("1"::equals).isPresent()) {
            return ACCEPTED;
        }
        return strict ? REFUSED : TOLD;
    }
}
