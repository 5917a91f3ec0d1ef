package io.goalstated.goalstate;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.goalstate.MalformedGoalState.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON object of the vmSettings, its keys matched without regard to case (spec 01 §7: the service is inconsistent).
 * Of keys that differ in case only the last counts; {@code null} is absent. Complaints name the place, never the value.
 *
 * @param path where the object stands, such as {@code extensionGoalStates[2]}; empty for the document
 */
record FoldedObject(String path, JsonNode node) {

    static FoldedObject of(String path, JsonNode node) throws MalformedGoalState {
        if (!node.isObject()) {
            throw malformed((path.isEmpty() ? "the document" : path) + " is not an object");
        }
        return new FoldedObject(path, node);
    }

    Optional<JsonNode> get(String key) {
        JsonNode found = null;
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (entry.getKey().equalsIgnoreCase(key)) {
                found = entry.getValue();
            }
        }
        return Optional.ofNullable(found).filter(value -> !value.isNull());
    }

    Optional<String> text(String key) throws MalformedGoalState {
        Optional<JsonNode> value = get(key);
        if (value.isPresent() && !value.get().isTextual()) {
            throw malformed(at(key) + " is not a string");
        }
        return value.map(JsonNode::textValue);
    }

    String requiredText(String key) throws MalformedGoalState {
        return text(key).orElseThrow(() -> missing(key));
    }

    /** A JSON boolean or its name as a string; false when absent. */
    boolean flag(String key) throws MalformedGoalState {
        Optional<JsonNode> value = get(key);
        if (value.isEmpty()) {
            return false;
        }
        String text = value.get().asText();
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw malformed(at(key) + " is not a boolean");
        }
        return text.equalsIgnoreCase("true");
    }

    /** The elements, each with its place; empty when absent. */
    List<JsonNode> array(String key) throws MalformedGoalState {
        Optional<JsonNode> value = get(key);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!value.get().isArray()) {
            throw malformed(at(key) + " is not an array");
        }
        List<JsonNode> elements = new ArrayList<>();
        value.get().forEach(elements::add);
        return elements;
    }

    /** The elements of an array of objects; empty when absent. */
    List<FoldedObject> objects(String key) throws MalformedGoalState {
        List<FoldedObject> objects = new ArrayList<>();
        for (JsonNode element : array(key)) {
            objects.add(of(at(key) + "[" + objects.size() + "]", element));
        }
        return objects;
    }

    /** The elements of an array of strings; empty when absent. */
    List<String> texts(String key) throws MalformedGoalState {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : array(key)) {
            if (!element.isTextual()) {
                throw malformed(at(key) + "[" + texts.size() + "] is not a string");
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    MalformedGoalState missing(String key) {
        return malformed("no " + at(key));
    }

    static MalformedGoalState malformed(String reason) {
        return new MalformedGoalState(Document.VM_SETTINGS, reason);
    }
}
