package io.goalstated.report;

import com.fasterxml.jackson.databind.node.IntNode;
import io.goalstated.extension.ErrorCode;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.HandlerState;
import io.goalstated.extension.HandlerStatus;
import io.goalstated.extension.SequenceNumber;
import io.goalstated.extension.VersionNumber;
import io.goalstated.supervise.SupervisionView;
import io.goalstated.supervise.SupervisionView.ExtensionView;
import io.goalstated.supervise.SupervisionView.Failure;
import io.goalstated.supervise.SupervisionView.HandlerView;
import io.goalstated.supervise.SupervisionView.Progress;
import io.goalstated.supervise.SupervisionView.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Supervision views as tests need them: a handler that is enabled and well, with changes. */
record Views(
        HandlerState state,
        boolean multiConfig,
        boolean disallowed,
        boolean heartbeat,
        Optional<HandlerStatus> status,
        Optional<Progress> progress,
        List<ExtensionView> extensions) {
    static final Instant NOW = Instant.parse("2031-01-14T10:00:00Z");
    static final Guest GUEST = new Guest("3.1.0.2", "vm0", "debian", "12");
    static final HandlerName NAME = new HandlerName("Contoso.Probe");
    static final VersionNumber VERSION = new VersionNumber("1.2");

    /** Ready, one set of settings with sequence number 7. */
    static Views enabled() {
        return new Views(
                HandlerState.ENABLED,
                false,
                false,
                false,
                Optional.of(status(HandlerStatus.READY, 0, "Plugin enabled")),
                Optional.empty(),
                List.of(extension()));
    }

    static ExtensionView extension() {
        return extension(NAME.value(), true, true);
    }

    static ExtensionView extension(String name, boolean enabled, boolean recorded) {
        return new ExtensionView(name, new SequenceNumber(7), enabled, recorded, Optional.empty(), Optional.empty());
    }

    static HandlerStatus status(String status, int code, String message) {
        return new HandlerStatus(NAME, VERSION, status, code, Optional.of(message), false);
    }

    static Failure failure(Instant began) {
        return new Failure("Enable", ErrorCode.ENABLE, "exit code 4", began, false);
    }

    static Progress since(String activity, long seconds) {
        return new Progress(activity, new VersionNumber("1.0.0"), NOW.minusSeconds(seconds));
    }

    static Verdict success(int number) {
        return new Verdict(
                "incarnation_" + number,
                IntNode.valueOf(number),
                ErrorCode.SUCCESS,
                "GoalState executed successfully",
                NOW.minusSeconds(30));
    }

    Views with(HandlerState changed) {
        return new Views(changed, multiConfig, disallowed, heartbeat, status, progress, extensions);
    }

    Views with(HandlerStatus changed) {
        return new Views(state, multiConfig, disallowed, heartbeat, Optional.of(changed), progress, extensions);
    }

    Views withoutStatus() {
        return new Views(state, multiConfig, disallowed, heartbeat, Optional.empty(), progress, extensions);
    }

    Views with(Progress changed) {
        return new Views(
                state,
                multiConfig,
                disallowed,
                heartbeat,
                status,
                Optional.of(changed),
                extensions.stream()
                        .map(it -> new ExtensionView(
                                it.name(),
                                it.sequenceNumber(),
                                it.enabled(),
                                it.recordedEnabled(),
                                it.failure(),
                                Optional.of(changed)))
                        .toList());
    }

    Views with(Failure changed) {
        return with(extensions.stream()
                .map(it -> new ExtensionView(
                        it.name(),
                        it.sequenceNumber(),
                        it.enabled(),
                        it.recordedEnabled(),
                        Optional.of(changed),
                        it.progress()))
                .toList());
    }

    Views with(List<ExtensionView> changed) {
        return new Views(state, multiConfig, disallowed, heartbeat, status, progress, changed);
    }

    Views asMultiConfig() {
        return new Views(state, true, disallowed, heartbeat, status, progress, extensions);
    }

    Views asDisallowed() {
        return new Views(state, multiConfig, true, heartbeat, status, progress, extensions);
    }

    Views withHeartbeat() {
        return new Views(state, multiConfig, disallowed, true, status, progress, extensions);
    }

    HandlerView handler() {
        return handler(NAME.value());
    }

    HandlerView handler(String name) {
        return new HandlerView(
                new HandlerName(name),
                VERSION,
                state,
                multiConfig,
                true,
                disallowed,
                heartbeat,
                status,
                progress,
                extensions);
    }

    SupervisionView view() {
        return new SupervisionView(Optional.of(success(1)), List.of(handler()), List.of());
    }
}
