package io.goalstated.trust;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/** Questions to the JDK's certificates. */
final class X509 {
    private X509() {}

    /** Empty when the bytes are no certificate that the JDK understands. */
    static Optional<X509Certificate> parse(byte[] der) {
        return Attempt.at(() -> (X509Certificate)
                        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)))
                .value();
    }

    static boolean isValidAt(X509Certificate certificate, Instant time) {
        return !time.isBefore(certificate.getNotBefore().toInstant())
                && !time.isAfter(certificate.getNotAfter().toInstant());
    }
}
