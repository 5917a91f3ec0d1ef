package io.goalstated.extension;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goalstated.json.Json;
import io.goalstated.json.SpacedJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The status file that the agent writes in a handler's place (spec 02 §7.9): for failures of multi-config extensions,
 * never over an existing file, and for extensions that may not run, over whatever is there.
 */
public final class PlaceholderStatus {
    private PlaceholderStatus() {}

    /**
     * @param fullName the handler's name, for multi-config followed by a dot and the extension's
     * @param operation the platform's name of what failed
     * @param message redacted already
     */
    public static String text(String fullName, String operation, ErrorCode code, String message, Instant now) {
        ObjectNode root = Json.object();
        root.put("version", 1.0);
        root.put("timestampUTC", now.truncatedTo(ChronoUnit.SECONDS).toString());
        ObjectNode status = root.putObject("status");
        status.put("name", fullName);
        status.put("operation", operation);
        status.put("status", ExtensionStatus.Word.ERROR.text());
        status.put("code", code.number());
        status.putObject("formattedMessage").put("lang", "en-US").put("message", message);
        return SpacedJson.write(Json.array().add(root));
    }
}
