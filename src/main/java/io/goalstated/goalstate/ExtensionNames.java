package io.goalstated.goalstate;

import io.goalstated.goalstate.InvalidSettings.Category;
import java.util.HashSet;
import java.util.Set;

/** The names of one multi-config handler's extensions: each names files, so each must be safe and there only once. */
final class ExtensionNames {
    private final Set<String> taken = new HashSet<>();

    void take(String name) throws UnusableSettings {
        if (!SafeName.isSafe(name)) {
            throw new UnusableSettings(
                    Category.EXTENSION_NAME_UNUSABLE, "an extension's name cannot be part of a file name");
        }
        if (!taken.add(name)) {
            throw new UnusableSettings(
                    Category.EXTENSION_NAME_UNUSABLE, "there are two extensions named '" + name + "'");
        }
    }
}
