package io.goalstated.supervise;

import io.goalstated.extension.VersionNumber;

/** How the work on one item ended. */
sealed interface ItemOutcome {
    /** @param version the effective one */
    record Done(VersionNumber version) implements ItemOutcome {}

    /** @param unsettled a command's end could not be booked: the journal still has it, and it comes first next time */
    record Failed(SupervisionView.Failure failure, boolean unsettled) implements ItemOutcome {}

    /** A newer goal state has taken its place before it was through. */
    record Superseded() implements ItemOutcome {}

    /** The disk is no longer as planned: to be planned anew. */
    record Stale() implements ItemOutcome {}
}
