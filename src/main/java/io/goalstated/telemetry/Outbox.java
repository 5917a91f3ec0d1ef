package io.goalstated.telemetry;

import io.goalstated.platform.Offload;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue of events that wait for the wireserver, on the disk and bounded. What it has taken survives the process;
 * what exceeds the limits is dropped, oldest first, and counted. Confined to the event loop; one access to the disk at
 * a time.
 */
final class Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final Spool spool;
    private final SpoolLimits limits;
    private final Offload offload;
    private final InstantSource clock;
    private SpoolIndex index = SpoolIndex.EMPTY;
    private int dropped;
    private Future<?> last;

    Outbox(Spool spool, SpoolLimits limits, Offload offload, InstantSource clock) {
        this.spool = spool;
        this.limits = limits;
        this.offload = offload;
        this.clock = clock;
        this.last = change(spool::load);
    }

    /** Ends when it is known what an earlier run has left. */
    Future<SpoolIndex> ready() {
        return inTurn(() -> Future.succeededFuture(index));
    }

    /** How many events wait. */
    int waiting() {
        return index.events();
    }

    /** How many events were lost since this was last asked. */
    int takeDropped() {
        int count = dropped;
        dropped = 0;
        return count;
    }

    /** Ends when the events are on the disk: whoever has them elsewhere may then forget them. */
    Future<SpoolIndex> add(List<EncodedEvent> events) {
        if (events.isEmpty()) {
            return Future.succeededFuture(index);
        }
        return inTurn(
                () -> change(() -> spool.add(index, events, clock.instant())).compose(added -> trim()));
    }

    private Future<SpoolIndex> trim() {
        SpoolIndex.Trimmed trimmed = index.trimmed(limits, clock.instant());
        dropped += trimmed.events();
        return change(() -> {
            spool.delete(trimmed.files());
            return trimmed.index();
        });
    }

    /** Nothing of what waits is wanted any more. */
    Future<SpoolIndex> discard() {
        return inTurn(() -> {
            List<Segment> all = index.segments();
            return change(() -> {
                spool.delete(all);
                return SpoolIndex.EMPTY;
            });
        });
    }

    /** What to send next; nothing is added to its segments any more. Empty when nothing waits. */
    Future<Optional<Batch>> next() {
        return inTurn(() -> trim().compose(trimmed -> {
            List<Segment> segments = index.next();
            segments.forEach(segment -> index = index.with(segment.sealing()));
            return segments.isEmpty()
                    ? Future.succeededFuture(Optional.empty())
                    : offload.run(() -> Optional.of(read(segments)));
        }));
    }

    /** What cannot be read is as good as sent: it must not keep the rest from being sent. */
    private Batch read(List<Segment> segments) {
        List<String> events = new ArrayList<>();
        for (Segment segment : segments) {
            try {
                events.addAll(spool.read(segment));
            } catch (IOException e) {
                LOG.warn("Telemetry is lost; file={} events={}: {}", segment.file(), segment.events(), e.getMessage());
            }
        }
        return new Batch(segments.get(0).provider(), segments, events);
    }

    /** The first so many events of the batch were sent, or never will be: they do not wait any more. */
    Future<SpoolIndex> settle(Batch batch, int events) {
        return inTurn(() -> {
            boolean all = events >= batch.events().size();
            List<Segment> done = new ArrayList<>();
            SpoolIndex after = index;
            int left = events;
            for (Segment sent : batch.segments()) {
                int here = all ? sent.events() : Math.min(left, sent.events());
                left -= here;
                if (here == sent.events()) {
                    after = after.without(sent);
                    done.add(sent);
                } else {
                    after = after.with(sent.sealing().without(here));
                }
            }
            SpoolIndex result = after;
            return change(() -> {
                spool.delete(done);
                return result;
            });
        });
    }

    private Future<SpoolIndex> change(Callable<SpoolIndex> work) {
        return offload.run(work).onSuccess(changed -> index = changed);
    }

    private <T> Future<T> inTurn(Supplier<Future<T>> work) {
        Future<T> mine = last.transform(earlier -> work.get());
        last = mine;
        return mine;
    }
}
