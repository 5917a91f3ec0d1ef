package io.goalstated.supervise;

import io.goalstated.extension.CommandKind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * How many commands may run beside one another (design 12): one install, update or uninstall on the whole VM; a few
 * enables and disables. First come, first served. Confined to the event loop.
 */
final class Lanes {
    private final Lane exclusive = new Lane(1);
    private final Lane overlapping;
    private final boolean serial;

    /** @param maxParallelEnable 1 means strictly serial: both kinds then share one lane */
    Lanes(int maxParallelEnable) {
        this.serial = maxParallelEnable <= 1;
        this.overlapping = new Lane(Math.max(1, maxParallelEnable));
    }

    /** Asks for a place; {@code admitted} runs once it is free, perhaps at once. */
    Ticket enter(CommandKind kind, Runnable admitted) {
        return lane(kind).enter(admitted);
    }

    /** A place for a command that runs already, whether there is room for it or not. */
    Ticket occupy(CommandKind kind) {
        return lane(kind).occupy();
    }

    private Lane lane(CommandKind kind) {
        return kind.isExclusive() || serial ? exclusive : overlapping;
    }

    /** How many wait for a place. */
    int waiting() {
        return exclusive.queue.size() + overlapping.queue.size();
    }

    /** A place in a lane, or in its queue. */
    interface Ticket {
        /** Gives the place back, or stops waiting for it. Harmless when done twice. */
        void leave();
    }

    private static final class Lane {
        private final Deque<Place> queue = new ArrayDeque<>();
        private int free;

        Lane(int width) {
            this.free = width;
        }

        Ticket enter(Runnable admitted) {
            Place place = new Place(this, admitted);
            queue.add(place);
            admitNext();
            return place;
        }

        Ticket occupy() {
            Place place = new Place(this, () -> {});
            place.state = State.INSIDE;
            free--;
            return place;
        }

        private void admitNext() {
            while (free > 0 && !queue.isEmpty()) {
                free--;
                Place next = queue.remove();
                next.state = State.INSIDE;
                next.admitted.run();
            }
        }
    }

    private enum State {
        WAITING,
        INSIDE,
        GONE
    }

    private static final class Place implements Ticket {
        private final Lane lane;
        private final Runnable admitted;
        private State state = State.WAITING;

        Place(Lane lane, Runnable admitted) {
            this.lane = lane;
            this.admitted = admitted;
        }

        @Override
        public void leave() {
            State before = state;
            state = State.GONE;
            if (before == State.WAITING) {
                removeFromQueue();
            } else if (before == State.INSIDE) {
                lane.free++;
                lane.admitNext();
            }
        }

        private void removeFromQueue() {
            Iterator<Place> places = lane.queue.iterator();
            while (places.hasNext()) {
                if (places.next() == this) {
                    places.remove();
                    return;
                }
            }
        }
    }
}
