package io.goalstated.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Which system this is, as the platform is told.
 *
 * @param name in lower case, for instance {@code ubuntu}; {@code linux} when nothing says it
 * @param version for instance {@code 24.04}; {@code unknown} when nothing says it
 * @param computerName the host name; {@code localhost} when nothing says it
 */
public record Distribution(String name, String version, String computerName) {
    private static final int LARGEST_BYTES = 65_536;

    /** Reads it below that root. Blocks; never fails. */
    public static Distribution read(SystemRoot root) {
        Map<String, String> release = assignments(text(root, "/etc/os-release", text(root, "/usr/lib/os-release", "")));
        return new Distribution(
                release.getOrDefault("ID", "linux").toLowerCase(Locale.ROOT),
                // Rolling distributions have no VERSION_ID.
                release.getOrDefault("VERSION_ID", release.getOrDefault("BUILD_ID", "unknown")),
                computerName(root));
    }

    private static String computerName(SystemRoot root) {
        String kernel = text(root, "/proc/sys/kernel/hostname", "").trim();
        String file = text(root, "/etc/hostname", "").trim();
        String name = kernel.isEmpty() || kernel.equals("(none)") ? file : kernel;
        return name.isEmpty() ? "localhost" : name;
    }

    /** Lines {@code KEY=value} of os-release(5), quotes taken off. */
    private static Map<String, String> assignments(String text) {
        Map<String, String> values = new HashMap<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            int equals = text.indexOf('=', start);
            if (equals > start && equals < end && text.charAt(start) != '#') {
                String value = unquoted(text.substring(equals + 1, end).trim());
                if (!value.isEmpty()) {
                    values.put(text.substring(start, equals).trim(), value);
                }
            }
            start = end + 1;
        }
        return values;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /** {@code /etc/os-release} is a link on most systems: links are followed. */
    private static String text(SystemRoot root, String path, String otherwise) {
        Path file = root.resolve(path);
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_BYTES) {
                return otherwise;
            }
            return Files.readString(file);
        } catch (IOException e) {
            return otherwise;
        }
    }
}
