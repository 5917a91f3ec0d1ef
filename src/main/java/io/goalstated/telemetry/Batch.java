package io.goalstated.telemetry;

import java.util.List;

/** Events of one provider that go in one request, and the segments that they were read from. */
record Batch(String provider, List<Segment> segments, List<String> events) {
    Batch {
        segments = List.copyOf(segments);
        events = List.copyOf(events);
    }
}
