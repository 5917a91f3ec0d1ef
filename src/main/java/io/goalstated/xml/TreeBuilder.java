package io.goalstated.xml;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns the events of a well-formed document into elements, and counts what it is given. */
final class TreeBuilder {
    private final Deque<Open> path = new ArrayDeque<>();
    private final List<Element> roots = new ArrayList<>();
    private int nodes;

    int depth() {
        return path.size();
    }

    int nodes() {
        return nodes;
    }

    void open(String namespace, String name) {
        nodes++;
        path.push(new Open(namespace, name));
    }

    void attribute(String name, String value, boolean prefixed) {
        nodes++;
        Map<String, String> attributes = path.element().attributes;
        if (prefixed) {
            attributes.putIfAbsent(name, value);
        } else {
            attributes.put(name, value);
        }
    }

    void text(String text) {
        if (!path.isEmpty()) {
            path.element().text.append(text);
        }
    }

    void close() {
        Element closed = path.pop().element();
        if (path.isEmpty()) {
            roots.add(closed);
        } else {
            path.element().children.add(closed);
        }
    }

    Element root() throws MalformedXml {
        if (roots.size() != 1) {
            throw new MalformedXml("no root element");
        }
        return roots.get(0);
    }

    private static final class Open {
        final String namespace;
        final String name;
        final Map<String, String> attributes = new HashMap<>();
        final StringBuilder text = new StringBuilder();
        final List<Element> children = new ArrayList<>();

        Open(String namespace, String name) {
            this.namespace = namespace;
            this.name = name;
        }

        Element element() {
            return new Element(namespace, name, attributes, text.toString(), children);
        }
    }
}
