package io.goalstated.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One handler in a status report, as the platform reads it.
 *
 * @param status the handler's: {@code Ready}, {@code NotReady} …
 * @param extensionStatus what the extension itself says: {@code success} …; empty when it says nothing
 * @param message the extension's if there is one, else the handler's
 */
record Told(String handler, String version, String status, String extensionStatus, String message) {
    private static final Pattern NO_STATUS_YET = Pattern.compile("(?s).*: Status file .* does not exist");

    static Told of(JsonNode entry) {
        JsonNode extension =
                entry.path("runtimeSettingsStatus").path("settingsStatus").path("status");
        String own = entry.path("formattedMessage").path("message").asText();
        String message = extension.path("formattedMessage").path("message").asText();
        return new Told(
                entry.path("handlerName").asText(),
                entry.path("handlerVersion").asText(),
                entry.path("status").asText(),
                extension.path("status").asText(),
                shortened(message.isEmpty() ? own : message));
    }

    /** While a handler has written no status yet, the platform is told with the whole path of the file. */
    private static String shortened(String message) {
        return NO_STATUS_YET.matcher(message).matches() ? "no status yet" : message;
    }

    String text() {
        return status
                + (extensionStatus.isEmpty() ? "" : ", " + extensionStatus)
                + (message.isEmpty() ? "" : ": " + message);
    }

    List<String> row() {
        return List.of(handler, version, status, extensionStatus.isEmpty() ? "-" : extensionStatus, message);
    }
}
