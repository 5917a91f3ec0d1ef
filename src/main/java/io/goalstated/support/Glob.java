package io.goalstated.support;

import java.util.ArrayList;
import java.util.List;

/**
 * Names of files: an absolute path in which {@code *} stands for any characters of one name. A name that begins with a dot is meant
 * only where the dot is written.
 *
 * @param parts between the slashes
 */
record Glob(List<String> parts) {
    private static final char ANY = '*';

    Glob {
        parts = List.copyOf(parts);
    }

    static Glob of(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("not an absolute path: " + path);
        }
        return new Glob(split(path));
    }

    private static List<String> split(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        return parts;
    }

    static boolean isPattern(String part) {
        return part.indexOf(ANY) >= 0;
    }

    /** Whether the path is one of those. */
    boolean matches(String path) {
        List<String> names = split(path);
        if (names.size() != parts.size()) {
            return false;
        }
        for (int i = 0; i < names.size(); i++) {
            if (!matches(parts.get(i), names.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** The directory in which all of them are: what stands before the first pattern, or before the last name. */
    String base() {
        int end = 0;
        while (end < parts.size() - 1 && !isPattern(parts.get(end))) {
            end++;
        }
        return "/" + String.join("/", parts.subList(0, end));
    }

    /** Whether one name is meant by one part. In time that no pattern makes longer than both lengths multiplied. */
    static boolean matches(String pattern, String name) {
        if (name.startsWith(".") && !pattern.startsWith(".")) {
            return false;
        }
        int p = 0;
        int n = 0;
        int star = -1;
        int resume = 0;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == ANY) {
                star = p++;
                resume = n;
            } else if (p < pattern.length() && pattern.charAt(p) == name.charAt(n)) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == ANY) {
            p++;
        }
        return p == pattern.length();
    }

    @Override
    public String toString() {
        return "/" + String.join("/", parts);
    }
}
