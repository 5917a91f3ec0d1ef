package io.goalstated.supervise;

import io.goalstated.extension.VersionNumber;

/** How the work on one item ended. */
sealed interface ItemOutcome {
    /** @param version the effective one */
    record Done(VersionNumber version) implements ItemOutcome {}

    /** @param unsettled a command's end could not be booked: the journal still has it, and it comes before all else */
    record Failed(SupervisionView.Failure failure, boolean unsettled) implements ItemOutcome {}

    /**
     * A newer goal state has taken its place before it was through.
     *
     * @param unsettled the disk may have taken the journal entry of a command that was not run after all
     */
    record Superseded(boolean unsettled) implements ItemOutcome {}

    /** Whether the journal may hold a command that nobody has settled. */
    default boolean unsettled() {
        return false;
    }

    /** The disk is no longer as planned: to be planned anew. */
    record Stale() implements ItemOutcome {}
}
