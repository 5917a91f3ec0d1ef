package io.goalstated.xml;

import java.io.StringReader;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads XML 1.0 without trusting it: a document type declaration is an error, so there are no entities but the five
 * built-in ones; depth, size and the number of elements and attributes are limited. A leading byte-order mark, white
 * space before the declaration and padding of NULs at the end are skipped.
 */
public final class Xml {
    /** Deeper documents are refused; the deepest real one (GoalState) has six levels. */
    public static final int MAX_DEPTH = 64;

    /** In characters (spec 01 §13 row 58: 16 MiB for every document). */
    public static final int MAX_LENGTH = 16 << 20;

    /** Elements and attributes together; a goal state with a hundred extensions has some thousands. */
    public static final int MAX_NODES = 100_000;

    private final XMLStreamReader reader;
    private final TreeBuilder tree = new TreeBuilder();

    private Xml(XMLStreamReader reader) {
        this.reader = reader;
    }

    /**
     * Parses one document.
     *
     * @return the root element
     * @throws MalformedXml with position and reason, never with the document's content
     */
    public static Element parse(String text) throws MalformedXml {
        if (text.length() > MAX_LENGTH) {
            throw new MalformedXml("longer than " + MAX_LENGTH + " characters");
        }
        String document = trim(text);
        if (document.isEmpty()) {
            throw new MalformedXml("the document is empty");
        }
        try {
            return new Xml(factory().createXMLStreamReader(new StringReader(document))).read();
        } catch (XMLStreamException e) {
            Location at = e.getLocation();
            throw at == null
                    ? new MalformedXml("not well-formed")
                    : new MalformedXml("not well-formed", at.getLineNumber(), at.getColumnNumber());
        }
    }

    static String trim(String text) {
        int start = text.startsWith("\uFEFF") ? 1 : 0;
        int end = text.length();
        while (end > start && (text.charAt(end - 1) == 0 || Character.isWhitespace(text.charAt(end - 1)))) {
            end--;
        }
        while (start < end && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        return text.substring(start, end);
    }

    static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_VALIDATING, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing is ever resolved");
        });
        return factory;
    }

    private Element read() throws XMLStreamException, MalformedXml {
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> open();
                case XMLStreamConstants.END_ELEMENT -> tree.close();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> tree.text(reader.getText());
                case XMLStreamConstants.DTD -> throw refused("a document type declaration");
                case XMLStreamConstants.ENTITY_REFERENCE -> throw refused("an entity reference");
                default -> {
                    // Comments, processing instructions and white space between elements carry nothing.
                }
            }
        }
        if (String.valueOf(reader.getVersion()).equals("1.1")) {
            throw new MalformedXml("XML 1.1 is not accepted");
        }
        return tree.root();
    }

    private void open() throws MalformedXml {
        if (tree.depth() == MAX_DEPTH) {
            throw refused("nesting deeper than " + MAX_DEPTH);
        }
        String namespace = reader.getNamespaceURI();
        tree.open(namespace == null ? "" : namespace, reader.getLocalName());
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            tree.attribute(reader.getAttributeLocalName(i), reader.getAttributeValue(i), hasPrefix(i));
        }
        if (tree.nodes() > MAX_NODES) {
            throw refused("more than " + MAX_NODES + " elements and attributes");
        }
    }

    private boolean hasPrefix(int attribute) {
        String prefix = reader.getAttributePrefix(attribute);
        return prefix != null && !prefix.isEmpty();
    }

    private MalformedXml refused(String what) {
        Location at = reader.getLocation();
        return new MalformedXml(what + " is not accepted", at.getLineNumber(), at.getColumnNumber());
    }
}
