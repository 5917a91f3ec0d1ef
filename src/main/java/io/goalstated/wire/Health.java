package io.goalstated.wire;

import io.goalstated.goalstate.GoalStateDocument;
import java.util.Optional;

/**
 * What the platform is told about provisioning (spec 01 §3.8).
 *
 * @param problem why the VM is not ready; empty: it is ready
 */
public record Health(Optional<Problem> problem) {
    public static final Health READY = new Health(Optional.empty());

    /** The server takes 4096 bytes in all. */
    private static final int LONGEST_DESCRIPTION = 3686;

    /** @param subStatus {@code Provisioning} or {@code ProvisioningFailed} */
    public record Problem(String subStatus, String description) {}

    public static Health provisioning() {
        return new Health(Optional.of(new Problem("Provisioning", "Starting")));
    }

    public static Health provisioningFailed(String reason) {
        return new Health(Optional.of(new Problem("ProvisioningFailed", reason)));
    }

    /** The request's body, on one line. */
    String xml(GoalStateDocument goalState) {
        String state = problem.isEmpty()
                ? "<State>Ready</State>"
                : "<State>NotReady</State><Details><SubStatus>"
                        + escape(problem.get().subStatus())
                        + "</SubStatus><Description>"
                        + escape(cut(problem.get().description()))
                        + "</Description></Details>";
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?><Health xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                + " xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\"><GoalStateIncarnation>"
                + escape(goalState.incarnation().value())
                + "</GoalStateIncarnation><Container><ContainerId>"
                + escape(goalState.containerId())
                + "</ContainerId><RoleInstanceList><Role><InstanceId>"
                + escape(goalState.roleInstanceId())
                + "</InstanceId><Health>"
                + state
                + "</Health></Role></RoleInstanceList></Container></Health>";
    }

    private static String cut(String description) {
        if (description.length() <= LONGEST_DESCRIPTION) {
            return description;
        }
        boolean splits = Character.isHighSurrogate(description.charAt(LONGEST_DESCRIPTION - 1));
        return description.substring(0, splits ? LONGEST_DESCRIPTION - 1 : LONGEST_DESCRIPTION);
    }

    /** Control characters cannot be part of XML at all, and lines would break the single line. */
    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                default -> escaped.append(c < ' ' ? ' ' : c);
            }
        }
        return escaped.toString();
    }
}
