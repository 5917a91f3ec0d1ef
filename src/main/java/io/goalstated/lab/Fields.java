package io.goalstated.lab;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the members of one JSON object and names the wrong ones with their place, as in {@code handlers[0].version}. A
 * member that nobody asked for is a mistake of the writer: {@link #rejectOthers}.
 */
final class Fields {
    private final JsonNode node;
    private final String place;
    private final Set<String> known = new TreeSet<>();

    private Fields(JsonNode node, String place) {
        this.node = node;
        this.place = place;
    }

    /** An empty text counts as an object without members. */
    static Fields parse(String text) throws BadInput {
        try {
            return of(text.isBlank() ? Json.object() : Json.parse(text), "");
        } catch (MalformedJson e) {
            throw new BadInput("the body is not JSON: " + e.getMessage());
        }
    }

    private static Fields of(JsonNode node, String place) throws BadInput {
        if (!node.isObject()) {
            throw new BadInput((place.isEmpty() ? "the body" : place) + " must be an object");
        }
        return new Fields(node, place);
    }

    boolean has(String name) {
        return !get(name).isMissingNode();
    }

    String text(String name) throws BadInput {
        return optionalText(name).orElseThrow(() -> wrong(name, "is missing; it must be a text"));
    }

    Optional<String> optionalText(String name) throws BadInput {
        JsonNode value = get(name);
        if (!value.isMissingNode() && !value.isTextual()) {
            throw wrong(name, "must be a text");
        }
        return Optional.ofNullable(value.textValue());
    }

    int integer(String name, int otherwise) throws BadInput {
        JsonNode value = get(name);
        if (!value.isMissingNode() && !value.canConvertToInt()) {
            throw wrong(name, "must be a whole number");
        }
        return value.isMissingNode() ? otherwise : value.intValue();
    }

    boolean flag(String name, boolean otherwise) throws BadInput {
        JsonNode value = get(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw wrong(name, "must be true or false");
        }
        return value.isMissingNode() ? otherwise : value.booleanValue();
    }

    /** The JSON text of any value. */
    Optional<String> json(String name) {
        JsonNode value = get(name);
        return value.isMissingNode() ? Optional.empty() : Optional.of(value.toString());
    }

    List<String> texts(String name) throws BadInput {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : array(name)) {
            if (!item.isTextual()) {
                throw wrong(name + "[" + texts.size() + "]", "must be a text");
            }
            texts.add(item.textValue());
        }
        return texts;
    }

    List<Fields> objects(String name) throws BadInput {
        List<Fields> objects = new ArrayList<>();
        for (JsonNode item : array(name)) {
            objects.add(of(item, place(name) + "[" + objects.size() + "]"));
        }
        return objects;
    }

    Fields object(String name) throws BadInput {
        return of(get(name), place(name));
    }

    /** The names of all members, none of which is a mistake any more. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        known.addAll(names);
        return names;
    }

    void rejectOthers() throws BadInput {
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw wrong(name, "is unknown; known are " + String.join(", ", known));
            }
        }
    }

    BadInput wrong(String name, String problem) {
        return new BadInput(place(name) + " " + problem);
    }

    private JsonNode array(String name) throws BadInput {
        JsonNode value = get(name);
        if (!value.isMissingNode() && !value.isArray()) {
            throw wrong(name, "must be an array");
        }
        return value;
    }

    private JsonNode get(String name) {
        known.add(name);
        return node.path(name);
    }

    private String place(String name) {
        return place.isEmpty() ? name : place + "." + name;
    }
}
