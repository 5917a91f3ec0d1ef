package io.goalstated.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * All that makes one history: with the same script, the same happens.
 *
 * @param perfect every package is there and sound
 * @param sluggish workers and loop are late now and then
 * @param crowded how often one operation on the disk is interrupted by somebody else's, one in so many; 0 never
 * @param bad how many percent of commands fail while things happen
 * @param persistent how many percent fail for ever
 * @param parallel {@code Extensions.MaxParallelEnable}
 * @param reporting whether reports are made and uploaded
 */
record Script(
        long seed,
        boolean perfect,
        boolean sluggish,
        int crowded,
        int bad,
        int persistent,
        int parallel,
        boolean reporting,
        List<Happening> happenings) {
    Script {
        happenings = List.copyOf(happenings);
    }

    Script with(List<Happening> others) {
        return new Script(seed, perfect, sluggish, crowded, bad, persistent, parallel, reporting, others);
    }

    /** Scripts in which less can go wrong in the background. */
    List<Script> calmer() {
        List<Script> calmer = new ArrayList<>();
        calmer.add(new Script(seed, true, sluggish, crowded, bad, persistent, parallel, reporting, happenings));
        calmer.add(new Script(seed, perfect, false, crowded, bad, persistent, parallel, reporting, happenings));
        calmer.add(new Script(seed, perfect, sluggish, 0, bad, persistent, parallel, reporting, happenings));
        calmer.add(new Script(seed, perfect, sluggish, crowded, 0, persistent, parallel, reporting, happenings));
        calmer.add(new Script(seed, perfect, sluggish, crowded, bad, 0, parallel, reporting, happenings));
        calmer.add(new Script(seed, perfect, sluggish, crowded, bad, persistent, parallel, false, happenings));
        calmer.removeIf(this::equals);
        return calmer;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("seed " + seed + (perfect ? " perfect packages" : "")
                + (sluggish ? " sluggish" : "") + " crowded " + crowded + " bad " + bad + "% persistent " + persistent
                + "% parallel " + parallel + (reporting ? " reporting" : ""));
        happenings.forEach(happening -> text.append("\n  ").append(happening));
        return text.toString();
    }
}
