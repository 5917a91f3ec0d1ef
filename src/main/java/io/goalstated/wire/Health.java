package io.goalstated.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goalstated.goalstate.GoalStateDocument;
import io.goalstated.json.Json;
import io.goalstated.json.SpacedJson;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What the platform is told about provisioning (spec 01 §3.8).
 *
 * @param problem why the VM is not ready; empty: it is ready
 */
public record Health(Optional<Problem> problem) {
    public static final Health READY = new Health(Optional.empty());

    /** Characters before escaping. */
    private static final int LONGEST_DESCRIPTION = 3686;
    /** After it; the server takes no more. */
    private static final int MOST_BYTES = 4096;

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

    /** The body of the other way of reporting (spec 03 §6.2). */
    String json() {
        ObjectNode document = Json.object().put("state", problem.isEmpty() ? "Ready" : "NotReady");
        problem.ifPresent(it -> document.putObject("details")
                .put("subStatus", it.subStatus())
                .put("description", cut(it.description())));
        return SpacedJson.write(document);
    }

    /** So many whole characters that neither they nor their escaped form are too long. */
    private static String cut(String description) {
        StringBuilder kept = new StringBuilder();
        int bytes = 0;
        for (int i = 0; i < description.length(); ) {
            int c = description.codePointAt(i);
            i += Character.charCount(c);
            bytes += escape(Character.toString(c)).getBytes(StandardCharsets.UTF_8).length;
            if (kept.length() + Character.charCount(c) > LONGEST_DESCRIPTION || bytes > MOST_BYTES) {
                break;
            }
            kept.appendCodePoint(c);
        }
        return kept.toString();
    }

    /** Control characters cannot be part of XML at all, and lines would break the single line. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                default -> escaped.append(isXml(c) ? c : ' ');
            }
        }
        return escaped.toString();
    }

    /** Halves of a character count as part of it: a lone one is cut out by the encoding. */
    private static boolean isXml(char c) {
        return c >= ' ' && c != '\uFFFE' && c != '\uFFFF';
    }
}
