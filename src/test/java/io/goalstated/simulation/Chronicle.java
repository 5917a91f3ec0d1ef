package io.goalstated.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The history as people read it. Only written when somebody is going to. */
final class Chronicle {
    private final boolean wanted;
    private final Timeline timeline;
    private final List<String> lines = new ArrayList<>();

    Chronicle(boolean wanted, Timeline timeline) {
        this.wanted = wanted;
        this.timeline = timeline;
    }

    void note(Supplier<String> what) {
        if (wanted) {
            lines.add(String.format("%12.6f s  %s", timeline.now() / 1e9, what.get()));
        }
    }

    List<String> lines() {
        return lines;
    }
}
