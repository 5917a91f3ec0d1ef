package io.goalstated.provision;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The text of {@code sshd_config}, changed line by line: what is not asked for stays as it is (spec 03 §4.6). A keyword is
 * set outside of {@code Match} blocks; a comment is no setting.
 */
record SshdConfig(List<String> lines) {
    SshdConfig {
        lines = List.copyOf(lines);
    }

    static SshdConfig parse(String text) {
        return new SshdConfig(List.of(text.split("\n", -1)));
    }

    /** Whether there is a line for the keyword, in a block or not. */
    boolean mentions(String keyword) {
        return lines.stream().anyMatch(line -> sets(line, keyword));
    }

    /**
     * Sets the keyword for everybody. Every line of it outside of {@code Match} blocks gets the value; where there is none,
     * one is put before the first block that does not end, else at the end.
     */
    SshdConfig with(String keyword, String value) {
        List<String> changed = new ArrayList<>(lines);
        boolean found = false;
        int openBlock = -1;
        for (int i = 0; i < changed.size(); i++) {
            String line = changed.get(i).strip().toLowerCase(Locale.ROOT);
            if (isMatchAll(line)) {
                openBlock = -1;
            } else if (isWord(line, "match")) {
                openBlock = openBlock < 0 ? i : openBlock;
            } else if (openBlock < 0 && sets(changed.get(i), keyword)) {
                changed.set(i, keyword + " " + value);
                found = true;
            }
        }
        if (!found) {
            changed.add(openBlock >= 0 ? openBlock : Math.max(0, end(changed)), keyword + " " + value);
        }
        return new SshdConfig(changed);
    }

    /** Before the empty rest that follows the last line's end. */
    private static int end(List<String> lines) {
        int last = lines.size() - 1;
        return lines.get(last).isEmpty() ? last : lines.size();
    }

    private static boolean isMatchAll(String line) {
        return line.matches("match[ \t=]+all");
    }

    private static boolean sets(String line, String keyword) {
        return isWord(line.strip().toLowerCase(Locale.ROOT), keyword.toLowerCase(Locale.ROOT));
    }

    private static boolean isWord(String line, String word) {
        return line.startsWith(word)
                && line.length() > word.length()
                && " \t=".indexOf(line.charAt(word.length())) >= 0;
    }

    String text() {
        return String.join("\n", lines);
    }
}
