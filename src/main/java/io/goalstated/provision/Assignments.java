package io.goalstated.provision;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Files of {@code KEY=value} lines: one value is changed in its place, everything else stays. */
final class Assignments {
    private Assignments() {}

    /** The value of the last such line, quotes taken off. */
    static Optional<String> get(String text, String key) {
        return text.lines()
                .map(String::strip)
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1).strip().replaceAll("^[\"']|[\"']$", ""))
                .reduce((first, second) -> second);
    }

    static String set(String text, String key, String value) {
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        boolean found = false;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().startsWith(key + "=")) {
                lines.set(i, key + "=" + value);
                found = true;
            }
        }
        if (!found) {
            int end = lines.get(lines.size() - 1).isEmpty() ? lines.size() - 1 : lines.size();
            lines.add(end, key + "=" + value);
        }
        String joined = String.join("\n", lines);
        return joined.endsWith("\n") ? joined : joined + "\n";
    }
}
