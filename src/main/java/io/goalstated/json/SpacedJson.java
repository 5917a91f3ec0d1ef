package io.goalstated.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Map;

/**
 * Writes JSON in the one form that every published handler can read: a single line, one blank after each colon and
 * comma and none before, ASCII only ({@code \\uXXXX} for the rest), {@code /} never escaped. Shell scripts cut values
 * out of such text, and Python 3.6 in the C locale dies on raw UTF-8 (spec 05 §2).
 */
public final class SpacedJson {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private SpacedJson() {}

    public static String write(JsonNode node) {
        StringBuilder out = new StringBuilder(256);
        append(out, node);
        return out.toString();
    }

    private static void append(StringBuilder out, JsonNode node) {
        if (node.isObject()) {
            appendObject(out, node);
        } else if (node.isArray()) {
            appendArray(out, node);
        } else if (node.isTextual()) {
            quote(out, node.textValue());
        } else {
            // Not toString(), which would fetch Jackson's object mapper to write a number.
            out.append(node.asText());
        }
    }

    private static void appendObject(StringBuilder out, JsonNode node) {
        out.append('{');
        Iterator<Map.Entry<String, JsonNode>> fields = node.properties().iterator();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> field = fields.next();
            quote(out, field.getKey());
            out.append(": ");
            append(out, field.getValue());
            if (fields.hasNext()) {
                out.append(", ");
            }
        }
        out.append('}');
    }

    private static void appendArray(StringBuilder out, JsonNode node) {
        out.append('[');
        for (int i = 0; i < node.size(); i++) {
            if (i > 0) {
                out.append(", ");
            }
            append(out, node.get(i));
        }
        out.append(']');
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c >= 0x20 && c < 0x7f) {
                        out.append(c);
                    } else {
                        escape(out, c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static void escape(StringBuilder out, char c) {
        out.append("\\u")
                .append(HEX[c >> 12])
                .append(HEX[(c >> 8) & 0xf])
                .append(HEX[(c >> 4) & 0xf])
                .append(HEX[c & 0xf]);
    }
}
