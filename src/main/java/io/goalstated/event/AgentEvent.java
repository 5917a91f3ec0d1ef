package io.goalstated.event;

import io.goalstated.extension.HandlerName;
import io.goalstated.extension.VersionNumber;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Something that has happened, told by whoever knows it. Time, place and the agent's own version are added where it is
 * sent.
 *
 * @param subject the extension it is about, by its full name; empty: the agent itself
 * @param message for people; cut when it is longer than {@link #LONGEST_MESSAGE} characters
 * @param duration how long it took; zero when that says nothing
 */
public record AgentEvent(
        Optional<Subject> subject, Operation operation, boolean success, String message, Duration duration) {
    public static final int LONGEST_MESSAGE = 8192;

    /** The agent's name to the platform (design 10). */
    static final String AGENT = "WALinuxAgent";

    /** @param name the handler's, or {@code handler.extension} of a multi-config one */
    public record Subject(String name, String version) {}

    public AgentEvent {
        message = cut(message);
    }

    private static String cut(String message) {
        if (message.length() <= LONGEST_MESSAGE) {
            return message;
        }
        boolean splits = Character.isHighSurrogate(message.charAt(LONGEST_MESSAGE - 1));
        return message.substring(0, splits ? LONGEST_MESSAGE - 1 : LONGEST_MESSAGE);
    }

    public static AgentEvent done(Operation operation, String message) {
        return new AgentEvent(Optional.empty(), operation, true, message, Duration.ZERO);
    }

    public static AgentEvent failed(Operation operation, String message) {
        return new AgentEvent(Optional.empty(), operation, false, message, Duration.ZERO);
    }

    /** A failure that stops nothing: the platform knows them by their beginning. */
    public static AgentEvent warning(Operation operation, String message) {
        return failed(operation, "[WARNING] " + message);
    }

    public AgentEvent about(HandlerName handler, VersionNumber version) {
        return about(handler.value(), version);
    }

    public AgentEvent about(String fullName, VersionNumber version) {
        return new AgentEvent(
                Optional.of(new Subject(fullName, version.text())), operation, success, message, duration);
    }

    public AgentEvent lasting(Duration time) {
        return new AgentEvent(subject, operation, success, message, time);
    }

    /** The event as it is sent. */
    public TelemetryEvent complete(CommonParameters common, Moment moment) {
        Subject about = subject.orElse(new Subject(AGENT, common.agentVersion()));
        return new TelemetryEvent(
                        TelemetryEvent.AGENT_PROVIDER,
                        TelemetryEvent.OPERATION,
                        List.of(
                                Parameter.of("Name", about.name()),
                                Parameter.of("Version", about.version()),
                                Parameter.of("Operation", operation.text()),
                                Parameter.of("OperationSuccess", success),
                                Parameter.of("Message", message),
                                Parameter.of("Duration", duration.toMillis())))
                .with(common.of(moment, Optional.of("")));
    }
}
