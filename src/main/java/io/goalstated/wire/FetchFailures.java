package io.goalstated.wire;

import io.goalstated.event.AgentEvent;
import io.goalstated.event.Events;
import io.goalstated.event.Operation;
import io.goalstated.platform.Timers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of fetches from storage that fail (spec 01 §9.3): once an hour for each server and channel, since what is broken
 * is asked again and again. Confined to the event loop.
 */
final class FetchFailures {
    private static final Logger LOG = LoggerFactory.getLogger(FetchFailures.class);
    private static final Duration QUIET = Duration.ofHours(1);
    /** Goal states name a handful of servers; a hostile one must not fill the memory. */
    private static final int MOST = 32;

    private final Timers timers;
    private final Events events;
    private final Map<Place, Long> told = new LinkedHashMap<>();

    private record Place(Channel channel, String host) {}

    FetchFailures(Timers timers, Events events) {
        this.timers = timers;
        this.events = events;
    }

    /** One way did not lead to that URI; it counts when that was the fault of who was asked, or of the way. */
    void failed(String uri, Channel channel, Throwable cause) {
        boolean counts = cause instanceof HttpFailure failure && failure.kind() != HttpFailure.Kind.DISK;
        if (counts) {
            tell(uri, channel, String.valueOf(cause.getMessage()));
        }
    }

    private void tell(String uri, Channel channel, String reason) {
        Place place = new Place(channel, Target.parse(uri).map(Target::host).orElse(""));
        long now = timers.nanoTime();
        told.values().removeIf(then -> now - then >= QUIET.toNanos());
        if (told.size() < MOST && told.putIfAbsent(place, now) == null) {
            String where = Target.parse(uri).map(Target::toString).orElse("an unusable URL");
            LOG.warn("Fetch failed; uri={} channel={} reason={}", where, channel, reason);
            events.tell(AgentEvent.warning(
                    Operation.HTTP_GET, "Fetch failed from [" + where + "]: channel=" + channel + " " + reason));
        }
    }
}
