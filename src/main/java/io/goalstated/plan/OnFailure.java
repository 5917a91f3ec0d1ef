package io.goalstated.plan;

import io.goalstated.extension.ErrorCode;
import io.goalstated.extension.HandlerState;
import io.goalstated.extension.VersionNumber;
import java.util.Optional;

/** What a failed command means for the rest of its plan. */
public sealed interface OnFailure {
    /**
     * The plan ends.
     *
     * @param reportOn the version whose handler status tells of it
     * @param stateAfter recorded for the version that ran, if anything changes
     * @param code reported instead of the command's own; a time-out is reported as such only when this is empty
     * @param suffix added to the message
     * @param extensionOnly only the extension's status tells of it, the handler's stays (multi-config enable)
     */
    record Stop(
            VersionNumber reportOn,
            Optional<HandlerState> stateAfter,
            Optional<ErrorCode> code,
            String suffix,
            boolean extensionOnly)
            implements OnFailure {
        public static Stop reportedOn(VersionNumber version) {
            return new Stop(version, Optional.empty(), Optional.empty(), "", false);
        }
    }

    /** The plan goes on; the exit code (1011 for a time-out) is told to later commands. */
    record GoOn() implements OnFailure {}
}
