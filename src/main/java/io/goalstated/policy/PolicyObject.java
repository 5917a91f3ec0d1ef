package io.goalstated.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An object of a policy file: a closed set of attributes, {@code null} standing for absent. The complaints are those of
 * spec 02 §10.
 *
 * @param title how the object is called in complaints
 * @param prefix what stands before the names of its attributes there
 */
record PolicyObject(String title, String prefix, JsonNode node) {
    /** @param known the attributes there may be */
    void allowOnly(Set<String> known) throws PolicyFault {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!known.contains(entry.getKey())) {
                throw new PolicyFault("unrecognized attribute '" + entry.getKey() + "' in " + title);
            }
        }
    }

    Optional<JsonNode> get(String attribute) {
        return Optional.ofNullable(node.get(attribute)).filter(value -> !value.isNull());
    }

    String requiredText(String attribute) throws PolicyFault {
        JsonNode value = get(attribute)
                .orElseThrow(() -> new PolicyFault("missing required attribute '" + prefix + attribute + "'"));
        if (!value.isTextual()) {
            throw wrongType(attribute, value, "string");
        }
        return value.textValue();
    }

    Optional<Boolean> flag(String attribute) throws PolicyFault {
        Optional<JsonNode> value = get(attribute);
        if (value.isPresent() && !value.get().isBoolean()) {
            throw wrongType(attribute, value.get(), "boolean");
        }
        return value.map(JsonNode::booleanValue);
    }

    /** The object of that name, titled by its full name; empty when absent. */
    Optional<PolicyObject> object(String attribute) throws PolicyFault {
        Optional<JsonNode> value = get(attribute);
        return value.isPresent() ? Optional.of(member(attribute, value.get())) : Optional.empty();
    }

    /** Every member as an object, {@code null} not excepted. */
    List<Map.Entry<String, PolicyObject>> members() throws PolicyFault {
        List<Map.Entry<String, PolicyObject>> members = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            members.add(Map.entry(entry.getKey(), member(entry.getKey(), entry.getValue())));
        }
        return members;
    }

    private PolicyObject member(String attribute, JsonNode value) throws PolicyFault {
        if (!value.isObject()) {
            throw wrongType(attribute, value, "object");
        }
        return new PolicyObject(prefix + attribute, prefix + attribute + ".", value);
    }

    List<String> texts(String attribute) throws PolicyFault {
        List<String> texts = new ArrayList<>();
        Optional<JsonNode> value = get(attribute);
        if (value.isPresent()) {
            if (!value.get().isArray()) {
                throw wrongType(attribute, value.get(), "array");
            }
            for (JsonNode element : value.get()) {
                if (!element.isTextual() || element.textValue().isBlank()) {
                    throw new PolicyFault("attribute '" + prefix + attribute + "' must hold non-empty strings only");
                }
                texts.add(element.textValue());
            }
        }
        return texts;
    }

    private PolicyFault wrongType(String attribute, JsonNode value, String wanted) {
        String found = value.getNodeType().name().toLowerCase(Locale.ROOT);
        return new PolicyFault(
                "invalid type " + found + " for attribute '" + prefix + attribute + "'; must be '" + wanted + "'");
    }
}
