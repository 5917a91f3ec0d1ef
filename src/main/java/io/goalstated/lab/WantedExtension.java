package io.goalstated.lab;

import java.util.List;
import java.util.Optional;

/**
 * The settings of one extension in a {@link Goal}.
 *
 * @param publicSettings JSON as it shall stand in the documents; absent: {@code null}
 * @param protectedSettings JSON in the clear, encrypted when the goal is published
 */
public record WantedExtension(
        String name,
        int sequenceNumber,
        String state,
        Optional<String> publicSettings,
        Optional<String> protectedSettings,
        Dependency dependency) {
    /**
     * @param level 0: none
     * @param on {@code Handler} or {@code Handler/extension}
     */
    public record Dependency(int level, List<String> on) {
        static final Dependency NONE = new Dependency(0, List.of());

        public Dependency {
            on = List.copyOf(on);
        }
    }

    /** Enabled, with number 0 and empty public settings. */
    public static WantedExtension of(String name) {
        return new WantedExtension(name, 0, "enabled", Optional.of("{}"), Optional.empty(), Dependency.NONE);
    }

    public WantedExtension sequence(int number) {
        return new WantedExtension(name, number, state, publicSettings, protectedSettings, dependency);
    }

    public WantedExtension state(String text) {
        return new WantedExtension(name, sequenceNumber, text, publicSettings, protectedSettings, dependency);
    }

    public WantedExtension disabled() {
        return state("disabled");
    }

    public WantedExtension publicSettings(String json) {
        return new WantedExtension(name, sequenceNumber, state, Optional.of(json), protectedSettings, dependency);
    }

    public WantedExtension withoutPublicSettings() {
        return new WantedExtension(name, sequenceNumber, state, Optional.empty(), protectedSettings, dependency);
    }

    public WantedExtension protectedSettings(String json) {
        return new WantedExtension(name, sequenceNumber, state, publicSettings, Optional.of(json), dependency);
    }

    public WantedExtension after(int level, String... dependencies) {
        return new WantedExtension(
                name,
                sequenceNumber,
                state,
                publicSettings,
                protectedSettings,
                new Dependency(level, List.of(dependencies)));
    }

    /** Without the protected settings. */
    @Override
    public String toString() {
        return name + " #" + sequenceNumber + " " + state;
    }
}
