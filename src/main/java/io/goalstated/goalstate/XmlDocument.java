package io.goalstated.goalstate;

import io.goalstated.goalstate.MalformedGoalState.Document;
import io.goalstated.xml.Element;
import io.goalstated.xml.MalformedXml;
import io.goalstated.xml.Xml;

/**
 * Opens the XML documents of the platform. The root's name is checked: a proxy's error page that happens to be XML must
 * not pass for a goal state that wants nothing.
 */
final class XmlDocument {
    private XmlDocument() {}

    static Element root(Document document, String name, String text) throws MalformedGoalState {
        try {
            Element root = Xml.parse(text);
            if (!root.name().equals(name)) {
                throw new MalformedGoalState(document, "the root element is not " + name);
            }
            return root;
        } catch (MalformedXml e) {
            throw new MalformedGoalState(document, e.getMessage());
        }
    }

    static String required(Document document, Element parent, String name) throws MalformedGoalState {
        return parent.firstText(name)
                .orElseThrow(() -> new MalformedGoalState(document, "no " + name + " in " + parent.name()));
    }
}
