package io.goalstated.goalstate;

import java.util.List;
import java.util.Optional;

/** A family of WALinuxAgent packages that the platform offers. Shown to the owner, never installed (design 15). */
public record AgentFamily(
        String name,
        Optional<String> version,
        Optional<String> fromVersion,
        Optional<Boolean> versionFromRsm,
        Optional<Boolean> enabledForRsmUpgrades,
        List<String> uris) {
    public AgentFamily {
        uris = List.copyOf(uris);
    }
}
