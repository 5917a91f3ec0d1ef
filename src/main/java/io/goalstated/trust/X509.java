package io.goalstated.trust;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
        return certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
    }

    static boolean isSelfIssued(X509Certificate certificate) {
        return isIssuedBy(certificate, certificate);
    }

    static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().toString();
    }

    /** Of the DER form, upper-case hex. */
    static String sha256(X509Certificate certificate) {
        return Thumbprint.sha256(der(certificate));
    }

    /** Object identifiers of the extended key usage; empty when the extension is absent, as nothing is then allowed. */
    static List<String> extendedUsages(X509Certificate certificate) {
        try {
            @Nullable List<String> usages = certificate.getExtendedKeyUsage();
            return usages == null ? List.of() : usages;
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a parsed certificate keeps its encoding", e);
        }
    }
}
