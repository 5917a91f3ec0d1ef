package io.goalstated.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goalstated.json.Json;
import io.goalstated.json.SpacedJson;
import java.util.List;

/**
 * How one of the host's services looks from inside the VM (spec 01 §3.11).
 *
 * @param value what was seen, mostly an error
 */
public record HealthObservation(Subject subject, boolean healthy, String description, String value) {
    private static final int LONGEST = 128;

    /** What is observed, by the names that the health service knows. */
    public enum Subject {
        /** The host plugin says that it is well. */
        HOST_PLUGIN_HEARTBEAT("GuestAgentPluginHeartbeat"),
        /** It says which API versions it has. */
        HOST_PLUGIN_VERSIONS("GuestAgentPluginVersions"),
        /** It writes status blobs. */
        HOST_PLUGIN_STATUS("GuestAgentPluginStatus"),
        /** It fetches artifacts. */
        HOST_PLUGIN_ARTIFACT("GuestAgentPluginArtifact"),
        /** The instance metadata are complete. */
        METADATA_HEARTBEAT("InstanceMetadataHeartbeat");

        private final String text;

        Subject(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    public HealthObservation {
        description = cut(description);
        value = cut(value);
    }

    private static String cut(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST);
    }

    /** The request's body. */
    static String json(List<HealthObservation> observations) {
        ObjectNode report = Json.object()
                .put("Api", "reporttargethealth")
                .put("Version", "1.0")
                .put("Source", "WALinuxAgent");
        ArrayNode list = report.putArray("Observations");
        for (HealthObservation each : observations) {
            list.addObject()
                    .put("ObservationName", each.subject().text())
                    .put("IsHealthy", each.healthy())
                    .put("Description", each.description())
                    .put("Value", each.value());
        }
        return SpacedJson.write(report);
    }
}
