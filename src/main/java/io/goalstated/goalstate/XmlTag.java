package io.goalstated.goalstate;

import io.goalstated.xml.MalformedXml;

/**
 * A start tag of a well-formed document as it is written.
 *
 * @param name the element's local name
 * @param text from {@code <} to {@code >}
 * @param end the position behind it
 */
record XmlTag(String name, String text, int end) {
    private static final String NAME_ENDS = " \t\r\n/>=";

    static XmlTag at(String in, int start) throws MalformedXml {
        char quote = 0;
        for (int i = start; i < in.length(); i++) {
            char c = in.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '>') {
                String text = in.substring(start, i + 1);
                return new XmlTag(local(text.substring(1, nameEnd(text, 1))), text, i + 1);
            }
        }
        throw new MalformedXml("a tag does not end");
    }

    boolean isEmpty() {
        return text.endsWith("/>");
    }

    /** The tag with the values of those attributes hidden. */
    String redacted(XmlRedaction.Secrets secrets) {
        StringBuilder out = new StringBuilder(text.length());
        int copied = 0;
        int here = nameEnd(text, 1);
        while (here < text.length()) {
            if (NAME_ENDS.indexOf(text.charAt(here)) >= 0) {
                here++;
                continue;
            }
            int nameEnd = nameEnd(text, here);
            String attribute = local(text.substring(here, nameEnd));
            int open = quote(nameEnd);
            int close = text.indexOf(text.charAt(open), open + 1);
            if (secrets.hidesAttribute(name, attribute)) {
                out.append(text, copied, open + 1).append(Redaction.MARK);
                copied = close;
            }
            here = close + 1;
        }
        return out.append(text, copied, text.length()).toString();
    }

    private int quote(int from) {
        int here = from;
        while (text.charAt(here) != '"' && text.charAt(here) != '\'') {
            here++;
        }
        return here;
    }

    private static int nameEnd(String text, int from) {
        int here = from;
        while (here < text.length() && NAME_ENDS.indexOf(text.charAt(here)) < 0) {
            here++;
        }
        return here;
    }

    private static String local(String qualified) {
        return qualified.substring(qualified.indexOf(':') + 1);
    }
}
