package io.goalstated.trust;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Optional;

/**
 * A private RSA key and, if known, its certificate, by whose identifiers an {@link Envelope} names its recipient. Never
 * printed.
 */
public final class DecryptionKey {
    private final PrivateKey privateKey;
    private final Optional<byte[]> certificate;

    private DecryptionKey(PrivateKey privateKey, Optional<byte[]> certificate) {
        this.privateKey = privateKey;
        this.certificate = certificate;
    }

    /** From a PKCS#8 key in PEM; empty when the text holds no RSA key. */
    public static Optional<DecryptionKey> parse(String privateKeyPem) {
        return key(privateKeyPem).map(key -> new DecryptionKey(key, Optional.empty()));
    }

    /** From a PKCS#8 key and a certificate in PEM; empty when one of them is missing or no RSA key. */
    public static Optional<DecryptionKey> parse(String privateKeyPem, String certificatePem) {
        return key(privateKeyPem)
                .flatMap(key -> Pem.decode(Pem.CERTIFICATE, certificatePem)
                        .map(certificate -> new DecryptionKey(key, Optional.of(certificate))));
    }

    private static Optional<PrivateKey> key(String pem) {
        Optional<byte[]> der = Pem.decode(Pem.PRIVATE_KEY, pem);
        if (der.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der.get())));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    PrivateKey privateKey() {
        return privateKey;
    }

    /** DER. */
    Optional<byte[]> certificate() {
        return certificate;
    }

    @Override
    public String toString() {
        return "DecryptionKey";
    }
}
