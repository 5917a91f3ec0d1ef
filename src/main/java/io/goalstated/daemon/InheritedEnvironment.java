package io.goalstated.daemon;

import java.util.HashMap;
import java.util.Map;

/**
 * The environment as the launcher found it: what it changed for the JVM's sake is named in {@code GOALSTATED_CHANGED},
 * what stood there before in {@code GOALSTATED_ORIGINAL_<NAME>}. Handler commands start from this.
 */
final class InheritedEnvironment {
    private static final String ORIGINAL = "GOALSTATED_ORIGINAL_";

    private InheritedEnvironment() {}

    static Map<String, String> of(Map<String, String> process) {
        Map<String, String> original = new HashMap<>(process);
        for (String name : process.getOrDefault("GOALSTATED_CHANGED", "").split(" ", -1)) {
            original.remove(name);
            String before = process.get(ORIGINAL + name);
            if (before != null) {
                original.put(name, before);
            }
        }
        original.keySet().removeIf(name -> name.startsWith("GOALSTATED_"));
        return original;
    }
}
