package io.goalstated.supervise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goalstated.extension.CommandKind;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.HandlerState;
import io.goalstated.extension.SequenceNumber;
import io.goalstated.extension.VersionNumber;
import io.goalstated.json.Json;
import io.goalstated.plan.Bookings;
import io.goalstated.plan.OnFailure;
import io.goalstated.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * One command of one handler, as the journal remembers it: enough to finish its book-keeping without the plan that it
 * was part of.
 *
 * @param id unique for ever; names the operation's directory
 * @param whenDone the plan's book-keeping between this command and the next
 * @param goesOn whether {@code whenDone} also follows a failure
 * @param stateAfterFailure recorded when the command fails
 */
record Operation(
        String id,
        HandlerName handler,
        VersionNumber version,
        CommandKind kind,
        Optional<String> extension,
        SequenceNumber sequence,
        String goalState,
        Instant began,
        Duration timeout,
        List<Step.Booking> whenDone,
        boolean goesOn,
        Optional<HandlerState> stateAfterFailure) {

    static Operation of(
            String id,
            HandlerName handler,
            Step.Run step,
            String goalState,
            Instant began,
            Duration timeout,
            List<Step.Booking> whenDone) {
        Optional<HandlerState> after =
                step.onFailure() instanceof OnFailure.Stop stop ? stop.stateAfter() : Optional.empty();
        return new Operation(
                id,
                handler,
                step.version(),
                step.kind(),
                step.extension(),
                step.sequenceNumber(),
                goalState,
                began,
                timeout,
                whenDone,
                step.onFailure() instanceof OnFailure.GoOn,
                after);
    }

    ObjectNode toJson() {
        ObjectNode json = Json.object();
        json.put("operation", id);
        json.put("handler", handler.value());
        json.put("version", version.text());
        json.put("command", kind.word());
        extension.ifPresent(name -> json.put("extension", name));
        json.put("sequence", sequence.value());
        json.put("goalState", goalState);
        json.put("began", began.toString());
        json.put("timeout", timeout.toSeconds());
        json.set("whenDone", Bookings.toJson(whenDone));
        json.put("goesOn", goesOn);
        stateAfterFailure.ifPresent(state -> json.put("stateAfterFailure", state.text()));
        return json;
    }

    /** The operation of that record; empty when it is not one of ours. */
    static Optional<Operation> fromJson(JsonNode json) {
        Optional<HandlerName> handler = HandlerName.parse(json.path("handler").asText());
        Optional<VersionNumber> version =
                VersionNumber.parse(json.path("version").asText());
        Optional<CommandKind> kind = kind(json.path("command").asText());
        Optional<Instant> began = instant(json.path("began").asText());
        String id = json.path("operation").asText();
        if (handler.isEmpty() || version.isEmpty() || kind.isEmpty() || began.isEmpty() || !isId(id)) {
            return Optional.empty();
        }
        return Optional.of(new Operation(
                id,
                handler.get(),
                version.get(),
                kind.get(),
                Optional.ofNullable(json.path("extension").textValue()),
                new SequenceNumber(json.path("sequence").asInt()),
                json.path("goalState").asText(),
                began.get(),
                Duration.ofSeconds(json.path("timeout").asLong()),
                Bookings.fromJson(json.path("whenDone")),
                json.path("goesOn").asBoolean(),
                Optional.ofNullable(json.path("stateAfterFailure").textValue()).map(HandlerState::parse)));
    }

    private static boolean isId(String id) {
        return !id.isEmpty() && id.chars().allMatch(c -> c == '-' || Character.isLetterOrDigit(c));
    }

    private static Optional<CommandKind> kind(String word) {
        for (CommandKind kind : CommandKind.values()) {
            if (kind.word().equals(word)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
