package io.goalstated.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.goalstated.extension.HandlerState;
import io.goalstated.extension.VersionNumber;
import io.goalstated.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Book-keeping steps as the journal stores them: a restarted agent completes those of a command that had ended. Writing
 * settings is left out, the next plan does that from the goal state of its time.
 */
public final class Bookings {
    private Bookings() {}

    public static ArrayNode toJson(List<Step.Booking> steps) {
        ArrayNode list = Json.array();
        Writer writer = new Writer(list);
        steps.forEach(step -> step.book(writer));
        return list;
    }

    /** What that JSON says; entries that are not understood are left out. */
    public static List<Step.Booking> fromJson(JsonNode list) {
        List<Step.Booking> steps = new ArrayList<>();
        for (JsonNode entry : list) {
            read(entry).ifPresent(steps::add);
        }
        return steps;
    }

    private static Optional<Step.Booking> read(JsonNode entry) {
        Optional<VersionNumber> version = VersionNumber.parse(entry.path(1).asText());
        if (version.isEmpty()) {
            return Optional.empty();
        }
        String text = entry.path(2).asText();
        return switch (entry.path(0).asText()) {
            case "state" -> Optional.of(new Step.RecordState(version.get(), HandlerState.parse(text)));
            case "status" ->
                Optional.of(new Step.RecordStatus(version.get(), entry.path(3).asBoolean(), text));
            case "extension" ->
                Optional.of(new Step.RecordExtension(
                        version.get(), text, entry.path(3).asBoolean()));
            case "forget" -> Optional.of(new Step.ForgetExtension(version.get(), text));
            case "carry" -> VersionNumber.parse(text).map(to -> new Step.CarryOver(version.get(), to));
            case "remove" -> Optional.of(new Step.Remove(version.get()));
            default -> Optional.empty();
        };
    }

    private record Writer(ArrayNode list) implements Step.BookingVisitor<Boolean> {
        private ArrayNode entry(String word, VersionNumber version) {
            return list.addArray().add(word).add(version.text());
        }

        @Override
        public Boolean recordState(Step.RecordState step) {
            entry("state", step.version()).add(step.state().text());
            return true;
        }

        @Override
        public Boolean recordStatus(Step.RecordStatus step) {
            entry("status", step.version()).add(step.message()).add(step.ready());
            return true;
        }

        @Override
        public Boolean recordExtension(Step.RecordExtension step) {
            entry("extension", step.version()).add(step.extension()).add(step.enabled());
            return true;
        }

        @Override
        public Boolean forgetExtension(Step.ForgetExtension step) {
            entry("forget", step.version()).add(step.extension());
            return true;
        }

        @Override
        public Boolean writeSettings(Step.WriteSettings step) {
            return false;
        }

        @Override
        public Boolean carryOver(Step.CarryOver step) {
            entry("carry", step.from()).add(step.to().text());
            return true;
        }

        @Override
        public Boolean remove(Step.Remove step) {
            entry("remove", step.version());
            return true;
        }
    }
}
