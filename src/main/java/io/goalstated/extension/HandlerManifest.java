package io.goalstated.extension;

import java.util.Map;
import java.util.Optional;

/**
 * The handler's own description of its commands, {@code HandlerManifest.json} (spec 02 §2). Read from disk for every
 * operation: support staff edit it in place.
 *
 * @param commands as written in the manifest; a missing one is an error only when it is needed
 * @param installsOnUpdate whether an update runs {@code install} of the new version
 * @param continuesOnUpdateFailure whether an update goes on when the old version's disable or uninstall fails
 * @param limits empty when the manifest names none
 * @param signingInfo who the package says it is; empty when it says nothing
 */
public record HandlerManifest(
        Map<CommandKind, String> commands,
        boolean installsOnUpdate,
        boolean continuesOnUpdateFailure,
        boolean reportsHeartbeat,
        boolean supportsMultiConfig,
        Optional<ResourceLimits> limits,
        Optional<SigningInfo> signingInfo) {

    /** Members that are absent are empty. */
    public record SigningInfo(Optional<String> publisher, Optional<String> type, Optional<String> version) {}

    public HandlerManifest {
        commands = Map.copyOf(commands);
    }

    /** A manifest that cannot be used. The message says what is wrong with it and is fit for the status. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        private final ErrorCode code;

        public Malformed(ErrorCode code, String message) {
            super(message);
            this.code = code;
        }

        public ErrorCode code() {
            return code;
        }
    }
}
