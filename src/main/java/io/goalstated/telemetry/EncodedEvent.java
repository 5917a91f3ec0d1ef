package io.goalstated.telemetry;

import io.goalstated.event.EventXml;
import io.goalstated.event.TelemetryEvent;
import java.util.Optional;

/**
 * An event as it will be sent, on one line.
 *
 * @param metric it goes first when there is too much
 * @param bytes of the text in UTF-8
 */
record EncodedEvent(String provider, boolean metric, String text, int bytes) {
    /** Empty when the event alone is more than a request may carry. */
    static Optional<EncodedEvent> of(TelemetryEvent event) {
        String text = EventXml.encode(event);
        int bytes = EventXml.bytes(text);
        return bytes < EventXml.MAX_BYTES
                ? Optional.of(new EncodedEvent(event.provider(), event.isMetric(), text, bytes))
                : Optional.empty();
    }
}
