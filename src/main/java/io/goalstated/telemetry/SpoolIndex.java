package io.goalstated.telemetry;

import io.goalstated.event.EventXml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What lies in the spool, oldest first. A value: it decides, and whoever holds it carries that out on the disk. */
record SpoolIndex(List<Segment> segments) {
    static final SpoolIndex EMPTY = new SpoolIndex(List.of());

    SpoolIndex {
        segments = List.copyOf(segments);
    }

    int events() {
        return segments.stream().mapToInt(Segment::events).sum();
    }

    private long bytes() {
        return segments.stream().mapToLong(Segment::bytes).sum();
    }

    /** The segment that takes another event like that: the newest of its kind if there is room, else a new one. */
    Segment openFor(EncodedEvent event, Instant now) {
        for (int i = segments.size() - 1; i >= 0; i--) {
            Segment segment = segments.get(i);
            if (segment.provider().equals(event.provider()) && segment.metric() == event.metric()) {
                boolean room = !segment.sealed() && segment.bytes() + event.bytes() < EventXml.MAX_BYTES;
                return room ? segment : fresh(event, now);
            }
        }
        return fresh(event, now);
    }

    /** Numbers never go back, whatever the clock does. */
    private Segment fresh(EncodedEvent event, Instant now) {
        long last = segments.isEmpty() ? 0 : segments.get(segments.size() - 1).number();
        return new Segment(Math.max(last + 1, microseconds(now)), event.provider(), event.metric(), 0, 0, 0, false);
    }

    private static long microseconds(Instant time) {
        return Math.max(0, time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000);
    }

    /** This with that segment in the place of the one of its number, or at the end. */
    SpoolIndex with(Segment changed) {
        List<Segment> all = new ArrayList<>(segments);
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).number() == changed.number()) {
                all.set(i, changed);
                return new SpoolIndex(all);
            }
        }
        all.add(changed);
        return new SpoolIndex(all);
    }

    SpoolIndex without(Segment gone) {
        List<Segment> all = new ArrayList<>(segments);
        all.removeIf(segment -> segment.number() == gone.number());
        return new SpoolIndex(all);
    }

    /** The oldest segment and the next ones of its provider that fit into one request with it. */
    List<Segment> next() {
        List<Segment> batch = new ArrayList<>();
        long bytes = 0;
        for (Segment segment : segments) {
            boolean same =
                    batch.isEmpty() || segment.provider().equals(batch.get(0).provider());
            if (same && (batch.isEmpty() || bytes + segment.bytes() < EventXml.MAX_BYTES)) {
                batch.add(segment);
                bytes += segment.bytes();
            } else if (same) {
                break;
            }
        }
        return batch;
    }

    /**
     * What must go, in that order, so that the limits are kept.
     *
     * @param index what stays
     * @param files what goes with its file
     * @param events how many events are lost
     */
    record Trimmed(SpoolIndex index, List<Segment> files, int events) {}

    /** Too old goes first; then the oldest measurements, then the oldest of the rest. Events are counted one by one. */
    Trimmed trimmed(SpoolLimits limits, Instant now) {
        long oldest = microseconds(now.minus(limits.age()));
        SpoolIndex rest = this;
        List<Segment> gone = new ArrayList<>();
        int lost = 0;
        for (Optional<Segment> victim = rest.victim(limits, oldest);
                victim.isPresent();
                victim = rest.victim(limits, oldest)) {
            Segment segment = victim.get();
            int tooMany = rest.events() - limits.events();
            boolean onlyEvents = segment.number() >= oldest
                    && rest.segments.size() <= limits.files()
                    && rest.bytes() <= limits.bytes();
            if (onlyEvents && tooMany < segment.events()) {
                rest = rest.with(segment.without(tooMany));
                lost += tooMany;
            } else {
                rest = rest.without(segment);
                gone.add(segment);
                lost += segment.events();
            }
        }
        return new Trimmed(rest, gone, lost);
    }

    private Optional<Segment> victim(SpoolLimits limits, long oldest) {
        if (segments.isEmpty()) {
            return Optional.empty();
        }
        if (segments.get(0).number() < oldest) {
            return Optional.of(segments.get(0));
        }
        boolean over = events() > limits.events() || segments.size() > limits.files() || bytes() > limits.bytes();
        return over
                ? segments.stream().filter(Segment::metric).findFirst().or(() -> Optional.of(segments.get(0)))
                : Optional.empty();
    }
}
