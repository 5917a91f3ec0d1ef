package io.goalstated.wire;

import io.goalstated.goalstate.GoalStateDocument;

/** What the platform is told of the role besides its health (spec 01 §3.9). */
final class RoleProperties {
    private RoleProperties() {}

    /** The request's body, on one line. */
    static String xml(GoalStateDocument goalState, String fingerprint) {
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?><RoleProperties><Container><ContainerId>"
                + Health.escape(goalState.containerId())
                + "</ContainerId><RoleInstances><RoleInstance><Id>"
                + Health.escape(goalState.roleInstanceId())
                + "</Id><Properties><Property name=\"CertificateThumbprint\" value=\""
                + Health.escape(fingerprint).replace("\"", "&quot;")
                + "\" /></Properties></RoleInstance></RoleInstances></Container></RoleProperties>";
    }
}
