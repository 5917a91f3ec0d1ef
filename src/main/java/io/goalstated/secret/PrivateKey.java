package io.goalstated.secret;

/** A private key in PEM: what stands between its BEGIN and END lines goes; all to the text's end when END is cut off. */
final class PrivateKey {
    private static final String BEGIN = "-----BEGIN ";

    private PrivateKey() {}

    /** Looks at the dash at that place as the first of a BEGIN line. */
    static Span find(String text, int at) {
        if (!text.startsWith(BEGIN, at)) {
            return Span.NONE;
        }
        int label = at + BEGIN.length();
        int labelEnd = label;
        while (labelEnd < text.length() && isLabelCharacter(text.charAt(labelEnd))) {
            labelEnd++;
        }
        if (!text.startsWith("-----", labelEnd)
                || !text.substring(label, labelEnd).contains("PRIVATE KEY")) {
            return Span.NONE;
        }
        int from = labelEnd + 5;
        int end = text.indexOf("-----END ", from);
        return new Span(from, end < 0 ? text.length() : end);
    }

    private static boolean isLabelCharacter(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ';
    }
}
