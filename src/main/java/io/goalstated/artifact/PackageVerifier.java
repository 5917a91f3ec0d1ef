package io.goalstated.artifact;

import io.goalstated.extension.HandlerName;
import io.goalstated.trust.ContentDigests;
import io.goalstated.trust.Verdict;
import java.io.IOException;

/** Judges a package's signature at this moment; {@code trust.PackageSignature} with everything but the package filled in. */
@FunctionalInterface
public interface PackageVerifier {
    /**
     * Blocks.
     *
     * @param content of the bytes that will be unpacked
     * @throws IOException when they, or the trust anchors, cannot be read
     */
    Verdict verify(HandlerName handler, ContentDigests content, String encodedSignature) throws IOException;

    /** What a recorded verdict is worth today: deny lists may have grown since (OPS-144). Blocks. */
    default Verdict reconsider(Verdict recorded) {
        return recorded;
    }
}
