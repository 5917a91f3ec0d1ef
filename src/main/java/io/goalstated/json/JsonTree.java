package io.goalstated.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * A tree of the tokens. Jackson's own way there is through its object mapper, whose four hundred classes would be half of
 * what the daemon loads for its first goal state.
 */
final class JsonTree {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonTree() {}

    /** The value that begins with the current token; the parser's limit on nesting bounds the recursion. */
    static JsonNode read(JsonParser tokens) throws IOException {
        return switch (tokens.currentToken()) {
            case START_OBJECT -> object(tokens);
            case START_ARRAY -> array(tokens);
            case VALUE_STRING -> NODES.textNode(tokens.getText());
            case VALUE_NUMBER_INT -> integer(tokens);
            case VALUE_NUMBER_FLOAT -> DecimalNode.valueOf(tokens.getDecimalValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new IllegalStateException("no value begins with " + tokens.currentToken());
        };
    }

    private static ObjectNode object(JsonParser tokens) throws IOException {
        ObjectNode object = NODES.objectNode();
        while (tokens.nextToken() == JsonToken.FIELD_NAME) {
            String name = tokens.currentName();
            tokens.nextToken();
            object.set(name, read(tokens));
        }
        return object;
    }

    private static ArrayNode array(JsonParser tokens) throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (tokens.nextToken() != JsonToken.END_ARRAY) {
            array.add(read(tokens));
        }
        return array;
    }

    private static JsonNode integer(JsonParser tokens) throws IOException {
        return switch (tokens.getNumberType()) {
            case INT -> NODES.numberNode(tokens.getIntValue());
            case LONG -> NODES.numberNode(tokens.getLongValue());
            case BIG_INTEGER -> NODES.numberNode(tokens.getBigIntegerValue());
            case FLOAT, DOUBLE, BIG_DECIMAL -> throw new IllegalStateException("not an integer");
        };
    }
}
