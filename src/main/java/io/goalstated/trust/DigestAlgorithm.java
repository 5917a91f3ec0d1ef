package io.goalstated.trust;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;

/** The digests that still mean something (spec 04 OPS-131). */
enum DigestAlgorithm {
    SHA_256("SHA-256", "2.16.840.1.101.3.4.2.1"),
    SHA_384("SHA-384", "2.16.840.1.101.3.4.2.2"),
    SHA_512("SHA-512", "2.16.840.1.101.3.4.2.3");

    private final String javaName;
    private final String oid;

    DigestAlgorithm(String javaName, String oid) {
        this.javaName = javaName;
        this.oid = oid;
    }

    static Optional<DigestAlgorithm> of(ASN1ObjectIdentifier oid) {
        for (DigestAlgorithm each : values()) {
            if (each.oid.equals(oid.getId())) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    String javaName() {
        return javaName;
    }

    /** Object identifier in dotted form. */
    String oid() {
        return oid;
    }

    byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance(javaName).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + javaName, e);
        }
    }
}
