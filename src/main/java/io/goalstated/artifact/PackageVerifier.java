package io.goalstated.artifact;

import io.goalstated.extension.HandlerName;
import io.goalstated.trust.ContentDigests;
import io.goalstated.trust.Verdict;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * Judges a package's signature at this moment; {@code trust.PackageSignature} with everything but the package filled in.
 * All methods block, and fail when the package, the trust anchors or the revocation lists cannot be read.
 */
@FunctionalInterface
public interface PackageVerifier {
    /** @param content of the bytes that will be unpacked */
    Verdict verify(HandlerName handler, ContentDigests content, String encodedSignature) throws IOException;

    /** What a recorded verdict is worth today: deny lists may have grown since (OPS-144). */
    default Verdict reconsider(Verdict recorded) {
        return recorded;
    }

    /** What verdicts on the handler's signatures rest on today, as a text to compare: anchors, revocations, signers. */
    default String grounds(HandlerName handler) throws IOException {
        return "";
    }

    /**
     * A recorded verdict judged anew on the grounds of today, without the package.
     *
     * @param encodedSignature the one that the record is about
     */
    default Verdict verifyAgain(HandlerName handler, Verdict recorded, String encodedSignature, Instant recordedAt)
            throws IOException {
        return recorded;
    }

    /**
     * What is to be said of a signature's maker when nothing is recorded of the package; empty when the owner asks nothing
     * of makers.
     */
    default Optional<Verdict> verifyMaker(HandlerName handler, String encodedSignature) throws IOException {
        return Optional.empty();
    }
}
