package io.goalstated.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every key that there is. */
public final class ConfigKeys {
    private static final List<Section> SECTIONS = List.of(
            new Section("Extensions", ExtensionKeys.ALL),
            new Section("The agent itself", AgentKeys.ALL),
            new Section("Reaching the platform", ProtocolKeys.ALL),
            new Section("Preparing a fresh VM", ProvisioningKeys.ALL),
            new Section("The machine", SystemKeys.ALL),
            new Section("Accepted from a WALinuxAgent file, without effect here", FormerKeys.ALL));

    private static final List<ConfigKey<?>> ALL = flattened();
    private static final Map<String, ConfigKey<?>> BY_NAME = byName();

    private ConfigKeys() {}

    /** Keys that belong together, under one heading. */
    public record Section(String title, List<ConfigKey<?>> keys) {}

    public static List<Section> sections() {
        return SECTIONS;
    }

    public static List<ConfigKey<?>> all() {
        return ALL;
    }

    /** The key of exactly that name: names are case-sensitive in files, as in WALinuxAgent. */
    public static Optional<ConfigKey<?>> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    static Optional<ConfigKey<?>> findIgnoringCase(String name) {
        for (ConfigKey<?> key : ALL) {
            if (key.name().equalsIgnoreCase(name)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    private static List<ConfigKey<?>> flattened() {
        List<ConfigKey<?>> all = new ArrayList<>();
        for (Section section : SECTIONS) {
            all.addAll(section.keys());
        }
        return List.copyOf(all);
    }

    private static Map<String, ConfigKey<?>> byName() {
        Map<String, ConfigKey<?>> names = new HashMap<>();
        for (ConfigKey<?> key : ALL) {
            if (names.put(key.name(), key) != null) {
                throw new IllegalStateException("two keys are called " + key.name());
            }
        }
        return names;
    }
}
