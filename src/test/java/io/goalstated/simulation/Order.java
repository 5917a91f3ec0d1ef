package io.goalstated.simulation;

import io.goalstated.goalstate.RequestedState;
import io.goalstated.simulation.Wanted.Config;
import io.goalstated.simulation.Wanted.Wish;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Who comes before whom in one goal state (spec 02 §8, W-10), worked out from the words of the specification.
 *
 * @param entries in processing order
 */
record Order(List<Entry> entries) {

    /**
     * One extension, or a handler without settings.
     *
     * @param key the level, or −level−1 of what shall not be enabled
     */
    record Entry(Wish wish, Optional<Config> config, int key) {
        String name() {
            return wish.handler()
                    + (wish.multiConfig() ? config.map(it -> "." + it.name()).orElse("") : "");
        }

        boolean removal() {
            return key < 0;
        }

        String statusName() {
            return name() + "#" + config.map(Config::sequence).orElse(0);
        }

        List<String> dependsOn() {
            return config.map(Config::dependsOn).orElse(List.of());
        }
    }

    static Order of(Wanted goal) {
        List<Entry> entries = new ArrayList<>();
        for (Wish wish : goal.wishes()) {
            if (wish.configs().isEmpty()) {
                entries.add(entry(wish, Optional.empty()));
            }
            wish.configs().forEach(config -> entries.add(entry(wish, Optional.of(config))));
        }
        entries.sort(Comparator.comparingInt(Entry::key));
        return new Order(entries);
    }

    private static Entry entry(Wish wish, Optional<Config> config) {
        int level = config.map(Config::level).orElse(0);
        boolean enabled = wish.state() == RequestedState.ENABLED
                && config.map(Config::enabled).orElse(true);
        return new Entry(wish, config, enabled ? level : -level - 1);
    }

    Optional<Entry> item(String name) {
        return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    /**
     * All that must be through before that one may begin: whom it names, if everybody above level 0 does name somebody;
     * else whoever comes earlier and is not of the highest level. Removals come before everything above them.
     */
    List<Entry> before(String name) {
        Entry mine = item(name).orElseThrow();
        int highest = entries.stream().mapToInt(Entry::key).max().orElse(0);
        boolean usesLevels = entries.stream().anyMatch(entry -> entry.key > 0 || entry.key < -1);
        boolean allNamed = entries.stream().filter(entry -> entry.key > 0).allMatch(this::namesSomebody);
        return entries.subList(0, entries.indexOf(mine)).stream()
                .filter(other -> other.removal()
                        ? usesLevels && other.key < mine.key
                        : allNamed ? other.key < mine.key && names(mine, other) : other.key < highest)
                .toList();
    }

    private boolean namesSomebody(Entry entry) {
        return !entry.dependsOn().isEmpty()
                && entry.dependsOn().stream().allMatch(name -> entries.stream().anyMatch(other -> means(name, other)));
    }

    private static boolean names(Entry entry, Entry other) {
        return entry.dependsOn().stream().anyMatch(name -> means(name, other));
    }

    /** The name of a multi-config handler stands for all of its extensions. */
    private static boolean means(String name, Entry other) {
        return name.equals(other.name()) || name.equals(other.wish.handler());
    }
}
