package io.goalstated.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * What the policy says of one extension handler. That it says anything puts the handler on the list of allowed ones.
 *
 * @param signatureRequired empty: the global rule holds
 * @param allowUninstall empty: it may be removed
 * @param signers who may sign its packages; empty: whoever the trust rules accept
 * @param runtimePolicy the extension's own, opaque; kept, not yet handed to extensions
 */
public record ExtensionRule(
        Optional<Boolean> signatureRequired,
        Optional<Boolean> allowUninstall,
        List<String> signers,
        Optional<JsonNode> runtimePolicy) {
    public ExtensionRule {
        signers = List.copyOf(signers);
    }
}
