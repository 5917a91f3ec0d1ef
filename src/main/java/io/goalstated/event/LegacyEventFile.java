package io.goalstated.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.goalstated.xml.Element;
import io.goalstated.xml.MalformedXml;
import io.goalstated.xml.Xml;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads one {@code .tld} file: a JSON object, or the XML document that the oldest extensions write. */
public final class LegacyEventFile {
    /** An event of more than {@link EventXml#MAX_BYTES} could not be sent anyway. */
    public static final int MAX_BYTES = 128 << 10;

    private final JsonParser parser;
    private String provider = "";
    private String id = "";
    private final List<Parameter> parameters = new ArrayList<>();

    private LegacyEventFile(JsonParser parser) {
        this.parser = parser;
    }

    public static LegacyEvent read(byte[] content) throws MalformedEvents {
        int start = 0;
        while (start < content.length && isSkipped(content[start])) {
            start++;
        }
        try {
            return start < content.length && content[start] == '<'
                    ? xml(new String(content, StandardCharsets.UTF_8))
                    : EventJson.read(new ByteArrayInputStream(content), parser -> new LegacyEventFile(parser).json());
        } catch (IOException e) {
            throw new MalformedEvents("not UTF-8");
        }
    }

    /** White space, and the bytes of a byte-order mark. */
    private static boolean isSkipped(byte b) {
        return b == ' '
                || b == '\t'
                || b == '\r'
                || b == '\n'
                || b == (byte) 0xEF
                || b == (byte) 0xBB
                || b == (byte) 0xBF;
    }

    private static LegacyEvent xml(String text) throws MalformedEvents {
        try {
            Element root = Xml.parse(text);
            List<Parameter> parameters = new ArrayList<>();
            for (Element param : root.children("Param")) {
                LegacyEvent.add(
                        parameters,
                        LegacyEvent.typed(param.attribute("Name"), param.attribute("T"), param.attribute("Value")));
            }
            return LegacyEvent.of(attribute(root, "Provider"), attribute(root, "Event"), parameters, "xml");
        } catch (MalformedXml e) {
            throw new MalformedEvents(String.valueOf(e.getMessage()));
        }
    }

    private static String attribute(Element root, String element) {
        return root.first(element).map(found -> found.attribute("id")).orElse("");
    }

    private LegacyEvent json() throws IOException, MalformedEvents {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new MalformedEvents("not an object");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("providerId") && value.isScalarValue()) {
                provider = EventJson.text(parser);
            } else if (name.equals("eventId") && value.isScalarValue()) {
                id = EventJson.text(parser);
            } else if (name.equals("parameters") && value == JsonToken.START_ARRAY) {
                readParameters();
            } else {
                parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            throw new MalformedEvents("something follows the document");
        }
        return LegacyEvent.of(provider, id, parameters, "json");
    }

    private void readParameters() throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                readParameter();
            } else {
                parser.skipChildren();
            }
        }
    }

    private void readParameter() throws IOException {
        String name = "";
        Parameter value = Parameter.of("", "");
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String member = parser.currentName();
            parser.nextToken();
            if (member.equals("name")) {
                name = EventJson.text(parser);
            } else if (member.equals("value")) {
                value = value();
            }
            parser.skipChildren();
        }
        LegacyEvent.add(parameters, new Parameter(name, value.type(), value.text()));
    }

    /** The current value with the type that its form says; null and what has parts is no text. */
    private Parameter value() throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> Parameter.of("", EventJson.text(parser));
            case VALUE_TRUE -> Parameter.of("", true);
            case VALUE_FALSE -> Parameter.of("", false);
            case VALUE_NUMBER_INT -> new Parameter("", Parameter.Type.WHOLE, EventJson.text(parser));
            case VALUE_NUMBER_FLOAT -> Parameter.of("", parser.getDoubleValue());
            default -> Parameter.of("", "");
        };
    }
}
