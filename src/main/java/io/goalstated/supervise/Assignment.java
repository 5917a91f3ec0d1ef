package io.goalstated.supervise;

import io.goalstated.extension.HandlerName;
import io.goalstated.goalstate.ExtensionsGoalState;
import io.goalstated.plan.Item;
import io.goalstated.plan.Sequencing;
import io.vertx.core.Future;
import java.util.List;

/**
 * One goal state on its way to being carried out.
 *
 * @param generation grows with every goal state
 * @param revision grows with every assignment, also when the owner's rules change under one goal state; a handler that
 *     has got a newer one begins no work of an older one any more
 * @param noted done once something may be done for the goal state; until then there is only looking and planning
 * @param began on the monotonic clock, nanoseconds
 */
record Assignment(
        long generation,
        long revision,
        ExtensionsGoalState goal,
        List<Item> items,
        Sequencing sequencing,
        Admission admission,
        Future<Void> noted,
        long began) {
    Assignment {
        items = List.copyOf(items);
    }

    /** The same goal state under other rules of the owner. */
    Assignment under(long newRevision, Admission rules) {
        return new Assignment(generation, newRevision, goal, items, sequencing, rules, noted, began);
    }

    List<Item> itemsOf(HandlerName handler) {
        return items.stream().filter(item -> item.name().equals(handler)).toList();
    }
}
