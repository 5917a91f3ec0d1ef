package io.goalstated.secret;

/**
 * One character in the spellings that texts put it in: raw, percent-encoded (once or more), as a JSON escape, as an XML
 * entity (once or more). A position is decoded to a character and the number of characters that it takes in the text.
 */
final class Escapes {
    /** Longest spelling that is looked at, for instance {@code %25252526}. */
    private static final int LONGEST = 24;

    private Escapes() {}

    /** The character that is meant at that place; the one that stands there when it is no escape. */
    static char meantAt(String text, int at) {
        return (char) (decode(text, at) & 0xffff);
    }

    /** How many characters the spelling at that place takes; at least 1. */
    static int lengthAt(String text, int at) {
        return (int) (decode(text, at) >>> 16);
    }

    private static long decode(String text, int at) {
        char c = text.charAt(at);
        return switch (c) {
            case '%' -> percent(text, at);
            case '\\' -> backslash(text, at);
            case '&' -> entity(text, at);
            default -> result(c, 1);
        };
    }

    /** {@code %3F}, and {@code %253F}, {@code %25253F}. */
    private static long percent(String text, int at) {
        int i = at + 1;
        while (i - at < LONGEST && text.startsWith("25", i)) {
            i += 2;
        }
        int value = hex(text, i, 2);
        return value < 0 ? result('%', 1) : result((char) value, i + 2 - at);
    }

    /** {@code \}{@code u0026}, also with its backslash doubled, and {@code \/}. */
    private static long backslash(String text, int at) {
        int i = at;
        while (i < text.length() && i - at < LONGEST && text.charAt(i) == '\\') {
            i++;
        }
        if (i < text.length() && text.charAt(i) == 'u') {
            int value = hex(text, i + 1, 4);
            return value < 0 ? result('\\', 1) : result((char) value, i + 5 - at);
        }
        if (i < text.length() && text.charAt(i) == '/') {
            return result('/', i + 1 - at);
        }
        return result('\\', 1);
    }

    /** An entity by name or number, also where its own ampersand was escaped again. */
    private static long entity(String text, int at) {
        int i = at + 1;
        while (i - at < LONGEST && text.startsWith("amp;", i)) {
            i += 4;
        }
        if (text.startsWith("quot;", i) || text.startsWith("#34;", i)) {
            return result('"', text.indexOf(';', i) + 1 - at);
        }
        if (text.startsWith("apos;", i) || text.startsWith("#39;", i)) {
            return result('\'', text.indexOf(';', i) + 1 - at);
        }
        if (text.startsWith("lt;", i)) {
            return result('<', i + 3 - at);
        }
        if (text.startsWith("gt;", i)) {
            return result('>', i + 3 - at);
        }
        if (text.startsWith("#38;", i)) {
            return result('&', i + 4 - at);
        }
        if (text.startsWith("#x26;", i)) {
            return result('&', i + 5 - at);
        }
        return result('&', i - at);
    }

    /** The number that so many hexadecimal digits make, or -1. */
    private static int hex(String text, int at, int digits) {
        if (at + digits > text.length()) {
            return -1;
        }
        int value = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }

    private static long result(char meant, int length) {
        return ((long) length << 16) | meant;
    }
}
