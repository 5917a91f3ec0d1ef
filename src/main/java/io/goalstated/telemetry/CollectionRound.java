package io.goalstated.telemetry;

import io.goalstated.platform.DropBox;
import io.goalstated.platform.Offload;
import io.goalstated.platform.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * One walk through the files that lie in a drop box: each is read, its events go to the outbox, then the file goes (W-22).
 * One that cannot be understood is looked at three times, a second apart, and then goes, too: nothing is read for ever.
 * Confined to the event loop.
 */
final class CollectionRound {
    private static final int LOOKS = 3;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** So many files, or files until so many events, are dealt with together. */
    private static final int FILES = 100;

    private static final int EVENTS = 100;

    private final DropBox box;
    private final int limit;
    private final Reader reader;
    private final Outbox outbox;
    private final Offload offload;
    private final Timers timers;
    private final BooleanSupplier stopped;
    private final Map<String, Integer> refused = new LinkedHashMap<>();
    private final List<String> unfinished = new ArrayList<>();
    private final Promise<Result> end = Promise.promise();
    private int events;

    /** Reads one file; blocks. */
    interface Reader {
        /** @param limit so many of its events are wanted */
        Taking read(String name, int limit) throws IOException;
    }

    /**
     * What a walk led to.
     *
     * @param full as many events were taken as may be, perhaps not all
     * @param finished nothing kept it from looking at every file
     * @param refused how many files or events for which reason
     */
    record Result(int events, boolean full, boolean finished, Map<String, Integer> refused) {}

    /** @param limit so many events are taken */
    CollectionRound(
            DropBox box,
            int limit,
            Reader reader,
            Outbox outbox,
            Offload offload,
            Timers timers,
            BooleanSupplier stopped) {
        this.box = box;
        this.limit = limit;
        this.reader = reader;
        this.outbox = outbox;
        this.offload = offload;
        this.timers = timers;
        this.stopped = stopped;
    }

    /** Takes the files in that order. Fails only when the disk does; what was not taken by then is still there. */
    Future<Result> run(List<String> names) {
        look(names, 1);
        return end.future();
    }

    private void look(List<String> names, int look) {
        if (stopped.getAsBoolean()) {
            finish(false);
        } else if (events >= limit) {
            finish(true);
        } else if (!names.isEmpty()) {
            int wanted = limit - events;
            offload.run(() -> read(names, wanted))
                    .compose(read -> take(read, look).map(taken -> names.subList(read.size(), names.size())))
                    .onSuccess(rest -> look(rest, look))
                    .onFailure(end::tryFail);
        } else if (unfinished.isEmpty()) {
            finish(true);
        } else {
            List<String> again = List.copyOf(unfinished);
            unfinished.clear();
            timers.after(PAUSE, () -> look(again, look + 1));
        }
    }

    private record Read(String name, Taking taking) {}

    /** The first files of the list: some, or until there is enough to write down. */
    private List<Read> read(List<String> names, int wanted) throws IOException {
        List<Read> read = new ArrayList<>();
        int found = 0;
        while (read.size() < Math.min(FILES, names.size()) && found < Math.min(EVENTS, wanted)) {
            String name = names.get(read.size());
            Taking taking = reader.read(name, wanted - found);
            found += taking instanceof Taking.Taken taken ? taken.events().size() : 0;
            read.add(new Read(name, taking));
        }
        return read;
    }

    private Future<Integer> take(List<Read> read, int look) {
        List<EncodedEvent> found = new ArrayList<>();
        List<String> done = new ArrayList<>();
        for (Read each : read) {
            if (each.taking() instanceof Taking.Taken taken) {
                found.addAll(taken.events());
                taken.refused().forEach((why, count) -> refused.merge(why, count, Integer::sum));
            }
            if (each.taking() instanceof Taking.Unfinished && look < LOOKS) {
                unfinished.add(each.name());
            } else {
                each.taking().complaint().ifPresent(why -> refused.merge(why, 1, Integer::sum));
                done.add(each.name());
            }
        }
        events += found.size();
        return outbox.add(found).compose(kept -> remove(done));
    }

    private Future<Integer> remove(List<String> names) {
        return offload.run(() -> {
            for (String name : names) {
                box.remove(name);
            }
            return names.size();
        });
    }

    private void finish(boolean finished) {
        end.tryComplete(new Result(events, events >= limit, finished, Map.copyOf(refused)));
    }
}
