package io.goalstated.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** The daemon's status document for a person: one screen. */
final class StatusText {
    private static final Set<String> UNHEALTHY = Set.of("error", "NotReady", "Unresponsive");

    private final JsonNode status;
    private final int width;

    StatusText(JsonNode status, int width) {
        this.status = status;
        this.width = width;
    }

    /** Whether the goal state is carried out, every extension is fine, and the platform answers and takes reports. */
    static boolean isHealthy(JsonNode status) {
        boolean healthy = status.path("polling").path("lastError").asText().isEmpty();
        healthy &= status.path("report").path("lastError").asText().isEmpty();
        healthy &= status.path("goalState").path("code").asInt() == 0;
        healthy &= !status.path("provisioning").path("state").asText().equals("failed");
        for (JsonNode extension : status.path("extensions")) {
            healthy &= !UNHEALTHY.contains(extension.path("handlerStatus").asText())
                    && !UNHEALTHY.contains(extension.path("status").asText());
        }
        return healthy;
    }

    @Override
    public String toString() {
        JsonNode agent = status.path("agent");
        StringBuilder text = new StringBuilder();
        line(
                text,
                "agent",
                "goalstated " + agent.path("version").asText() + ", told to Azure as "
                        + agent.path("reported").asText() + ", process "
                        + agent.path("pid").asText() + ", up for "
                        + duration(agent.path("upSeconds").asLong()));
        status.path("conditions")
                .forEach(each -> line(text, "trouble", each.path("message").asText()));
        line(text, "goal state", goalState(status.path("goalState")));
        line(text, "polling", polling(status.path("polling")));
        status.path("unreachable").forEach(server -> line(text, "unreachable", server.asText()));
        status.path("resourceControl").forEach(trouble -> line(text, "resources", trouble.asText()));
        status.path("use").forEach(use -> line(text, "use", use(use)));
        line(text, "report", report(status.path("report")));
        if (status.has("provisioning")) {
            line(text, "provision", provisioning(status.path("provisioning")));
        }
        return text.append('\n').append(extensions()).toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format("%-11s %s%n", name, value));
    }

    private static String goalState(JsonNode goal) {
        if (goal.path("id").asText().isEmpty()) {
            return "none yet";
        }
        String carried = goal.path("message").asText();
        return goal.path("id").asText() + " (" + goal.path("source").asText() + " over "
                + goal.path("channel").asText() + "): "
                + (carried.isEmpty() ? "being carried out" : carried);
    }

    private static String polling(JsonNode polling) {
        String error = polling.path("lastError").asText();
        String answered = polling.has("lastAnswerSeconds")
                ? "last answer " + duration(polling.path("lastAnswerSeconds").asLong()) + " ago"
                : "no answer yet";
        return answered + rhythm(polling) + (error.isEmpty() ? "" : "; trouble: " + error);
    }

    private static String rhythm(JsonNode polling) {
        if (!polling.has("goalStateEverySeconds")) {
            return "";
        }
        String hint = polling.has("hintEverySeconds")
                ? ", for hints every "
                        + duration(polling.path("hintEverySeconds").asLong())
                : "";
        return "; " + (polling.path("active").asBoolean() ? "active" : "idle") + ": asks every "
                + duration(polling.path("goalStateEverySeconds").asLong()) + hint;
    }

    private static String use(JsonNode use) {
        String processor =
                use.has("processorPercent") ? use.path("processorPercent").asText() + "% of one processor, " : "";
        String throttled = use.path("throttledSeconds").asLong() > 0
                ? "held up for " + duration(use.path("throttledSeconds").asLong()) + " by its limit, "
                : "";
        return use.path("unit").asText() + ": " + processor + throttled
                + (use.path("memoryBytes").asLong() >> 20) + " MiB";
    }

    private static String report(JsonNode report) {
        String error = report.path("lastError").asText();
        String uploaded = report.has("lastUploadSeconds")
                ? "uploaded " + duration(report.path("lastUploadSeconds").asLong()) + " ago"
                : "nothing uploaded yet";
        return uploaded + (error.isEmpty() ? "" : "; trouble: " + error);
    }

    private static String provisioning(JsonNode provisioning) {
        String state = provisioning.path("state").asText();
        boolean under = state.equals("running") || state.equals("waiting") || state.equals("failed");
        String where = under && provisioning.has("step")
                ? ", " + provisioning.path("step").asText() + ", attempt "
                        + provisioning.path("attempt").asText()
                : "";
        String reason = provisioning.path("reason").asText();
        return state + where + (reason.isEmpty() ? "" : ": " + reason);
    }

    /** The table of extensions, after the handler that is built in. */
    String handlers() {
        Table table = heading();
        JsonNode provisioning = status.path("provisioning");
        if (!provisioning.isMissingNode()) {
            table.row(
                    provisioning.path("handler").asText(),
                    "-",
                    "-",
                    provisioning.path("state").asText(),
                    "-",
                    "-",
                    provisioning(provisioning));
        }
        rows(table);
        return table.isEmpty() ? "no extensions\n" : table.toString();
    }

    private String extensions() {
        Table table = heading();
        rows(table);
        return table.isEmpty() ? "no extensions\n" : table.toString();
    }

    private Table heading() {
        return new Table(width, "EXTENSION", "VERSION", "HANDLER", "STATUS", "SEQ", "CODE", "MESSAGE");
    }

    private void rows(Table table) {
        for (JsonNode extension : status.path("extensions")) {
            table.row(
                    extension.path("name").asText(),
                    extension.path("version").asText(),
                    extension.path("handlerStatus").asText("-"),
                    extension.path("status").asText("-"),
                    extension.path("sequenceNumber").asText("-"),
                    extension.path("code").asText("-"),
                    extension.path("message").asText());
        }
    }

    private static String duration(long seconds) {
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
    }
}
