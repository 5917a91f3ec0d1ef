package io.goalstated.secret;

/** A member of a JSON object whose name says secret, at any depth of escaping: its value goes, its quotes stay. */
final class Member {
    private Member() {}

    /** Looks at the quote at that place as the start of a member's name. */
    static Span find(String text, int at) {
        Quote quote = Quote.at(text, at);
        if (quote.isNone()) {
            return Span.NONE;
        }
        int nameStart = at + quote.length();
        String name = Words.nameAt(text, nameStart);
        if (!SensitiveNames.member(name)) {
            return Span.NONE;
        }
        int afterName = nameStart + name.length();
        Quote closing = Quote.at(text, afterName);
        if (closing.isNone()) {
            return Span.NONE;
        }
        int colon = skipSpace(text, afterName + closing.length());
        if (colon >= text.length() || text.charAt(colon) != ':') {
            return Span.NONE;
        }
        return value(text, skipSpace(text, colon + 1));
    }

    private static Span value(String text, int from) {
        if (from >= text.length()) {
            return Span.NONE;
        }
        Quote quote = Quote.at(text, from);
        if (!quote.isNone()) {
            return new Span(from + quote.length(), quote.closingFrom(text, from + quote.length()));
        }
        char c = text.charAt(from);
        if (c == '{' || c == '[') {
            return new Span(from, endOfNested(text, from));
        }
        return bare(text, from);
    }

    /** A number; {@code null}, {@code true} and {@code false} hide nothing. */
    private static Span bare(String text, int from) {
        int end = from;
        while (end < text.length() && !Words.endsToken(text.charAt(end)) && text.charAt(end) != ',') {
            end++;
        }
        String value = text.substring(from, Math.min(end, from + 6));
        boolean harmless = value.equals("null") || value.equals("true") || value.equals("false");
        return harmless ? Span.NONE : new Span(from, end);
    }

    /** Behind the bracket that closes the one at that place, strings left out of the count; the text's end when none does. */
    private static int endOfNested(String text, int from) {
        int depth = 0;
        int i = from;
        while (i < text.length()) {
            char c = text.charAt(i);
            Quote quote = Quote.at(text, i);
            if (!quote.isNone()) {
                i = quote.closingFrom(text, i + quote.length());
                i += i < text.length() ? Quote.at(text, i).length() : 0;
                continue;
            }
            if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            }
            i++;
            if (depth == 0) {
                return i;
            }
        }
        return text.length();
    }

    private static int skipSpace(String text, int from) {
        int i = from;
        while (i < text.length()) {
            if (Character.isWhitespace(text.charAt(i))) {
                i++;
            } else if (text.startsWith("\\n", i) || text.startsWith("\\t", i) || text.startsWith("\\r", i)) {
                i += 2;
            } else {
                break;
            }
        }
        return i;
    }
}
