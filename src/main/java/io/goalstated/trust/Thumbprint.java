package io.goalstated.trust;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names of certificates: digests of their DER form in upper-case hex, without separators. */
final class Thumbprint {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Thumbprint() {}

    /** The platform's name of a certificate (spec 01 §5.3). An identifier: no security decision rests on it. */
    static String sha1(byte[] der) {
        return digest("SHA-1", der);
    }

    static String sha256(byte[] bytes) {
        return digest("SHA-256", bytes);
    }

    static String hex(byte[] digest) {
        return HEX.formatHex(digest);
    }

    private static String digest(String algorithm, byte[] bytes) {
        try {
            return HEX.formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
