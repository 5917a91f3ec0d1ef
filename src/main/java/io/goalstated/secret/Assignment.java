package io.goalstated.secret;

/** {@code AccountKey=…}, {@code password=…}, {@code Authorization: Bearer …} in running text: the value goes. */
final class Assignment {
    private Assignment() {}

    /** Looks at the equals sign at that place (which takes so many characters). */
    static Span afterEquals(String text, int at, int length) {
        String name = Words.nameBefore(text, at);
        if (!SensitiveNames.assignment(name)) {
            return Span.NONE;
        }
        return SensitiveNames.header(name) ? header(text, at + length) : value(text, at + length);
    }

    /** Looks at the colon at that place as the one behind a header's name. */
    static Span afterColon(String text, int at) {
        return SensitiveNames.header(Words.nameBefore(text, at)) ? header(text, at + 1) : Span.NONE;
    }

    private static Span value(String text, int from) {
        int start = Words.skipBlanks(text, from);
        Quote quote = Quote.at(text, start);
        if (!quote.isNone()) {
            int inside = start + quote.length();
            return new Span(inside, quote.closingFrom(text, inside));
        }
        int end = from;
        while (end < text.length() && !Words.endsToken(text, end) && !isSeparator(text.charAt(end))) {
            end += Escapes.lengthAt(text, end);
        }
        return new Span(from, end);
    }

    private static boolean isSeparator(char c) {
        return c == ';' || c == ',' || c == '&';
    }

    /**
     * To the end of the line, since credentials may hold blanks and commas; or to the quote, bracket or element that ends
     * the text which the header stands in. A quote right behind an equals sign belongs to the credentials (Digest).
     */
    private static Span header(String text, int from) {
        int start = Words.skipBlanks(text, from);
        Quote opening = Quote.at(text, start);
        if (!opening.isNone()) {
            int inside = start + opening.length();
            return new Span(inside, opening.closingFrom(text, inside));
        }
        int end = start;
        while (end < text.length()) {
            char c = text.charAt(end);
            if (c == '\r' || c == '\n' || c == '<' || c == '}' || c == ']' || c == '\\' || isForeignQuote(text, end)) {
                break;
            }
            if (c == '"') {
                end = Math.max(end + 1, text.indexOf('"', end + 1));
            }
            end++;
        }
        return new Span(start, Math.min(end, text.length()));
    }

    private static boolean isForeignQuote(String text, int at) {
        char c = text.charAt(at);
        return c == '\'' || (c == '"' && text.charAt(at - 1) != '=');
    }
}
