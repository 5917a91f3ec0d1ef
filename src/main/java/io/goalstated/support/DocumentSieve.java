package io.goalstated.support;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Takes the secrets out of a small document whose structure says what is secret; it is read as a whole. */
final class DocumentSieve implements Sieve {
    /** Larger ones are not collected. */
    static final int LARGEST = 256 << 10;

    private final Cleaner cleaner;
    private final ByteArrayOutputStream document = new ByteArrayOutputStream();
    private int redactions;

    /** Takes the secrets out. */
    @FunctionalInterface
    interface Cleaner {
        /** Empty when it cannot be told what is secret in it. */
        Optional<Clean> clean(byte[] document);
    }

    /** @param redactions secrets taken out */
    record Clean(String text, int redactions) {}

    DocumentSieve(Cleaner cleaner) {
        this.cleaner = cleaner;
    }

    @Override
    public byte[] accept(byte[] bytes, int length) {
        document.write(bytes, 0, Math.min(length, LARGEST + 1 - document.size()));
        return new byte[0];
    }

    @Override
    public byte[] finish() {
        Optional<Clean> clean = document.size() > LARGEST ? Optional.empty() : cleaner.clean(document.toByteArray());
        redactions = clean.map(Clean::redactions).orElse(1);
        return clean.map(Clean::text)
                .orElse("(left out: nobody can tell what is secret in it)\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int redactions() {
        return redactions;
    }
}
