package io.goalstated.event;

import io.goalstated.xml.Element;
import io.goalstated.xml.MalformedXml;
import io.goalstated.xml.Xml;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Events as the wireserver takes them (spec 01 §3.10). An encoded event is one line: it holds no control character, and
 * since every {@code >} is escaped its CDATA section cannot end early.
 */
public final class EventXml {
    /** One request carries less than this many bytes of encoded events; a single event of that size is not sent. */
    public static final int MAX_BYTES = 64_512;

    private static final String START = "\"><![CDATA[";
    private static final String END = "]]></Event>";

    private EventXml() {}

    /** {@code <Event id="N"><![CDATA[<Param Name="…" Value="…" T="mt:…" />…]]></Event>}. */
    public static String encode(TelemetryEvent event) {
        StringBuilder out = new StringBuilder(1024);
        out.append("<Event id=\"").append(event.id()).append(START);
        for (Parameter parameter : event.parameters()) {
            out.append("<Param Name=\"").append(parameter.name()).append("\" Value=");
            quote(parameter.text(), out);
            out.append(" T=\"").append(parameter.type().wireName()).append("\" />");
        }
        return out.append(END).toString();
    }

    /** A request's body: encoded events of one provider. */
    public static String envelope(String provider, List<String> events) {
        StringBuilder out = new StringBuilder(MAX_BYTES);
        out.append("<?xml version=\"1.0\"?><TelemetryData version=\"1.0\"><Provider id=\"")
                .append(provider)
                .append("\">");
        events.forEach(out::append);
        return out.append("</Provider></TelemetryData>").toString();
    }

    /** The bytes that an encoded event takes of a request. */
    public static int bytes(String encoded) {
        return encoded.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Whether that line is an encoded event from its beginning to its end. */
    public static boolean isWhole(String line) {
        return line.startsWith("<Event id=\"") && line.endsWith(END);
    }

    /** What an encoded event says; for showing it. */
    public static TelemetryEvent decode(String provider, String encoded) throws MalformedXml {
        Element event = Xml.parse(encoded);
        Element content = Xml.parse("<Params>" + event.text() + "</Params>");
        List<Parameter> parameters = new ArrayList<>();
        for (Element param : content.children("Param")) {
            parameters.add(
                    new Parameter(param.attribute("Name"), type(param.attribute("T")), param.attribute("Value")));
        }
        try {
            return new TelemetryEvent(provider, Integer.parseInt(event.attribute("id")), parameters);
        } catch (NumberFormatException e) {
            throw new MalformedXml("an event without a number");
        }
    }

    private static Parameter.Type type(String wireName) {
        for (Parameter.Type type : Parameter.Type.values()) {
            if (type.wireName().equals(wireName)) {
                return type;
            }
        }
        return Parameter.Type.TEXT;
    }

    /** In double quotes, or in single ones when the text has double quotes and no single ones. */
    private static void quote(String text, StringBuilder out) {
        boolean single = text.indexOf('"') >= 0 && text.indexOf('\'') < 0;
        char quote = single ? '\'' : '"';
        out.append(quote);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '\n' -> out.append("&#10;");
                case '\r' -> out.append("&#13;");
                case '\t' -> out.append("&#9;");
                case '"' -> out.append(single ? "\"" : "&quot;");
                default -> out.append(isAllowed(text, i) ? c : '?');
            }
        }
        out.append(quote);
    }

    /** XML 1.0 has no way at all to write the other control characters, or half a surrogate pair. */
    private static boolean isAllowed(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
        }
        return c >= ' ' && c != '\uFFFE' && c != '\uFFFF';
    }
}
