package io.goalstated.simulation;

import io.goalstated.simulation.Happening.Trouble.Kind;
import io.goalstated.simulation.disk.Gate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Stands between the agent and its disk, and knows what else does not work at present. */
final class Faults implements Gate {
    private static final long MILLISECOND = 1_000_000;

    private final Timeline timeline;
    private final int crowded;
    private final Tally tally;
    private final Map<Kind, Integer> troubles = new EnumMap<>(Kind.class);
    private int left;
    private Optional<Runnable> end = Optional.empty();
    private long operations;

    /** @param crowded one operation in so many is interrupted by others; 0 for none */
    Faults(Timeline timeline, int crowded, Tally tally) {
        this.timeline = timeline;
        this.crowded = crowded;
        this.tally = tally;
    }

    void begin(Kind kind, int percent) {
        troubles.put(kind, percent);
    }

    void over(Kind kind) {
        troubles.remove(kind);
    }

    /** Nothing goes wrong any more. */
    void over() {
        troubles.clear();
        end = Optional.empty();
    }

    /** Whether that does not work, this time. */
    boolean strikes(Kind kind) {
        Integer percent = troubles.get(kind);
        boolean struck = percent != null && timeline.random().nextInt(100) < percent;
        if (struck) {
            tally.count("trouble " + kind);
        }
        return struck;
    }

    /** The agent's life ends with its next change of the disk after so many others. */
    void endAfter(int changes, Runnable how) {
        left = changes;
        end = Optional.of(how);
    }

    boolean isArmed() {
        return end.isPresent();
    }

    long operations() {
        return operations;
    }

    @Override
    public void before(Act act, Path path) throws IOException {
        int me = timeline.actor();
        if (me == 0) {
            return;
        }
        live(me);
        if (!timeline.isWork()) {
            throw timeline.violated("the loop never touches the disk", act + " " + path);
        }
        operations++;
        if (crowded > 0 && timeline.random().nextInt(crowded) == 0) {
            tally.count("interrupted in the middle");
            timeline.meanwhile(1 + timeline.random().nextInt(4), 30 * MILLISECOND);
            live(me);
        }
        if (act.changes() && end.isPresent() && left-- <= 0) {
            Runnable how = end.get();
            end = Optional.empty();
            how.run();
            live(me);
        }
        if (act.needsSpace() && strikes(Kind.DISK_FULL)) {
            throw new IOException(path + ": No space left on device");
        }
        if (act != Act.LOOK && strikes(Kind.DISK_BROKEN)) {
            throw new IOException(path + ": Input/output error");
        }
    }

    private void live(int me) {
        if (!timeline.isAlive(me)) {
            throw new Death();
        }
    }
}
