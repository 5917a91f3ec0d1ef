package io.goalstated.goalstate;

import io.goalstated.goalstate.MalformedGoalState.Document;
import io.goalstated.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The wire protocol versions that an endpoint speaks (spec 01 §1.4). */
public record VersionsDocument(Optional<String> preferred, List<String> supported) {
    /** The only version we speak. */
    public static final String OURS = "2012-11-30";

    public VersionsDocument {
        supported = List.copyOf(supported);
    }

    public static VersionsDocument parse(String text) throws MalformedGoalState {
        Element root = XmlDocument.root(Document.VERSIONS, "Versions", text);
        List<String> supported = new ArrayList<>();
        for (Element version : root.items("Supported", "Version")) {
            supported.add(version.text());
        }
        return new VersionsDocument(root.first("Preferred").flatMap(it -> it.firstText("Version")), supported);
    }

    public Negotiation negotiate() {
        if (preferred.isPresent() && preferred.get().equals(OURS)) {
            return Negotiation.PREFERRED;
        }
        return supported.contains(OURS) ? Negotiation.SUPPORTED : Negotiation.REFUSED;
    }

    /** What the endpoint thinks of our version. The preferred one need not be among the supported ones. */
    public enum Negotiation {
        PREFERRED,
        SUPPORTED,
        /** This endpoint cannot be used. */
        REFUSED
    }
}
