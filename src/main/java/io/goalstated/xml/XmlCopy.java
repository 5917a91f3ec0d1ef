package io.goalstated.xml;

import java.io.StringReader;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Copies a document event by event, with the content of some elements replaced, however it was written (spec 03 S5). Names,
 * prefixes, namespaces, attributes and text stay; comments and processing instructions do not, since nothing says what they
 * hold.
 */
public final class XmlCopy {
    private final XMLStreamReader reader;
    private final Set<String> hidden;
    private final String replacement;
    private final StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    /** How deep inside a hidden element the reader is; 0: outside of any. */
    private int inside;

    private XmlCopy(XMLStreamReader reader, Set<String> hidden, String replacement) {
        this.reader = reader;
        this.hidden = hidden;
        this.replacement = replacement;
    }

    /**
     * The document with the content and the attributes of some elements replaced. An empty one gets the replacement too.
     *
     * @param hidden local names
     * @throws MalformedXml when {@link Xml} refuses the document
     */
    public static String hiding(String text, Set<String> hidden, String replacement) throws MalformedXml {
        // Whatever the hardened reader refuses, with its limits, is never copied.
        Xml.parse(text);
        try {
            XMLStreamReader reader = Xml.factory().createXMLStreamReader(new StringReader(Xml.trim(text)));
            return new XmlCopy(reader, hidden, replacement).copy();
        } catch (XMLStreamException e) {
            throw new MalformedXml("not well-formed");
        }
    }

    private String copy() throws XMLStreamException {
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> open();
                case XMLStreamConstants.END_ELEMENT -> close();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text();
                default -> {
                    // Comments and processing instructions are left out.
                }
            }
        }
        return out.append('\n').toString();
    }

    private void open() {
        if (inside > 0) {
            inside++;
            return;
        }
        out.append('<').append(qualified(reader.getPrefix(), reader.getLocalName()));
        for (int i = 0; i < reader.getNamespaceCount(); i++) {
            String prefix = reader.getNamespacePrefix(i);
            attribute(prefix == null || prefix.isEmpty() ? "xmlns" : "xmlns:" + prefix, reader.getNamespaceURI(i));
        }
        if (hidden.contains(reader.getLocalName())) {
            inside = 1;
            out.append('>').append(escape(replacement));
            return;
        }
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            attribute(
                    qualified(reader.getAttributePrefix(i), reader.getAttributeLocalName(i)),
                    reader.getAttributeValue(i));
        }
        out.append('>');
    }

    private void attribute(String name, String value) {
        String text = value == null ? "" : value;
        out.append(' ')
                .append(name)
                .append("=\"")
                .append(escape(text)
                        .replace("\"", "&quot;")
                        .replace("\n", "&#10;")
                        .replace("\t", "&#9;"))
                .append('"');
    }

    private void close() {
        if (inside > 1) {
            inside--;
            return;
        }
        inside = 0;
        out.append("</")
                .append(qualified(reader.getPrefix(), reader.getLocalName()))
                .append('>');
    }

    private void text() {
        if (inside == 0) {
            out.append(escape(reader.getText()));
        }
    }

    private static String qualified(String prefix, String local) {
        return prefix == null || prefix.isEmpty() ? local : prefix + ":" + local;
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\r", "&#13;");
    }
}
