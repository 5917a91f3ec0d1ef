package io.goalstated.environment.monitor;

import io.goalstated.event.Operation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One thing of the VM that is looked after. */
public interface Watch {
    /** For messages. */
    String name();

    /** What the platform is told has failed when something stays wrong; empty: that is no business of its. */
    default Optional<Operation> failing() {
        return Optional.empty();
    }

    /** How long after a look the next one comes; asked anew each time, since the owner may change it. */
    Duration period();

    /** Whether it is to be looked at; likewise. */
    boolean isWanted();

    /**
     * Looks, and puts right what is not right. Blocks.
     *
     * @throws IOException when it cannot be done; the next look comes all the same
     */
    Report look() throws IOException;

    /**
     * What a look has come to. An uneventful one says nothing.
     *
     * @param done what was changed
     * @param problems what is wrong still
     */
    record Report(List<String> done, List<String> problems) {
        public static final Report NOTHING = new Report(List.of(), List.of());

        public Report {
            done = List.copyOf(done);
            problems = List.copyOf(problems);
        }

        public static Report done(String what) {
            return new Report(List.of(what), List.of());
        }
    }
}
