package io.goalstated.supervise;

import io.goalstated.extension.ErrorCode;
import io.goalstated.plan.Item;
import io.goalstated.plan.ItemPlan;
import io.goalstated.plan.Step;
import java.util.List;
import java.util.Optional;

/** Plans that only tell why there is no other one for an item. */
final class SubstitutePlans {
    private SubstitutePlans() {}

    /** Something that it depends on has failed. */
    static ItemPlan skipped(Item item, String message) {
        return failing(item, "skip", Books.DEPENDENCY, message);
    }

    /** A fault of the agent's own. */
    static ItemPlan unplannable(Item item, Throwable cause) {
        return failing(item, "fail", "ExtensionProcessing", String.valueOf(cause));
    }

    private static ItemPlan failing(Item item, String purpose, String operation, String message) {
        Step.Fail failure = new Step.Fail(item.handler().version(), operation, ErrorCode.UNKNOWN, message, false);
        return new ItemPlan(item, item.handler().version(), purpose, Optional.empty(), List.of(failure));
    }
}
