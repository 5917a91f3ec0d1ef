package io.goalstated.supervise;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.extension.CommandKind;
import io.goalstated.extension.ErrorCode;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.HandlerState;
import io.goalstated.extension.HandlerStatus;
import io.goalstated.extension.SequenceNumber;
import io.goalstated.extension.VersionNumber;
import io.goalstated.goalstate.RejectedHandler;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the supervisor knows at one moment, as an immutable value: what the report, the status command and the tests go
 * by. A new one is published whenever anything in it changes.
 *
 * @param verdict of the last goal state that was carried out; empty before the first
 * @param handlers in goal-state order, then those only on disk
 */
public record SupervisionView(Optional<Verdict> verdict, List<HandlerView> handlers, List<RejectedHandler> rejected) {

    public static final SupervisionView NOTHING = new SupervisionView(Optional.empty(), List.of(), List.of());

    /**
     * The outcome of a goal state as a whole; individual handlers' failures do not make it a failure.
     *
     * @param svdSequenceNumber with its JSON type, for the aggregate status
     */
    public record Verdict(String goalStateId, JsonNode svdSequenceNumber, ErrorCode code, String message, Instant at) {
        public boolean isSuccess() {
            return code == ErrorCode.SUCCESS;
        }
    }

    /**
     * One handler.
     *
     * @param version the effective one: chosen, or installed
     * @param state of that version
     * @param requested whether the handler is asked for (not uninstalled, not merely left on disk)
     * @param disallowed configuration, policy or signature forbid it in this goal state
     * @param status what the agent has recorded; empty means that nothing is reported for the handler
     * @param reportsHeartbeat its manifest says so
     * @param progress what is going on and since when
     */
    public record HandlerView(
            HandlerName name,
            VersionNumber version,
            HandlerState state,
            boolean multiConfig,
            boolean requested,
            boolean disallowed,
            boolean reportsHeartbeat,
            Optional<HandlerStatus> status,
            Optional<Progress> progress,
            List<ExtensionView> extensions) {
        public HandlerView {
            extensions = List.copyOf(extensions);
        }

        /** Whether anything is going on with it or with one of its extensions. */
        public boolean isUnderWay() {
            return progress.isPresent()
                    || extensions.stream().anyMatch(it -> it.progress().isPresent());
        }
    }

    /**
     * One set of settings of a handler.
     *
     * @param name the extension's; for single-config the handler's
     * @param enabled as requested
     * @param recordedEnabled as recorded on disk; for single-config the same as requested
     * @param failure the last command that failed for exactly these settings
     */
    public record ExtensionView(
            String name,
            SequenceNumber sequenceNumber,
            boolean enabled,
            boolean recordedEnabled,
            Optional<Failure> failure,
            Optional<Progress> progress) {}

    /**
     * A failed operation.
     *
     * @param operation the platform's name of it ({@link CommandKind#operation()}, or {@code Download})
     * @param began when the command started: a status file older than this does not speak of it
     * @param overrides the status file is replaced whatever it says (denials); otherwise a terminal status in a newer
     *     file wins
     */
    public record Failure(String operation, ErrorCode code, String message, Instant began, boolean overrides) {}

    /**
     * @param activity for people: {@code Installing}, {@code waiting for Contoso.Probe}
     * @param version that it is about: during an update now the old one, now the new one
     */
    public record Progress(String activity, VersionNumber version, Instant since) {}

    public SupervisionView {
        handlers = List.copyOf(handlers);
        rejected = List.copyOf(rejected);
    }
}
