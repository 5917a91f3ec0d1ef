package io.goalstated.lab.issue;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;

/** New key pairs. RSA where the platform uses RSA on the wire, elliptic curves where only speed counts. */
final class Keys {
    private Keys() {}

    /** RSA with 2048 bits: the smallest that verifiers accept (spec 04 §10.4). */
    static KeyPair rsa() {
        return generate("RSA");
    }

    /** On the curve P-256. */
    static KeyPair ellipticCurve() {
        return generate("EC");
    }

    private static KeyPair generate(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            initialize(generator);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + algorithm, e);
        }
    }

    private static void initialize(KeyPairGenerator generator) throws InvalidAlgorithmParameterException {
        if (generator.getAlgorithm().equals("EC")) {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        } else {
            generator.initialize(2048);
        }
    }
}
