package io.goalstated.plan;

import io.goalstated.extension.ErrorCode;
import io.goalstated.extension.HandlerManifest;
import io.goalstated.extension.HandlerState;
import io.goalstated.extension.VersionNumber;
import java.util.Set;

/**
 * What the disk says of one version of a handler.
 *
 * @param enabledExtensions multi-config extensions recorded as enabled
 * @param acquired its package was unpacked in this very round, so that it need not be fetched again
 */
public record ObservedVersion(
        VersionNumber version, HandlerState state, Manifest manifest, Set<String> enabledExtensions, boolean acquired) {

    /** What is known of {@code HandlerManifest.json}. */
    public sealed interface Manifest {
        record Usable(HandlerManifest content) implements Manifest {}

        record Unusable(ErrorCode code, String reason) implements Manifest {}
    }

    public ObservedVersion {
        enabledExtensions = Set.copyOf(enabledExtensions);
    }

    public ObservedVersion withAcquired() {
        return new ObservedVersion(version, state, manifest, enabledExtensions, true);
    }
}
