package io.goalstated.simulation;

import java.util.ArrayList;
import java.util.List;

/** Takes away from a script what its failure can do without. */
final class Shrinker {
    private static final int ATTEMPTS = 400;

    private final String rule;
    private Script smallest;
    private int attempts;

    private Shrinker(Script failing, String rule) {
        this.smallest = failing;
        this.rule = rule;
    }

    /** A script that breaks the same rule, with as little happening as can be found. */
    static Script shrink(Script failing, String rule) {
        Shrinker shrinker = new Shrinker(failing, rule);
        boolean progress = true;
        while (progress && shrinker.attempts < ATTEMPTS) {
            boolean calmer = shrinker.calm();
            progress = shrinker.drop() || calmer;
        }
        return shrinker.smallest;
    }

    private boolean calm() {
        boolean progress = false;
        for (Script calmer : smallest.calmer()) {
            if (smallest.calmer().contains(calmer)) {
                progress |= tryOut(calmer);
            }
        }
        return progress;
    }

    private boolean drop() {
        boolean progress = false;
        for (int size = Math.max(1, smallest.happenings().size() / 2); size >= 1; size /= 2) {
            for (int at = 0; at + size <= smallest.happenings().size(); ) {
                List<Happening> fewer = new ArrayList<>(smallest.happenings());
                fewer.subList(at, at + size).clear();
                if (fewer.stream().anyMatch(Happening.Publish.class::isInstance) && tryOut(smallest.with(fewer))) {
                    progress = true;
                } else {
                    at++;
                }
            }
        }
        return progress;
    }

    private boolean tryOut(Script script) {
        attempts++;
        boolean fails = Simulation.run(script, false)
                .violation()
                .filter(violation -> violation.rule().equals(rule))
                .isPresent();
        if (fails) {
            smallest = script;
        }
        return fails;
    }
}
