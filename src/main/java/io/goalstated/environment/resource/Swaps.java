package io.goalstated.environment.resource;

import java.util.ArrayList;
import java.util.List;

/** The swap spaces in use, as {@code /proc/swaps} tells them. */
record Swaps(List<String> names) {
    static final String FILE = "/proc/swaps";

    private static final String DELETED = "\\040(deleted)";

    Swaps {
        names = List.copyOf(names);
    }

    static Swaps parse(String text) {
        List<String> names = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            if (line.startsWith("/")) {
                String name = line.split("\\s+", 2)[0];
                names.add(name.endsWith(DELETED) ? name.substring(0, name.length() - DELETED.length()) : name);
            }
        }
        return new Swaps(names);
    }

    boolean has(String file) {
        return names.contains(file);
    }
}
