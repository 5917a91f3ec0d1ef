package io.goalstated.goalstate;

import java.util.ArrayList;
import java.util.List;

/** Features that a goal state may demand of the agent that executes it (spec 01 §10.4). */
public final class RequiredFeatures {
    /** {@code VersioningGovernance} concerns only the agent's own version: no reason to stop extensions. */
    private static final List<String> ACCEPTED = List.of("MultipleExtensionsPerHandler", "VersioningGovernance");

    private RequiredFeatures() {}

    /** The demands that cannot be met. If there are any, nothing of the goal state may run. */
    public static List<String> unsupported(ExtensionsGoalState goalState) {
        List<String> unsupported = new ArrayList<>(goalState.requiredFeatures());
        unsupported.removeAll(ACCEPTED);
        return List.copyOf(unsupported);
    }
}
