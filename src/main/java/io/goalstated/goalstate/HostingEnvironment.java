package io.goalstated.goalstate;

import io.goalstated.goalstate.MalformedGoalState.Document;
import io.goalstated.xml.Element;

/** What the platform calls this VM; for telemetry only (spec 01 §4.2). A name that is not given is empty. */
public record HostingEnvironment(String vmName, String roleName, String deploymentName) {
    public static HostingEnvironment parse(String text) throws MalformedGoalState {
        Element root = XmlDocument.root(Document.HOSTING_ENVIRONMENT, "HostingEnvironmentConfig", text);
        return new HostingEnvironment(
                attribute(root, "Incarnation", "instance"),
                attribute(root, "Role", "name"),
                attribute(root, "Deployment", "name"));
    }

    private static String attribute(Element root, String element, String attribute) {
        return root.first(element).map(found -> found.attribute(attribute)).orElse("");
    }
}
