package io.goalstated.support;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * An archive that was made.
 *
 * @param size its bytes
 * @param content bytes of the files in it
 * @param read bytes that were read for it, what was unpacked included
 */
public record Gathered(
        Path archive,
        long size,
        long content,
        long read,
        int files,
        List<LeftOut> leftOut,
        List<Redacted> redacted,
        Duration took) {
    public Gathered {
        leftOut = List.copyOf(leftOut);
        redacted = List.copyOf(redacted);
    }

    /** A file in it from which secrets were taken. */
    public record Redacted(String path, int secrets) {}
}
