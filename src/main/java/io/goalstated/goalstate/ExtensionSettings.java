package io.goalstated.goalstate;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.extension.SequenceNumber;
import java.util.List;
import java.util.Optional;

/**
 * One set of settings of a handler.
 *
 * @param name the extension's name; for a single-config handler the handler's
 * @param state the requested state in lower case: {@code enabled}, {@code disabled}, or something unknown, which is this
 *     extension's error only
 * @param dependencyLevel lower levels go first; 0 when absent
 * @param dependsOn who is waited for, by name; empty when the document does not name all of them
 * @param publicSettings any JSON; empty is written as {@code null}
 * @param protectedSettings base64 of a CMS envelope, passed on unopened
 * @param thumbprint of the certificate that opens them
 * @param problem why the settings' text could not be read; the values are then empty
 */
public record ExtensionSettings(
        String name,
        SequenceNumber sequenceNumber,
        String state,
        int dependencyLevel,
        List<Dependency> dependsOn,
        Optional<JsonNode> publicSettings,
        Optional<String> protectedSettings,
        Optional<String> thumbprint,
        Optional<String> problem) {

    /** @param extension empty when the whole handler is meant */
    public record Dependency(String handler, Optional<String> extension) {}

    public ExtensionSettings {
        dependsOn = List.copyOf(dependsOn);
    }

    public boolean isEnabled() {
        return state.equals("enabled");
    }

    public boolean isDisabled() {
        return state.equals("disabled");
    }
}
