package io.goalstated.supervise;

import io.goalstated.event.AgentEvent;
import io.goalstated.event.Events;
import io.goalstated.event.Operation;
import io.goalstated.extension.ErrorCode;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.VersionNumber;
import io.goalstated.goalstate.ExtensionsGoalState;
import io.goalstated.goalstate.HandlerGoal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What the platform's telemetry is told of extensions, in the words that it knows (spec 04 §4.1). */
record Bulletin(Events events) {
    /** A command has ended, in this run of the agent or in an earlier one. */
    void commandEnded(CommandTask.Ended ended, String message, Instant now) {
        var operation = ended.operation();
        String name = operation
                .extension()
                .map(extension -> operation.handler() + "." + extension)
                .orElse(operation.handler().value());
        tell(
                Operation.named(operation.kind().operation()),
                ended.result().success(),
                message,
                Duration.between(operation.began(), now),
                name,
                operation.version());
    }

    /** Something else than a command has gone wrong with an extension. */
    void failed(String fullName, VersionNumber version, SupervisionView.Failure failure) {
        Operation operation = Operation.named(failure.operation());
        tell(
                operation == Operation.UNKNOWN ? Operation.EXTENSION_PROCESSING : operation,
                false,
                failure.message(),
                Duration.ZERO,
                fullName,
                version);
    }

    void downloaded(HandlerName handler, VersionNumber version, Duration time) {
        tell(Operation.DOWNLOAD, true, "Download succeeded", time, handler.value(), version);
    }

    /** What the manifest offers is spelled otherwise than what the goal state asks for, and is used. */
    void otherVersion(HandlerGoal asked, VersionNumber chosen, ExtensionsGoalState goal) {
        String message = "Goal State requesting " + asked.name() + " version " + asked.version()
                + ", but Agent overriding with version " + chosen + " [Activity ID: " + goal.activityId() + "]";
        tell(
                Operation.REQUESTED_VERSION_MISMATCH,
                true,
                message,
                Duration.ZERO,
                asked.name().value(),
                chosen);
    }

    private void tell(
            Operation operation, boolean success, String message, Duration time, String name, VersionNumber version) {
        events.tell(new AgentEvent(Optional.empty(), operation, success, message, atLeastNothing(time))
                .about(name, version));
    }

    /** Clocks are set. */
    private static Duration atLeastNothing(Duration time) {
        return time.isNegative() ? Duration.ZERO : time;
    }

    /** A goal state as a whole has been dealt with. */
    void concluded(ExtensionsGoalState goal, ErrorCode code, String message, Duration time) {
        if (code == ErrorCode.SUCCESS) {
            events.tell(AgentEvent.done(
                            Operation.EXTENSION_PROCESSING,
                            "ProcessExtensionsGoalState completed [" + goal.id() + " " + time.toMillis()
                                    + " ms] [Activity ID: " + goal.activityId() + "]")
                    .lasting(time));
        } else {
            boolean unsupported = code == ErrorCode.UNSUPPORTED_FEATURES;
            events.tell(AgentEvent.failed(
                            unsupported ? Operation.GOAL_STATE_UNSUPPORTED_FEATURES : Operation.EXTENSION_PROCESSING,
                            message)
                    .lasting(time));
        }
    }
}
