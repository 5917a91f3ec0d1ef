package io.goalstated.distro;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a system says of itself in {@code os-release(5)}.
 *
 * @param id in lower case; {@code linux} when nothing says it
 * @param version {@code VERSION_ID}; empty when nothing says it
 * @param build {@code BUILD_ID}, of rolling distributions; {@code unknown} when nothing says it
 * @param like the systems it is derived from, the closest first
 * @param name for people
 * @param codeName of the version, for instance {@code jammy}; empty where versions have none
 */
public record OsRelease(String id, String version, String build, List<String> like, String name, String codeName) {
    public OsRelease {
        like = List.copyOf(like);
    }

    /** Lines {@code KEY=value}; quotes are taken off, what is no such line is skipped. */
    public static OsRelease parse(String text) {
        Map<String, String> values = new HashMap<>();
        text.lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0 && line.charAt(0) != '#') {
                values.put(
                        line.substring(0, equals).strip(),
                        unquoted(line.substring(equals + 1).strip()));
            }
        });
        String id = values.getOrDefault("ID", "").toLowerCase(Locale.ROOT);
        List<String> like = new ArrayList<>();
        for (String other :
                values.getOrDefault("ID_LIKE", "").toLowerCase(Locale.ROOT).split(" ", -1)) {
            if (!other.isEmpty()) {
                like.add(other);
            }
        }
        return new OsRelease(
                id.isEmpty() ? "linux" : id,
                values.getOrDefault("VERSION_ID", ""),
                values.getOrDefault("BUILD_ID", "unknown"),
                like,
                values.getOrDefault("NAME", ""),
                values.getOrDefault("VERSION_CODENAME", ""));
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /** Nothing but the name. */
    static OsRelease of(String id) {
        return new OsRelease(id, "", "unknown", List.of(), "", "");
    }

    /** Whether the version is at least that one; false when it has none. Parts are compared as numbers. */
    boolean isAtLeast(String other) {
        return !version.isEmpty() && compare(version, other) >= 0;
    }

    private static int compare(String one, String other) {
        String[] left = one.split("\\.", -1);
        String[] right = other.split("\\.", -1);
        for (int i = 0; i < Math.max(left.length, right.length); i++) {
            int difference = Integer.compare(part(left, i), part(right, i));
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    private static int part(String[] parts, int index) {
        String digits = index < parts.length ? parts[index].replaceAll("\\D.*", "") : "";
        return digits.isEmpty() || digits.length() > 9 ? 0 : Integer.parseInt(digits);
    }
}
