package io.goalstated.config;

import java.util.ArrayList;
import java.util.List;

/** Keys in words, for the file that the package installs. */
public final class Explanation {
    private static final int WIDTH = 110;

    private Explanation() {}

    /** What a key means, may be, is by default, and when a change counts: lines of at most 110 characters. */
    public static List<String> of(ConfigKey<?> key) {
        List<String> lines = new ArrayList<>(wrapped(key.text()));
        StringBuilder facts = new StringBuilder();
        if (key.isEffective()) {
            facts.append("Allowed: ")
                    .append(key.type().allowed())
                    .append(". Default: ")
                    .append(key.defaultText());
            facts.append(". A change is in force ").append(key.reload().text()).append('.');
        }
        key.instead()
                .ifPresent(other -> facts.append("Use instead: ").append(other).append('.'));
        if (facts.length() > 0) {
            lines.addAll(wrapped(facts.toString()));
        }
        return lines;
    }

    /** The text of {@code /etc/waagent.conf} as the package ships it. */
    public static String file() {
        StringBuilder file = new StringBuilder();
        comment(
                file,
                "Configuration of goalstated, in WALinuxAgent's format: Key=Value, no blanks around the equals sign;");
        comment(file, "a line that starts with # is a comment. None means not set. Later files win over this one:");
        comment(file, "/etc/goalstated/conf.d/*.conf.");
        for (ConfigKeys.Section section : ConfigKeys.sections()) {
            file.append('\n');
            comment(file, "=== " + section.title());
            for (ConfigKey<?> key : section.keys()) {
                file.append('\n');
                for (String line : of(key)) {
                    comment(file, line);
                }
                file.append(key.shipped()
                                .map(value -> key.name() + "=" + value)
                                .orElse("#" + key.name() + "=" + key.defaultText()))
                        .append('\n');
            }
        }
        return file.toString();
    }

    private static void comment(StringBuilder file, String text) {
        file.append("# ").append(text).append('\n');
    }

    private static List<String> wrapped(String text) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        while (text.length() - from > WIDTH) {
            int blank = text.lastIndexOf(' ', from + WIDTH);
            int to = blank > from ? blank : from + WIDTH;
            lines.add(text.substring(from, to));
            from = blank > from ? to + 1 : to;
        }
        lines.add(text.substring(from));
        return lines;
    }
}
