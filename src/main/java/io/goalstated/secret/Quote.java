package io.goalstated.secret;

/**
 * A quotation mark in the text as it is spelled there: double or single, behind backslashes (JSON within JSON, any depth),
 * or as an XML entity. A string ends at a mark of the same spelling that its content has not escaped.
 *
 * @param mark the character meant
 * @param backslashes how many stand before it
 * @param spelling characters that the mark takes without its backslashes; 0 = no mark
 */
record Quote(char mark, int backslashes, int spelling) {
    private static final Quote NONE = new Quote('\0', 0, 0);
    private static final int DEEPEST = 63;

    /** The mark whose spelling starts at that place. */
    static Quote at(String text, int at) {
        int i = at;
        while (i < text.length() && i - at <= DEEPEST && text.charAt(i) == '\\') {
            i++;
        }
        if (i < text.length()) {
            char raw = text.charAt(i);
            if (raw == '"' || raw == '\'') {
                return new Quote(raw, i - at, 1);
            }
        }
        if (at < text.length() && (text.charAt(at) == '&' || text.charAt(at) == '%' || text.charAt(at) == '\\')) {
            char meant = Escapes.meantAt(text, at);
            if (meant == '"' || meant == '\'') {
                return new Quote(meant, 0, Escapes.lengthAt(text, at));
            }
        }
        return NONE;
    }

    boolean isNone() {
        return spelling == 0;
    }

    int length() {
        return backslashes + spelling;
    }

    /** Where the closing mark's spelling begins, its backslashes included; the text's end when there is none. */
    int closingFrom(String text, int from) {
        int i = from;
        while (i < text.length()) {
            int run = 0;
            while (i + run < text.length() && text.charAt(i + run) == '\\') {
                run++;
            }
            int at = i + run;
            if (at >= text.length()) {
                return text.length();
            }
            if (isMark(text, at) && closes(run)) {
                return at - Math.min(run, backslashes);
            }
            i = at + 1;
        }
        return text.length();
    }

    private boolean isMark(String text, int at) {
        char c = text.charAt(at);
        if (spelling == 1) {
            return c == mark;
        }
        return (c == '&' || c == '%') && Escapes.meantAt(text, at) == mark;
    }

    /**
     * Each level of JSON within JSON turns a run of n backslashes before a quote into 2n + 1. Taking our level off again
     * leaves an even number when the mark is not part of the content.
     */
    private boolean closes(int run) {
        int left = run;
        for (int level = backslashes; level > 0; level = (level - 1) / 2) {
            if (left < level) {
                return true;
            }
            left = (left - 1) / 2;
        }
        return left % 2 == 0;
    }
}
