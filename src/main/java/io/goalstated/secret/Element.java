package io.goalstated.secret;

/** An XML element whose content is a secret, also where the XML is escaped once more: the content goes, the tags stay. */
final class Element {
    private static final String CDATA = "<![CDATA[";

    private Element() {}

    /** Looks at the {@code <} (which takes so many characters) at that place as the start of an element. */
    static Span find(String text, int at, int length) {
        int i = at + length;
        String name = Words.nameAt(text, i);
        i += name.length();
        if (i < text.length() && text.charAt(i) == ':') {
            name = Words.nameAt(text, i + 1);
            i += 1 + name.length();
        }
        if (!SensitiveNames.element(name)) {
            return Span.NONE;
        }
        char before = ' ';
        while (i < text.length()) {
            char meant = Escapes.meantAt(text, i);
            i += Escapes.lengthAt(text, i);
            if (meant == '<') {
                return Span.NONE;
            }
            if (meant == '>') {
                return before == '/' ? Span.NONE : new Span(i, contentEnd(text, i));
            }
            before = meant;
        }
        return Span.NONE;
    }

    private static int contentEnd(String text, int from) {
        if (text.startsWith(CDATA, from)) {
            int end = text.indexOf("]]>", from);
            return end < 0 ? text.length() : end + 3;
        }
        int i = from;
        while (i < text.length() && Escapes.meantAt(text, i) != '<') {
            i += Escapes.lengthAt(text, i);
        }
        return i;
    }
}
