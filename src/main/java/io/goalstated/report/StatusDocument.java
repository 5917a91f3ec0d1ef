package io.goalstated.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goalstated.extension.ExtensionStatus;
import io.goalstated.extension.ExtensionStatus.Substatus;
import io.goalstated.extension.ExtensionStatus.Word;
import io.goalstated.extension.HandlerStatus;
import io.goalstated.json.Json;
import io.goalstated.json.SpacedJson;
import io.goalstated.supervise.SupervisionView.Verdict;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The status document (spec 01 §10.2): order of members, JSON types and null members are those that the platform has
 * always been given. ASCII only, so that characters are bytes.
 */
public final class StatusDocument {
    private static final String VERSION = "1.1";

    private final ReportInput input;
    private final UnaryOperator<String> redact;
    private final boolean exact;

    private StatusDocument(ReportInput input, UnaryOperator<String> redact, boolean exact) {
        this.input = input;
        this.redact = redact;
        this.exact = exact;
    }

    /** @param redact applied to every text that comes from a handler or a command */
    public static String build(ReportInput input, UnaryOperator<String> redact) {
        return SpacedJson.write(new StatusDocument(input, redact, true).document());
    }

    /** The document without what changes all the time: two equal ones make no difference to the platform. */
    static String fingerprint(ReportInput input) {
        return SpacedJson.write(new StatusDocument(input, UnaryOperator.identity(), false).document());
    }

    private ObjectNode document() {
        ObjectNode document = Json.object();
        document.put("version", VERSION);
        document.put("timestampUTC", time(input.now()));
        ObjectNode aggregate = document.putObject("aggregateStatus");
        aggregate.set("guestAgentStatus", agent());
        ArrayNode handlers = aggregate.putArray("handlerAggregateStatus");
        for (HandlerEntry entry : input.handlers()) {
            handlers.add(handler(entry));
        }
        if (input.verdict().isPresent()) {
            aggregate
                    .putObject("vmArtifactsAggregateStatus")
                    .set("goalStateAggregateStatus", goalState(input.verdict().get()));
        }
        document.set("guestOSInfo", guest());
        document.set("supportedFeatures", features());
        return document;
    }

    private ObjectNode agent() {
        boolean works = input.conditions().stream().noneMatch(Condition::stopsExtensions);
        ObjectNode agent = Json.object();
        agent.put("version", input.guest().agentVersion());
        agent.put("status", works ? HandlerStatus.READY : HandlerStatus.NOT_READY);
        agent.set("formattedMessage", message(Optional.of(Condition.message(input.conditions(), exact))));
        return agent;
    }

    private ObjectNode handler(HandlerEntry entry) {
        ObjectNode handler = Json.object();
        handler.put("handlerVersion", entry.version());
        handler.put("handlerName", entry.name());
        handler.put("status", entry.status());
        handler.put("code", entry.code());
        handler.put("useExactVersion", true);
        if (entry.message().isPresent()) {
            handler.set("formattedMessage", message(entry.message().map(text -> text + running(entry.running()))));
        }
        if (entry.settings().isPresent()) {
            handler.set(
                    "runtimeSettingsStatus", runtimeSettings(entry.settings().get()));
        }
        return handler;
    }

    private ObjectNode runtimeSettings(HandlerEntry.Settings settings) {
        ObjectNode runtime = Json.object();
        ObjectNode status = runtime.putObject("settingsStatus");
        status.set("status", extension(settings));
        status.put("version", 1.0);
        status.put("timestampUTC", time(input.now()));
        runtime.put("sequenceNumber", settings.sequence().value());
        if (settings.multiConfig()) {
            runtime.put("extensionName", settings.name());
        }
        return runtime;
    }

    private ObjectNode extension(HandlerEntry.Settings settings) {
        ExtensionStatus status = settings.status();
        ObjectNode extension = Json.object();
        extension.put("name", settings.name());
        extension.put(
                "configurationAppliedTime",
                status.configurationAppliedTime().filter(time -> exact).orElse(null));
        extension.put("operation", status.operation().orElse(null));
        extension.put("status", status.word().map(Word::text).orElse(null));
        extension.set("code", status.code());
        extension.set("formattedMessage", message(status.message().map(text -> text + running(settings.running()))));
        if (!status.substatuses().isEmpty()) {
            ArrayNode parts = extension.putArray("substatus");
            for (Substatus part : status.substatuses()) {
                parts.add(substatus(part));
            }
        }
        return extension;
    }

    private ObjectNode substatus(Substatus part) {
        ObjectNode substatus = Json.object();
        substatus.put("name", part.name().map(redact).orElse(null));
        substatus.put("status", part.word().text());
        substatus.set("code", part.code());
        substatus.set("formattedMessage", message(part.message()));
        return substatus;
    }

    private ObjectNode goalState(Verdict verdict) {
        ObjectNode goalState = Json.object();
        goalState.set("formattedMessage", message(Optional.of(verdict.message())));
        goalState.put("timestampUTC", time(verdict.at()));
        goalState.set("inSvdSeqNo", verdict.svdSequenceNumber());
        goalState.put("status", verdict.isSuccess() ? "Success" : "Failed");
        goalState.put("code", verdict.code().number());
        return goalState;
    }

    private ObjectNode guest() {
        ObjectNode guest = Json.object();
        guest.put("computerName", input.guest().computerName());
        guest.put("osName", input.guest().osName());
        guest.put("osVersion", input.guest().osVersion());
        guest.put("version", input.guest().agentVersion());
        return guest;
    }

    private ArrayNode features() {
        ArrayNode features = Json.array();
        features.addObject().put("Key", "MultipleExtensionsPerHandler").put("Value", "1.0");
        if (input.fastTrack()) {
            features.addObject().put("Key", "FastTrack").put("Value", "1.0");
        }
        return features;
    }

    private ObjectNode message(Optional<String> text) {
        return Json.object()
                .put("lang", "en-US")
                .put("message", text.map(redact).orElse(null));
    }

    private String running(String time) {
        return exact ? time : "";
    }

    private String time(Instant instant) {
        return exact ? instant.truncatedTo(ChronoUnit.SECONDS).toString() : "";
    }
}
