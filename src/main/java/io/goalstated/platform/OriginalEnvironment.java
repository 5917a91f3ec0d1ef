package io.goalstated.platform;

import java.util.HashMap;
import java.util.Map;

/**
 * The environment as it was before the launcher touched it: what children inherit (spec 02 §6.3). The launcher names what it
 * set in {@code GOALSTATED_CHANGED} and keeps what was there before in {@code GOALSTATED_ORIGINAL_<NAME>}.
 */
public final class OriginalEnvironment {
    private static final String OWN = "GOALSTATED_";
    private static final String CHANGED = OWN + "CHANGED";
    private static final String ORIGINAL = OWN + "ORIGINAL_";

    private OriginalEnvironment() {}

    /** A changeable copy without the launcher's changes and without any {@code GOALSTATED_} variable. */
    public static Map<String, String> of(Map<String, String> environment) {
        Map<String, String> original = new HashMap<>(environment);
        String changed = environment.getOrDefault(CHANGED, "");
        int start = 0;
        while (start < changed.length()) {
            int end = changed.indexOf(' ', start);
            end = end < 0 ? changed.length() : end;
            String name = changed.substring(start, end);
            original.remove(name);
            String before = environment.get(ORIGINAL + name);
            if (before != null) {
                original.put(name, before);
            }
            start = end + 1;
        }
        original.keySet().removeIf(name -> name.startsWith(OWN));
        return original;
    }
}
