package io.goalstated.trust;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Textual encoding of keys and certificates (RFC 7468), without Bouncy Castle. */
final class Pem {
    static final String CERTIFICATE = "CERTIFICATE";
    /** PKCS#8, unencrypted. */
    static final String PRIVATE_KEY = "PRIVATE KEY";

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Pem() {}

    static String encode(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    /** The content of the first block of that label; text around it is ignored. Empty when there is no whole block. */
    static Optional<byte[]> decode(String label, String text) {
        String begin = "-----BEGIN " + label + "-----";
        int start = text.indexOf(begin);
        if (start < 0) {
            return Optional.empty();
        }
        int end = text.indexOf("-----END " + label + "-----", start);
        return end < 0 ? Optional.empty() : base64(text.substring(start + begin.length(), end));
    }

    /** Base64 with white space anywhere and nothing else; empty when it is not. */
    static Optional<byte[]> base64(String text) {
        byte[] packed = new byte[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0x7f) {
                return Optional.empty();
            }
            if (!isSpace(c)) {
                packed[length++] = (byte) c;
            }
        }
        try {
            return Optional.of(Base64.getDecoder().decode(new String(packed, 0, length, StandardCharsets.US_ASCII)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
