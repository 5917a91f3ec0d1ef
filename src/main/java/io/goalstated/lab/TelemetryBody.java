package io.goalstated.lab;

import java.io.StringReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads what an agent posts to {@code comp=telemetrydata} (spec 01 §3.10): a document whose events are CDATA sections, each
 * a sequence of {@code Param} elements.
 */
final class TelemetryBody {
    private TelemetryBody() {}

    /** The events; fails when the document is not what the wireserver takes. */
    static List<TelemetryRecord> parse(String body, Instant time) throws XMLStreamException {
        List<TelemetryRecord> records = new ArrayList<>();
        XMLStreamReader reader = reader(body);
        String provider = "";
        while (reader.hasNext()) {
            if (reader.next() == XMLStreamConstants.START_ELEMENT) {
                switch (reader.getLocalName()) {
                    case "TelemetryData" -> {}
                    case "Provider" -> provider = attribute(reader, "id");
                    case "Event" -> records.add(event(reader, provider, time));
                    default -> throw new XMLStreamException("unknown element " + reader.getLocalName());
                }
            }
        }
        return records;
    }

    private static TelemetryRecord event(XMLStreamReader reader, String provider, Instant time)
            throws XMLStreamException {
        int id;
        try {
            id = Integer.parseInt(attribute(reader, "id"));
        } catch (NumberFormatException e) {
            throw new XMLStreamException("an event without a number");
        }
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, String> types = new LinkedHashMap<>();
        XMLStreamReader params = reader("<Params>" + reader.getElementText() + "</Params>");
        while (params.hasNext()) {
            if (params.next() == XMLStreamConstants.START_ELEMENT
                    && params.getLocalName().equals("Param")) {
                values.put(attribute(params, "Name"), attribute(params, "Value"));
                types.put(attribute(params, "Name"), attribute(params, "T"));
            }
        }
        return new TelemetryRecord(time, provider, id, values, types);
    }

    private static String attribute(XMLStreamReader reader, String name) throws XMLStreamException {
        String value = reader.getAttributeValue(null, name);
        if (value == null) {
            throw new XMLStreamException(reader.getLocalName() + " without " + name);
        }
        return value;
    }

    private static XMLStreamReader reader(String text) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory.createXMLStreamReader(new StringReader(text));
    }
}
