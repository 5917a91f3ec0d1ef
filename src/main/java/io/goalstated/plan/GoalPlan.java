package io.goalstated.plan;

import io.goalstated.extension.HandlerName;
import io.goalstated.goalstate.ExtensionManifest;
import io.goalstated.goalstate.ExtensionsGoalState;
import io.goalstated.goalstate.ManifestFact;
import io.goalstated.goalstate.RejectedHandler;
import io.goalstated.goalstate.RequiredFeatures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What a whole goal state would make the agent do, assuming that every manifest offers exactly the version asked for and
 * that every command succeeds.
 *
 * @param refusal why nothing at all would be done
 * @param vanished handlers on disk that the goal state does not list: removed without a command
 */
public record GoalPlan(
        Optional<String> refusal, List<ItemPlan> items, List<RejectedHandler> rejected, List<HandlerName> vanished) {
    public GoalPlan {
        items = List.copyOf(items);
        rejected = List.copyOf(rejected);
        vanished = List.copyOf(vanished);
    }

    /**
     * Plans every item in processing order, each on what the ones before it will have done.
     *
     * @param heedHold whether the owner lets the platform hold extensions back
     * @param judge a plan that says no in place of a real one, when the owner's rules forbid the item; it is given what the
     *     items before will have left on the disk
     */
    public static GoalPlan of(
            ExtensionsGoalState goal,
            Map<HandlerName, ObservedHandler> onDisk,
            boolean heedHold,
            BiFunction<Item, ObservedHandler, Optional<ItemPlan>> judge) {
        List<String> unsupported = RequiredFeatures.unsupported(goal);
        if (!unsupported.isEmpty()) {
            String why = "requires features that are not supported: " + String.join(", ", unsupported);
            return new GoalPlan(Optional.of(why), List.of(), List.of(), List.of());
        }
        if (goal.onHold() && heedHold) {
            return new GoalPlan(Optional.of("is on hold"), List.of(), List.of(), List.of());
        }
        Map<HandlerName, ObservedHandler> disk = new HashMap<>(onDisk);
        List<ItemPlan> plans = new ArrayList<>();
        List<HandlerName> vanished = new ArrayList<>(onDisk.keySet());
        vanished.removeAll(goal.rejectedNames());
        for (Item item : Item.of(goal.handlers())) {
            ObservedHandler before = disk.getOrDefault(item.name(), ObservedHandler.absent(item.name()));
            ItemPlan plan =
                    judge.apply(item, before).orElseGet(() -> Planner.plan(item, before, assumedManifest(item)));
            plans.add(plan);
            disk.put(item.name(), Prediction.after(before, plan));
            vanished.remove(item.name());
        }
        return new GoalPlan(Optional.empty(), plans, goal.rejected(), vanished);
    }

    private static ManifestFact assumedManifest(Item item) {
        return new ManifestFact.Known(new ExtensionManifest(List.of(new ExtensionManifest.Release(
                item.handler().version(), item.handler().manifestUris(), false))));
    }

    /** The plan as text, always the same for the same plan. */
    public String text() {
        StringBuilder text = new StringBuilder();
        refusal.ifPresent(
                why -> text.append("nothing: the goal state ").append(why).append('\n'));
        List<Item> all = items.stream().map(ItemPlan::item).toList();
        Sequencing sequencing = new Sequencing(all);
        int number = 0;
        for (ItemPlan plan : items) {
            text.append(++number).append(". ").append(PlanText.of(plan)).append('\n');
            List<Item> before = sequencing.predecessors(plan.item());
            if (!before.isEmpty()) {
                text.append("  after: ")
                        .append(String.join(
                                ", ", before.stream().map(Item::fullName).toList()))
                        .append('\n');
            }
        }
        rejected.forEach(handler -> text.append("-  ")
                .append(handler.name())
                .append(": refused, ")
                .append(handler.reason())
                .append('\n'));
        vanished.forEach(name -> text.append("-  ").append(name).append(": not in the goal state, removed\n"));
        if (text.length() == 0) {
            text.append("nothing to do\n");
        }
        return text.toString();
    }
}
