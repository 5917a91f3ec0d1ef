package io.goalstated.polling;

import io.goalstated.goalstate.ExtensionsGoalState;

/** Hears of goal states, on the event loop. */
@FunctionalInterface
public interface GoalStateListener {
    /**
     * The goal state is new, or something of it is: whether it is held back, where status goes, who may log in, which
     * container the VM is. What of it has been carried out already need not be carried out again.
     */
    void arrived(GoalStateSnapshot snapshot);

    /** A goal state is in sight that will be in force in a moment, unless the other channel knows of a newer one. */
    default void foreseen(ExtensionsGoalState goal) {}
}
