package io.goalstated.goalstate;

import io.goalstated.goalstate.MalformedGoalState.Document;
import io.goalstated.xml.Element;
import java.util.Optional;

/**
 * The GoalState document: who this VM is to the platform, and where the rest is to be had (spec 01 §4.1).
 *
 * @param containerId goes into HTTP headers, so it holds no control characters
 * @param roleInstanceId for health reports and telemetry
 * @param configName the role's configuration, likewise a header; empty when the document has none
 * @param extensionsConfig empty: no extensions are wanted, see {@link ExtensionsConfig#none}
 * @param certificates empty: there are none
 * @param remoteAccess empty: there is no list of just-in-time users
 */
public record GoalStateDocument(
        Incarnation incarnation,
        String containerId,
        String roleInstanceId,
        Optional<String> configName,
        String hostingEnvironment,
        String sharedConfig,
        Optional<String> extensionsConfig,
        Optional<String> certificates,
        Optional<String> remoteAccess) {

    static GoalStateDocument of(Incarnation incarnation, Element root) throws MalformedGoalState {
        Element container = child(root, "Container");
        Element role = child(container, "RoleInstance");
        Element configuration = child(role, "Configuration");
        return new GoalStateDocument(
                incarnation,
                header(XmlDocument.required(Document.GOAL_STATE, container, "ContainerId")),
                header(XmlDocument.required(Document.GOAL_STATE, role, "InstanceId")),
                Optional.of(header(configuration.firstText("ConfigName").orElse("")))
                        .filter(name -> !name.isEmpty()),
                XmlDocument.required(Document.GOAL_STATE, configuration, "HostingEnvironmentConfig"),
                XmlDocument.required(Document.GOAL_STATE, configuration, "SharedConfig"),
                configuration.firstText("ExtensionsConfig"),
                configuration.firstText("Certificates"),
                container.firstText("RemoteAccessInfo"));
    }

    private static Element child(Element parent, String name) throws MalformedGoalState {
        return parent.first(name)
                .orElseThrow(() -> new MalformedGoalState(Document.GOAL_STATE, "no " + name + " in " + parent.name()));
    }

    private static String header(String text) throws MalformedGoalState {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                throw new MalformedGoalState(Document.GOAL_STATE, "a name holds characters that no header can carry");
            }
        }
        return text;
    }

    /** The part of the configuration's name before its first dot; logs are uploaded under it. */
    public Optional<String> deploymentId() {
        return configName.map(name -> name.indexOf('.') < 0 ? name : name.substring(0, name.indexOf('.')));
    }
}
