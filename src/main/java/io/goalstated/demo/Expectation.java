package io.goalstated.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.lab.StatusReport;
import java.util.function.Predicate;

/**
 * What the platform shall be told of one handler.
 *
 * @param description completes "it was expected that"
 */
record Expectation(String handler, String description, Predicate<StatusReport> fulfilled) {
    static Expectation success(String handler, String version, int sequenceNumber) {
        return new Expectation(
                handler,
                handler + " " + version + " reports success for settings " + sequenceNumber,
                report -> report.handlerStatus(handler).equals("Ready")
                        && text(report, handler, "handlerVersion").equals(version)
                        && report.extensionStatus(handler).equals("success")
                        && report.sequenceNumber(handler) == sequenceNumber);
    }

    /** Refused for its signature. */
    static Expectation refused(String handler) {
        return new Expectation(
                handler,
                handler + " is refused for its signature",
                report -> report.handlerStatus(handler).equals("NotReady")
                        && report.handler(handler).orElseThrow().toString().contains("SIG_"));
    }

    static Expectation gone(String handler) {
        return new Expectation(
                handler,
                handler + " is not reported any more",
                report -> report.handlers().isArray() && report.handler(handler).isEmpty());
    }

    private static String text(StatusReport report, String handler, String member) {
        return report.handler(handler)
                .map(entry -> entry.path(member))
                .map(JsonNode::asText)
                .orElse("");
    }
}
