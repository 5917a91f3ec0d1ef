package io.goalstated.simulation;

import io.goalstated.platform.Timers;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Virtual time and all that is going to happen in it. Events of one moment happen in random order. An event belongs to one
 * life of the agent, or to the world, which is life 0; with a life end its events.
 */
final class Timeline {
    /** Nested so deep at most, as many as there are workers. */
    private static final int DEEPEST = 3;

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Random random;
    private long now;
    private int living;
    private int actor;
    private boolean working;
    private int depth;
    private long happened;
    private Optional<Violation> violation = Optional.empty();

    Timeline(Random random) {
        this.random = random;
    }

    /** Something that is going to happen. */
    final class Event implements Timers.Timer, Comparable<Event> {
        private final long due;
        private final int tie;
        private final int life;
        private final boolean work;
        private final Runnable task;
        private boolean cancelled;

        private Event(long due, int life, boolean work, Runnable task) {
            this.due = due;
            this.tie = random.nextInt();
            this.life = life;
            this.work = work;
            this.task = task;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public int compareTo(Event other) {
            int order = Long.compare(due, other.due);
            return order != 0 ? order : Integer.compare(tie, other.tie);
        }
    }

    Random random() {
        return random;
    }

    /** Monotonic, nanoseconds. */
    long now() {
        return now;
    }

    long happened() {
        return happened;
    }

    /** Whose doing the present event is: a life of the agent, or 0. */
    int actor() {
        return actor;
    }

    /** Whether the present event is a worker's, which may touch the disk. */
    boolean isWork() {
        return working;
    }

    int living() {
        return living;
    }

    boolean isAlive(int life) {
        return life == 0 || life == living;
    }

    /** From now on that life's events happen, and no other's. */
    void live(int life) {
        living = life;
    }

    /** @param delay nanoseconds */
    Event inTheWorld(long delay, Runnable task) {
        return add(delay, 0, false, task);
    }

    Event add(long delay, int life, boolean work, Runnable task) {
        Event event = new Event(now + Math.max(0, delay), life, work, task);
        events.add(event);
        return event;
    }

    /** Lets the next event happen; false when there is none within that time. */
    boolean step(long until) {
        Event next = next();
        if (next == null || next.due > until) {
            now = Math.max(now, until);
            return false;
        }
        events.remove();
        happen(next);
        if (violation.isPresent()) {
            throw violation.get();
        }
        return true;
    }

    @org.jspecify.annotations.Nullable
    private Event next() {
        Event next = events.peek();
        while (next != null && (next.cancelled || !isAlive(next.life))) {
            events.remove();
            next = events.peek();
        }
        return next;
    }

    private void happen(Event event) {
        int actorBefore = actor;
        boolean workingBefore = working;
        now = Math.max(now, event.due);
        actor = event.life;
        working = event.work;
        happened++;
        try {
            event.task.run();
        } catch (Death e) {
            // Its life is over, the world's goes on.
        } finally {
            actor = actorBefore;
            working = workingBefore;
        }
    }

    /** Does something that is not the present actor's doing. */
    void outside(Runnable deed) {
        int before = actor;
        actor = 0;
        try {
            deed.run();
        } finally {
            actor = before;
        }
    }

    /** In the middle of one worker's doing others get along: other workers, the loop, and the world. */
    void meanwhile(int count, long time) {
        if (depth >= DEEPEST) {
            return;
        }
        depth++;
        long until = now + time;
        for (int i = 0; i < count; i++) {
            Event next = next();
            if (next == null || next.due > until) {
                break;
            }
            events.remove();
            happen(next);
        }
        depth--;
    }

    /** Remembers the first; nobody can swallow it. */
    Violation violated(String rule, String details) {
        Violation found = new Violation(rule, details);
        if (violation.isEmpty()) {
            violation = Optional.of(found);
        }
        return found;
    }
}
