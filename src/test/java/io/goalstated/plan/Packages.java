package io.goalstated.plan;

import io.goalstated.extension.CommandKind;
import io.goalstated.extension.ErrorCode;
import io.goalstated.extension.HandlerManifest;
import io.goalstated.plan.ObservedVersion.Manifest;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is inside the packages of a handler; one of which nothing was said has all five commands and no oddity. */
final class Packages {
    private final Set<String> continuing = new HashSet<>();
    private final Set<String> withoutInstall = new HashSet<>();
    private final Map<String, Manifest.Unusable> unusable = new HashMap<>();
    private final Map<String, CommandKind> missing = new HashMap<>();
    private boolean multiConfig;

    void goOnWhenUpdateFails(String version) {
        continuing.add(version);
    }

    void updateWithoutInstall(String version) {
        withoutInstall.add(version);
    }

    void supportMultiConfig() {
        multiConfig = true;
    }

    void lack(String version, CommandKind command) {
        missing.put(version, command);
    }

    void spoil(String version, ErrorCode code, String reason) {
        unusable.put(version, new Manifest.Unusable(code, reason));
    }

    Manifest manifest(String version) {
        if (unusable.containsKey(version)) {
            return unusable.get(version);
        }
        Map<CommandKind, String> commands = new EnumMap<>(CommandKind.class);
        for (CommandKind kind : CommandKind.values()) {
            commands.put(kind, "bin/" + kind.word());
        }
        Optional.ofNullable(missing.get(version)).ifPresent(commands::remove);
        return new Manifest.Usable(new HandlerManifest(
                commands,
                !withoutInstall.contains(version),
                continuing.contains(version),
                false,
                multiConfig,
                Optional.empty(),
                Optional.empty()));
    }
}
