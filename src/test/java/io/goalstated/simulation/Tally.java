package io.goalstated.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** How often what has happened: histories without trouble prove nothing. */
final class Tally {
    private final Map<String, long[]> counts = new HashMap<>();

    void count(String what) {
        counts.computeIfAbsent(what, key -> new long[1])[0]++;
    }

    void add(String what, long more) {
        counts.computeIfAbsent(what, key -> new long[1])[0] += more;
    }

    void add(Tally other) {
        other.counts.forEach((what, count) -> add(what, count[0]));
    }

    long of(String what) {
        long[] count = counts.get(what);
        return count == null ? 0 : count[0];
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(counts).forEach((what, count) -> text.append(String.format("%,12d  %s%n", count[0], what)));
        return text.toString();
    }
}
