package io.goalstated.goalstate;

import io.goalstated.xml.Element;
import io.goalstated.xml.MalformedXml;
import io.goalstated.xml.Xml;
import java.util.Optional;

/**
 * Copies an XML document letter for letter but for its secrets. The hardened reader has to accept the document first, so
 * the copying may rely on its being well-formed and free of a DTD. Comments and processing instructions are left out:
 * they have no structure that could tell what they hold.
 */
final class XmlRedaction {
    /** Where the secrets of a kind of document are. Names are local names. */
    interface Secrets {
        boolean hidesAttribute(String element, String attribute);

        boolean looksInto(String element);

        /** @param content the element's text, unescaped and trimmed */
        String redact(String element, String content);
    }

    private static final String DECLARATION = "<?xml";

    private final String in;
    private final Secrets secrets;
    private final StringBuilder out;
    private int at;

    private XmlRedaction(String in, Secrets secrets) {
        this.in = in;
        this.secrets = secrets;
        this.out = new StringBuilder(in.length());
    }

    static Optional<String> redact(String text, Secrets secrets) {
        try {
            Xml.parse(text);
            return Optional.of(new XmlRedaction(text, secrets).copy());
        } catch (MalformedXml e) {
            return Optional.empty();
        }
    }

    private String copy() throws MalformedXml {
        while (at < in.length()) {
            if (in.startsWith("<!--", at)) {
                at = after("-->", at + 4);
            } else if (in.startsWith("<![CDATA[", at)) {
                copyTo(after("]]>", at));
            } else if (in.startsWith("<?", at)) {
                instruction();
            } else if (in.startsWith("</", at)) {
                copyTo(after(">", at));
            } else if (in.charAt(at) == '<') {
                tag();
            } else {
                int next = in.indexOf('<', at);
                copyTo(next < 0 ? in.length() : next);
            }
        }
        return out.toString();
    }

    private void copyTo(int end) {
        out.append(in, at, end);
        at = end;
    }

    private int after(String mark, int from) throws MalformedXml {
        int found = in.indexOf(mark, from);
        if (found < 0) {
            throw new MalformedXml("a part of the document does not end");
        }
        return found + mark.length();
    }

    private void instruction() throws MalformedXml {
        int end = after("?>", at);
        if (in.startsWith(DECLARATION, at) && Character.isWhitespace(in.charAt(at + DECLARATION.length()))) {
            copyTo(end);
        }
        at = end;
    }

    private void tag() throws MalformedXml {
        XmlTag tag = XmlTag.at(in, at);
        out.append(tag.redacted(secrets));
        at = tag.end();
        if (!tag.isEmpty() && secrets.looksInto(tag.name())) {
            int end = contentEnd();
            content(tag.name(), in.substring(at, end));
            at = end;
        }
    }

    /** Where the end tag of the element begins whose content begins here. */
    private int contentEnd() throws MalformedXml {
        int depth = 0;
        int here = at;
        while (true) {
            here = after("<", here) - 1;
            if (in.startsWith("<!--", here)) {
                here = after("-->", here + 4);
            } else if (in.startsWith("<![CDATA[", here)) {
                here = after("]]>", here);
            } else if (in.startsWith("<?", here)) {
                here = after("?>", here);
            } else if (in.startsWith("</", here)) {
                if (depth == 0) {
                    return here;
                }
                depth--;
                here = after(">", here);
            } else {
                XmlTag child = XmlTag.at(in, here);
                depth += child.isEmpty() ? 0 : 1;
                here = child.end();
            }
        }
    }

    /** Redacts the text; content that is more than text is hidden as a whole. */
    private void content(String element, String raw) {
        Optional<String> text = unescape(raw);
        String redacted = text.map(it -> secrets.redact(element, it)).orElse(Redaction.MARK);
        if (text.isPresent() && text.get().equals(redacted)) {
            out.append(raw);
            return;
        }
        String trimmed = raw.strip();
        int start = raw.indexOf(trimmed);
        out.append(raw, 0, start).append(escape(redacted)).append(raw, start + trimmed.length(), raw.length());
    }

    private static Optional<String> unescape(String raw) {
        try {
            Element content = Xml.parse("<text>" + raw + "</text>");
            return Optional.of(content)
                    .filter(it -> it.children().isEmpty() && !raw.contains("<!--") && !raw.contains("<?"))
                    .map(Element::text);
        } catch (MalformedXml e) {
            return Optional.empty();
        }
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
