package io.goalstated.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;

/**
 * Reads JSON without trusting it: nesting and the number of parts are limited, numbers keep their exact text value, the
 * last of duplicate keys wins, a leading byte-order mark is skipped. Size limits are the caller's, who has the bytes.
 */
public final class Json {
    /** Deeper documents are refused; the deepest real one (a status file) has seven levels. */
    public static final int MAX_DEPTH = 64;

    /** Documents of more parts than this are refused: two bytes can cost eighty in memory. */
    public static final int MAX_TOKENS = 200_000;

    private static final JsonFactory TOKENS = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(64 << 20)
                    .maxNumberLength(1000)
                    .maxTokenCount(MAX_TOKENS)
                    .build())
            .build();

    private Json() {}

    /**
     * Parses one document.
     *
     * @throws MalformedJson with position and reason, never with the document's content
     */
    public static JsonNode parse(String text) throws MalformedJson {
        try (JsonParser tokens = TOKENS.createParser(text.startsWith("\uFEFF") ? text.substring(1) : text)) {
            if (tokens.nextToken() == null) {
                throw new MalformedJson("the document is empty");
            }
            JsonNode node = JsonTree.read(tokens);
            if (tokens.nextToken() != null) {
                throw new MalformedJson("the document goes on after its end (line "
                        + tokens.currentTokenLocation().getLineNr() + ", column "
                        + tokens.currentTokenLocation().getColumnNr() + ")");
            }
            return node;
        } catch (JsonProcessingException e) {
            var location = e.getLocation();
            String where = location == null
                    ? ""
                    : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
            throw new MalformedJson(firstLine(e.getOriginalMessage()) + where);
        } catch (IOException e) {
            throw new UncheckedIOException("text in memory cannot fail to be read", e);
        } catch (NumberFormatException e) {
            // Jackson lets it through for exponents that no BigDecimal can have.
            throw new MalformedJson("a number is out of every range");
        }
    }

    /**
     * The documents of a text that has one a line, such as a journal. A line that is none is passed over: a crash may have
     * torn it.
     */
    public static Stream<JsonNode> lines(String text) {
        return text.lines().flatMap(line -> {
            try {
                return Stream.of(parse(line));
            } catch (MalformedJson e) {
                return Stream.empty();
            }
        });
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** Jackson quotes the offending token in its messages: cut it off, it may be a secret. */
    private static String firstLine(String message) {
        int newline = message.indexOf('\n');
        String line = newline < 0 ? message : message.substring(0, newline);
        int quoted = line.indexOf('\'');
        int token = line.indexOf("Unrecognized token");
        return token >= 0 && quoted >= 0 ? "unrecognized token" : line;
    }
}
