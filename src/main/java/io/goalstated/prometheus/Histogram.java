package io.goalstated.prometheus;

import java.time.Duration;
import java.util.List;

/** Counts how long something took, in steps from five milliseconds to ten seconds. One thread at a time. */
public final class Histogram {
    /** Upper bounds of the steps, in seconds. */
    static final List<Double> BOUNDS = List.of(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0);

    private final long[] steps = new long[BOUNDS.size()];
    private long count;
    private long nanos;

    public void add(Duration time) {
        count++;
        nanos += time.toNanos();
        double seconds = time.toNanos() / 1e9;
        for (int i = 0; i < steps.length; i++) {
            if (seconds <= BOUNDS.get(i)) {
                steps[i]++;
                return;
            }
        }
    }

    /** How many fell into that step and into none below it. */
    long within(int step) {
        return steps[step];
    }

    public long count() {
        return count;
    }

    double seconds() {
        return nanos / 1e9;
    }
}
