package io.goalstated.plan;

import io.goalstated.goalstate.ExtensionSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Who waits for whom (spec 02 §8). Dependencies by name decide when every item above level 0 names them (W-10): then
 * only real dependants wait, and only they are skipped after a failure. Levels alone say too little for that, so they
 * mean what they mean to WALinuxAgent: one item after another, each when those before it have succeeded, and only those of
 * the highest level beside one another. Removals go before what adds, deepest dependants first, as far as levels are
 * used at all: items without dependencies never wait for one another.
 */
public final class Sequencing {
    private final List<Item> items;
    private final boolean levelled;
    private final boolean named;
    private final int highest;

    /** How far an item has come, as far as those that wait for it care. */
    public sealed interface Progress {
        /** Not finished; nobody may pass. */
        record Pending() implements Progress {}

        /** Its commands are done, its status may still be on the way. */
        record Done(ExtensionState state) implements Progress {}

        record Failed() implements Progress {}
    }

    /** What a dependency's status file says. */
    public enum ExtensionState {
        SUCCESS,
        ERROR,
        /** Not terminal: transitioning, warning, or no file. */
        UNFINISHED,
        /** No settings, so there is no status to wait for. */
        NOT_EXPECTED
    }

    /** Whether an item may start. */
    public sealed interface Gate {
        record Open() implements Gate {}

        /** @param forWhom the full name of the first that is waited for */
        record Wait(String forWhom, boolean itsStatus) implements Gate {}

        record Skip(String message) implements Gate {}
    }

    /** @param items of one goal state, in processing order */
    public Sequencing(List<Item> items) {
        this.items = List.copyOf(items);
        this.levelled = items.stream().anyMatch(item -> item.key() != 0 && item.key() != -1);
        this.highest = items.stream().mapToInt(Item::key).max().orElse(0);
        this.named = this.items.stream().filter(item -> item.key() > 0).allMatch(this::namesKnownDependencies);
    }

    /** Decides for one item, given how far the others are. */
    public Gate gate(Item item, Function<Item, Progress> progress) {
        for (Item other : predecessors(item)) {
            Progress theirs = progress.apply(other);
            if (theirs instanceof Progress.Pending) {
                return new Gate.Wait(other.fullName(), false);
            }
            if (other.isRemoval()) {
                continue;
            }
            if (theirs instanceof Progress.Failed) {
                return new Gate.Skip("Skipping processing of extensions since execution of dependent extension "
                        + other.fullName() + " failed");
            }
            ExtensionState state = ((Progress.Done) theirs).state();
            if (state == ExtensionState.ERROR) {
                return new Gate.Skip("Dependent Extension " + other.fullName() + " did not succeed. Status was error");
            }
            if (state == ExtensionState.UNFINISHED) {
                return new Gate.Wait(other.fullName(), true);
            }
        }
        return new Gate.Open();
    }

    /** Those that must be through before the item starts, in processing order. */
    public List<Item> predecessors(Item item) {
        List<Item> before = new ArrayList<>();
        for (Item other : items.subList(0, items.indexOf(item))) {
            if (precedes(other, item)) {
                before.add(other);
            }
        }
        return before;
    }

    /** @param first stands before the second in processing order */
    private boolean precedes(Item first, Item second) {
        if (first.isRemoval()) {
            return levelled && first.key() < second.key();
        }
        return named ? first.key() < second.key() && dependsOn(second, first) : first.key() < highest;
    }

    /** A name that stands for nobody in this goal state says nothing: then the levels decide. */
    private boolean namesKnownDependencies(Item item) {
        List<ExtensionSettings.Dependency> dependencies = dependencies(item);
        return !dependencies.isEmpty()
                && dependencies.stream().allMatch(wanted -> items.stream().anyMatch(other -> isMeant(wanted, other)));
    }

    private static List<ExtensionSettings.Dependency> dependencies(Item item) {
        return item.settings().map(ExtensionSettings::dependsOn).orElse(List.of());
    }

    private static boolean dependsOn(Item item, Item other) {
        return dependencies(item).stream().anyMatch(dependency -> isMeant(dependency, other));
    }

    private static boolean isMeant(ExtensionSettings.Dependency dependency, Item other) {
        return other.name().equalsIgnoreCase(dependency.handler())
                && (dependency.extension().isEmpty()
                        || other.extension().isEmpty()
                        || other.extension().equals(dependency.extension()));
    }

    /** The text for a dependency that has not become terminal within the time allowed. */
    public static String timedOut(String dependency, String lastStatus) {
        return "Dependent Extension " + dependency
                + " did not reach a terminal state within the allowed timeout. Last status was " + lastStatus;
    }
}
