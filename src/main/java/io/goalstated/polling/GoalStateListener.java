package io.goalstated.polling;

import io.goalstated.goalstate.ExtensionsGoalState;

/** Hears of goal states, on the event loop. */
@FunctionalInterface
public interface GoalStateListener {
    /** The goal state is new, or is no longer held back. */
    void arrived(GoalStateSnapshot snapshot);

    /** A goal state is in sight that will be in force in a moment, unless the other channel knows of a newer one. */
    default void foreseen(ExtensionsGoalState goal) {}
}
