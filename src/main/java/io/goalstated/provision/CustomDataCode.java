package io.goalstated.provision;

import io.goalstated.secret.Secret;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Custom data as the platform sends it: base64 with white space in it (spec 03 §4.9). */
final class CustomDataCode {
    private CustomDataCode() {}

    /** The bytes; empty when it is not strictly base64. The caller closes the result. */
    static Optional<Secret> decode(Secret text) {
        byte[] bytes = text.bytes();
        int kept = 0;
        for (byte b : bytes) {
            if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
                bytes[kept++] = b;
            }
        }
        byte[] dense = Arrays.copyOf(bytes, kept);
        try {
            return Optional.of(Secret.owning(Base64.getDecoder().decode(dense)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        } finally {
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(dense, (byte) 0);
        }
    }
}
