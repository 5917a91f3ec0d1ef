package io.goalstated.secret;

import java.util.Locale;

/** Names and ends of values in running text. */
final class Words {
    /** Longer names are nobody's; the limit keeps every look at a name short. */
    static final int LONGEST_NAME = 64;

    private Words() {}

    static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '-'
                || c == '.';
    }

    /** The name that starts there, in lower case; empty when none does. */
    static String nameAt(String text, int from) {
        int end = from;
        int limit = Math.min(text.length(), from + LONGEST_NAME);
        while (end < limit && isNameCharacter(text.charAt(end))) {
            end++;
        }
        return text.substring(from, end).toLowerCase(Locale.ROOT);
    }

    /** The name that ends before that place, in lower case, without the tail of an escape such as {@code %26} before it. */
    static String nameBefore(String text, int end) {
        int from = end;
        int limit = Math.max(0, end - LONGEST_NAME);
        while (from > limit && isNameCharacter(text.charAt(from - 1))) {
            from--;
        }
        if (from > 0 && text.charAt(from - 1) == '%' && end - from > 2) {
            from += 2;
        } else if (from > 0 && text.charAt(from - 1) == '\\' && end - from > 5 && text.charAt(from) == 'u') {
            from += 5;
        }
        return text.substring(from, end).toLowerCase(Locale.ROOT);
    }

    /** White space, a quote, a bracket: what no URL and no key contains. */
    static boolean endsToken(char c) {
        return switch (c) {
            case ' ', '"', '\'', '`', '<', '>', '(', ')', '[', ']', '{', '}', '\\' -> true;
            default -> c < ' ' || Character.isWhitespace(c);
        };
    }

    /** Whether a URL or a key ends there. A percent-encoded quote or blank is part of it; an XML or JSON escaped one is not. */
    static boolean endsToken(String text, int at) {
        return text.charAt(at) != '%' && endsToken(Escapes.meantAt(text, at));
    }

    static int skipBlanks(String text, int from) {
        int i = from;
        while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
            i++;
        }
        return i;
    }
}
