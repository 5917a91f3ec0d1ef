package io.goalstated.polling;

/**
 * What one look asks the platform.
 *
 * @param goalState ask for the goal state itself
 * @param hint ask for the vmSettings
 * @param force fetch everything, whether or not anything is new
 */
record Ask(boolean goalState, boolean hint, boolean force) {
    static final Ask EVERYTHING = new Ask(true, true, true);

    Ask {
        goalState |= force;
        hint |= force;
    }
}
