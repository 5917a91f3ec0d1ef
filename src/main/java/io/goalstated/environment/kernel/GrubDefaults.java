package io.goalstated.environment.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The text of {@code /etc/default/grub}: assignments of a shell. Only the line that is asked for is changed; its quotes and all other
 * lines stay as they are. A value that continues on further lines, or is put together from others, is left alone.
 *
 * @param text ends with a line break unless empty
 */
public record GrubDefaults(String text) {
    public GrubDefaults {
        text = text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
    }

    /** The value of the last assignment, without its quotes; empty when there is none. */
    public String value(String name) {
        String value = "";
        for (String line : text.split("\n", -1)) {
            if (line.startsWith(name + "=")) {
                value = unquoted(line.substring(name.length() + 1).strip());
            }
        }
        return value;
    }

    /** With these words at the end of the value, in this order and once; words that they replace are taken away. */
    public GrubDefaults withArguments(String name, List<String> arguments, Predicate<String> replaced) {
        List<String> words = new ArrayList<>();
        for (String word : value(name).split("\\s+", -1)) {
            if (!word.isEmpty() && !arguments.contains(word) && !replaced.test(word)) {
                words.add(word);
            }
        }
        words.addAll(arguments);
        return withValue(name, String.join(" ", words));
    }

    /** With that value, in the quotes that the line has, or in double ones. */
    public GrubDefaults withValue(String name, String value) {
        if (value(name).equals(value)) {
            return this;
        }
        String[] lines = text.split("\n", -1);
        int last = -1;
        for (int i = 0; i < lines.length; i++) {
            last = lines[i].startsWith(name + "=") ? i : last;
        }
        if (last < 0) {
            return new GrubDefaults(text + name + "=\"" + value + "\"\n");
        }
        String quote = lines[last].startsWith(name + "='") ? "'" : "\"";
        lines[last] = name + "=" + quote + value + quote;
        return new GrubDefaults(String.join("\n", lines));
    }

    /** Whether the value is one plain text, which can be changed without running a shell. */
    public boolean isPlain(String name) {
        for (String line : text.split("\n", -1)) {
            if (line.startsWith(name + "=")
                    && !isPlainLine(line.substring(name.length() + 1).strip())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlainLine(String written) {
        String value = unquoted(written);
        boolean closed = written.isEmpty() || !written.equals(value) || !written.matches(".*[\"'\\s].*");
        return closed && value.chars().noneMatch(c -> "\"'\\$`".indexOf(c) >= 0);
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
