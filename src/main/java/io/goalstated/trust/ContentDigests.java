package io.goalstated.trust;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Digests of a package's bytes. */
@FunctionalInterface
public interface ContentDigests {
    /**
     * The digests by algorithm, named as in Java ({@code SHA-256}); what cannot be told is left out. Called at most once
     * per verification.
     */
    Map<String, byte[]> of(Set<String> algorithms) throws IOException;

    /**
     * Of a whole open file, read once, whatever its position, which stays untouched. The caller goes on to unpack
     * through the same channel, so that nobody can swap the file in between (spec 04 OPS-129).
     */
    static ContentDigests of(FileChannel channel) {
        return algorithms -> {
            Map<String, MessageDigest> running = new HashMap<>();
            for (String algorithm : algorithms) {
                running.put(algorithm, digest(algorithm));
            }
            ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
            long position = 0;
            for (int read = channel.read(buffer, position); read >= 0; read = channel.read(buffer, position)) {
                position += read;
                for (MessageDigest each : running.values()) {
                    each.update(buffer.array(), 0, buffer.position());
                }
                buffer.clear();
            }
            Map<String, byte[]> results = new HashMap<>();
            running.forEach((algorithm, each) -> results.put(algorithm, each.digest()));
            return results;
        };
    }

    /** Of a package that is not at hand, only its recorded digests. */
    static ContentDigests known(Map<String, byte[]> digests) {
        Map<String, byte[]> copy = Map.copyOf(digests);
        return algorithms -> copy;
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
