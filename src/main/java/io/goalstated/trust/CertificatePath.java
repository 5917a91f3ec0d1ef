package io.goalstated.trust;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * A way from a certificate to a trust anchor, or as far as it leads.
 *
 * @param certificates target first; the anchor last if there is one
 * @param standing how good it is
 * @param problem what is wrong, for people; empty when nothing is
 */
record CertificatePath(List<X509Certificate> certificates, Standing standing, String problem) {
    CertificatePath {
        certificates = List.copyOf(certificates);
    }

    /** Best first. */
    enum Standing {
        TRUSTED,
        /** Some authority on the way may not issue for this purpose. */
        WRONG_USAGE,
        /** Some certificate was not valid at the time in question. */
        EXPIRED,
        WEAK,
        BROKEN,
        /** No anchor is reached. */
        UNANCHORED
    }

    static CertificatePath unanchored(List<X509Certificate> certificates) {
        X509Certificate top = certificates.get(certificates.size() - 1);
        String problem = X509.isSelfIssued(top)
                ? "unknown root " + X509.subject(top) + " with SHA-256 " + X509.sha256(top)
                : "the issuer " + top.getIssuerX500Principal() + " of " + X509.subject(top) + " (SHA-256 "
                        + X509.sha256(top) + ") is no known root";
        return new CertificatePath(
                certificates,
                Standing.UNANCHORED,
                problem + "; if it is to be trusted, place its root in the directory named by Extensions.TrustAnchors");
    }

    boolean isBetterThan(CertificatePath other) {
        return standing.compareTo(other.standing) < 0;
    }

    X509Certificate top() {
        return certificates.get(certificates.size() - 1);
    }

    /** What lies between target and anchor. */
    List<X509Certificate> intermediates() {
        List<X509Certificate> between = new ArrayList<>(certificates);
        between.remove(0);
        if (!between.isEmpty()) {
            between.remove(between.size() - 1);
        }
        return between;
    }
}
