package io.goalstated.simulation;

/** Unwinds the stack of an agent that is no more: it must not be able to do anything on its way out. */
final class Death extends Error {
    private static final long serialVersionUID = 1;

    Death() {
        super("the agent is dead", null, false, false);
    }
}
