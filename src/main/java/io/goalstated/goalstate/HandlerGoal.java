package io.goalstated.goalstate;

import io.goalstated.extension.HandlerName;
import io.goalstated.extension.VersionNumber;
import java.util.List;
import java.util.Optional;

/**
 * One handler of a goal state.
 *
 * @param version as requested; the manifest decides which package satisfies it
 * @param state {@link RequestedState#ENABLED} when the document names none that is known; {@code invalid} says so
 * @param multiConfig whether the settings are several named ones
 * @param manifestUris in document order
 * @param encodedSignature base64 of the package's CMS signature; empty when unsigned
 * @param invalid why nothing may be executed for it; its settings are then those read before the fault, which are there
 *     to be reported only
 * @param settings none, one (single-config), or several named ones (multi-config)
 */
public record HandlerGoal(
        HandlerName name,
        VersionNumber version,
        RequestedState state,
        boolean multiConfig,
        List<String> manifestUris,
        Optional<String> encodedSignature,
        Optional<InvalidSettings> invalid,
        List<ExtensionSettings> settings) {
    public HandlerGoal {
        manifestUris = List.copyOf(manifestUris);
        settings = List.copyOf(settings);
    }

    /** Whether a package may have to be chosen: nothing else is to be found in a manifest. */
    public boolean needsManifest() {
        return state == RequestedState.ENABLED && invalid.isEmpty();
    }
}
