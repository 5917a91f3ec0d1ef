package io.goalstated.artifact;

import io.goalstated.extension.HandlerName;
import io.goalstated.extension.VersionNumber;
import java.util.List;
import java.util.Optional;

/**
 * @param version the chosen package's, which names the directory
 * @param uris of the zip; tried in random order
 * @param encodedSignature base64 CMS from the goal state; empty when unsigned
 * @param signatureRequired the policy demands {@code enforce} for this handler
 * @param fastTrack host requests must ask for verification against the artifacts blob (spec 01 §9.3)
 */
public record PackageRequest(
        HandlerName handler,
        VersionNumber version,
        List<String> uris,
        Optional<String> encodedSignature,
        boolean signatureRequired,
        boolean fastTrack) {
    public PackageRequest {
        uris = List.copyOf(uris);
    }
}
