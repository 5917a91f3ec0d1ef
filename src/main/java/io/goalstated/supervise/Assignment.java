package io.goalstated.supervise;

import io.goalstated.extension.HandlerName;
import io.goalstated.goalstate.ExtensionsGoalState;
import io.goalstated.plan.Item;
import io.goalstated.plan.Sequencing;
import java.util.List;

/**
 * One goal state on its way to being carried out.
 *
 * @param generation grows with every assignment; work of an older one is not begun any more
 * @param began on the monotonic clock, nanoseconds
 */
record Assignment(
        long generation,
        ExtensionsGoalState goal,
        List<Item> items,
        Sequencing sequencing,
        Admission admission,
        long began) {
    Assignment {
        items = List.copyOf(items);
    }

    List<Item> itemsOf(HandlerName handler) {
        return items.stream().filter(item -> item.name().equals(handler)).toList();
    }
}
