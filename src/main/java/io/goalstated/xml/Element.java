package io.goalstated.xml;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One element of a document. The platform's goal states use no prefixes and are read by local names only.
 *
 * @param namespace its URI; empty for none
 * @param name the local one
 * @param attributes by local name, as written; of two with one local name the one without a prefix
 * @param content the element's own text and CDATA, without that of its children, exactly
 * @param children in document order
 */
public record Element(
        String namespace, String name, Map<String, String> attributes, String content, List<Element> children) {
    public Element {
        attributes = Map.copyOf(attributes);
        children = List.copyOf(children);
    }

    /** An element without content. */
    public static Element empty(String name) {
        return new Element("", name, Map.of(), "", List.of());
    }

    /** The content without white space around it. */
    public String text() {
        return content.strip();
    }

    /** The attribute's value; a missing attribute reads as the empty string (spec 01 §0 rule 5). */
    public String attribute(String attribute) {
        return attributes.getOrDefault(attribute, "");
    }

    /** The first descendant of that name in document order, at any depth (spec 01 §0 rule 3). */
    public Optional<Element> first(String descendant) {
        for (Element child : children) {
            if (child.name.equals(descendant)) {
                return Optional.of(child);
            }
            Optional<Element> deeper = child.first(descendant);
            if (deeper.isPresent()) {
                return deeper;
            }
        }
        return Optional.empty();
    }

    /** The text of {@link #first}; empty when there is no such element or it holds no text. */
    public Optional<String> firstText(String descendant) {
        return first(descendant).map(Element::text).filter(text -> !text.isEmpty());
    }

    /** The direct children of that name. */
    public List<Element> children(String child) {
        List<Element> found = new ArrayList<>();
        for (Element element : children) {
            if (element.name.equals(child)) {
                found.add(element);
            }
        }
        return found;
    }

    /** The grandchildren {@code list/item}, of the first descendant {@code list} only. */
    public List<Element> items(String list, String item) {
        return first(list).map(found -> found.children(item)).orElse(List.of());
    }
}
