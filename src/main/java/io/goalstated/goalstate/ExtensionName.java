package io.goalstated.goalstate;

import io.goalstated.goalstate.InvalidSettings.Category;
import java.util.List;

/** The names of a multi-config handler's extensions: each names files, so each must be safe and there only once. */
final class ExtensionName {
    private ExtensionName() {}

    static void check(String name, List<ExtensionSettings> before) throws UnusableSettings {
        if (!SafeName.isSafe(name)) {
            throw new UnusableSettings(
                    Category.EXTENSION_NAME_UNUSABLE, "an extension's name cannot be part of a file name");
        }
        for (ExtensionSettings other : before) {
            if (other.name().equals(name)) {
                throw new UnusableSettings(
                        Category.EXTENSION_NAME_UNUSABLE, "there are two extensions named '" + name + "'");
            }
        }
    }
}
