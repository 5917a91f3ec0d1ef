package io.goalstated.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Assignments from one place, in order: a file in WALinuxAgent's format (spec 04 §3.1), the environment or the command line.
 * Nothing is judged here but the form.
 *
 * @param broken why the whole place is not to be believed; empty when it is
 */
public record ConfigFile(List<Entry> entries, String broken) {
    static final String NONE = "None";
    private static final String VARIABLE_PREFIX = "GOALSTATED_";

    /** One {@code key=value}, both trimmed. */
    public record Entry(String key, String value, Origin origin) {}

    public ConfigFile {
        entries = List.copyOf(entries);
    }

    public boolean isBroken() {
        return !broken.isEmpty();
    }

    /**
     * Reads a file. A line counts when it does not start with {@code #} and has a {@code =}; the value ends at the next
     * {@code #}, quotes and blanks around it go. A file that is empty or holds control characters is broken.
     */
    public static ConfigFile parse(String place, String content) {
        if (content.isEmpty()) {
            return new ConfigFile(List.of(), "is empty");
        }
        List<Entry> entries = new ArrayList<>();
        int line = 0;
        int start = 0;
        while (start <= content.length()) {
            int end = content.indexOf('\n', start);
            end = end < 0 ? content.length() : end;
            line++;
            String text = content.substring(start, end);
            if (holdsControlCharacters(text)) {
                return new ConfigFile(List.of(), "holds control characters in line " + line);
            }
            int equals = text.indexOf('=');
            if (equals >= 0 && !text.startsWith("#")) {
                entries.add(new Entry(
                        text.substring(0, equals).trim(),
                        valueOf(text.substring(equals + 1)),
                        new Origin(place, line)));
            }
            start = end + 1;
        }
        return new ConfigFile(entries, "");
    }

    /** {@code GOALSTATED_Logs__Verbose=y} sets {@code Logs.Verbose}; the case of the name does not matter. */
    public static ConfigFile fromEnvironment(Map<String, String> environment) {
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
            String name = variable.getKey();
            if (name.startsWith(VARIABLE_PREFIX)) {
                String key = name.substring(VARIABLE_PREFIX.length()).replace("__", ".");
                ConfigKeys.findIgnoringCase(key)
                        .map(ConfigKey::name)
                        // Others of that prefix are the launcher's.
                        .or(() -> key.indexOf('.') > 0 ? Optional.of(key) : Optional.empty())
                        .ifPresent(known -> entries.add(
                                new Entry(known, variable.getValue().trim(), new Origin("environment " + name, 0))));
            }
        }
        return new ConfigFile(entries, "");
    }

    /** Assignments given with {@code --set}; one without an equals sign is broken. */
    public static ConfigFile fromCommandLine(List<String> assignments) {
        List<Entry> entries = new ArrayList<>();
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals <= 0) {
                return new ConfigFile(List.of(), "'" + assignment + "' is not of the form Key=Value");
            }
            entries.add(new Entry(
                    assignment.substring(0, equals).trim(),
                    assignment.substring(equals + 1).trim(),
                    new Origin("--set", 0)));
        }
        return new ConfigFile(entries, "");
    }

    private static String valueOf(String text) {
        int comment = text.indexOf('#');
        String value = (comment < 0 ? text : text.substring(0, comment)).trim();
        int from = 0;
        int to = value.length();
        while (from < to && isQuoteOrBlank(value.charAt(from))) {
            from++;
        }
        while (to > from && isQuoteOrBlank(value.charAt(to - 1))) {
            to--;
        }
        return value.substring(from, to).trim();
    }

    private static boolean isQuoteOrBlank(char c) {
        return c == '"' || c == ' ';
    }

    private static boolean holdsControlCharacters(String line) {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if ((c < ' ' && c != '\t' && c != '\r') || c == '\ufffd') {
                return true;
            }
        }
        return false;
    }
}
