package io.goalstated.event;

import io.goalstated.extension.HandlerName;
import io.goalstated.secret.Redactor;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What an extension has to say, in the eight members of spec 02 §14: all are there, secrets are taken out, and the limits
 * are kept.
 */
public record ExtensionEvent(
        String version,
        String timestamp,
        String taskName,
        String level,
        String message,
        String process,
        String thread,
        String operationId) {
    /** Characters of a message that are sent. */
    static final int LONGEST_MESSAGE = 3072;
    /** Characters of all members together; an event with more is not sent. */
    static final int LONGEST = 6144;

    /** The members, in the order in which WALinuxAgent looks for them. */
    enum Member {
        EVENT_LEVEL("eventlevel"),
        EVENT_PID("eventpid"),
        EVENT_TID("eventtid"),
        MESSAGE("message"),
        OPERATION_ID("operationid"),
        TASK_NAME("taskname"),
        TIMESTAMP("timestamp"),
        VERSION("version");

        private final String key;

        Member(String key) {
            this.key = key;
        }

        /** Names are compared without regard to case. */
        static Optional<Member> named(String name) {
            String lower = name.toLowerCase(Locale.ROOT);
            for (Member member : values()) {
                if (member.key.equals(lower)) {
                    return Optional.of(member);
                }
            }
            return Optional.empty();
        }

        boolean mayBeNumber() {
            return this == EVENT_PID || this == EVENT_TID;
        }
    }

    /** Why an event is not sent; publishers are told in these words. */
    public record Refusal(String reason, String detail) {
        static Refusal missing(Member member) {
            return new Refusal("MissingKeyError", (member == Member.MESSAGE ? "Message" : member.key) + " not found");
        }

        static final Refusal EMPTY = new Refusal("EmptyMessageError", "Message should not be empty");
        static final Refusal OVERSIZE = new Refusal("OversizeEventError", "max event size allowed: " + LONGEST);

        @Override
        public String toString() {
            return "[InvalidExtensionEventError] " + reason + ": " + detail;
        }
    }

    /** Either an event or why there is none. */
    record Judged(Optional<ExtensionEvent> event, Optional<Refusal> refusal) {}

    /** @param members as read; those that were absent or of the wrong type are not there */
    static Judged judge(Map<Member, String> members) {
        Map<Member, String> clean = new EnumMap<>(Member.class);
        members.forEach((member, text) -> clean.put(member, Redactor.redact(text.strip())));
        Optional<Refusal> refusal = problem(clean);
        if (refusal.isPresent()) {
            return new Judged(Optional.empty(), refusal);
        }
        return new Judged(
                Optional.of(new ExtensionEvent(
                        text(clean, Member.VERSION),
                        text(clean, Member.TIMESTAMP),
                        text(clean, Member.TASK_NAME),
                        text(clean, Member.EVENT_LEVEL),
                        text(clean, Member.MESSAGE),
                        text(clean, Member.EVENT_PID),
                        text(clean, Member.EVENT_TID),
                        text(clean, Member.OPERATION_ID))),
                Optional.empty());
    }

    private static Optional<Refusal> problem(Map<Member, String> clean) {
        if (!clean.containsKey(Member.MESSAGE)) {
            return Optional.of(Refusal.missing(Member.MESSAGE));
        }
        if (text(clean, Member.MESSAGE).isEmpty()) {
            return Optional.of(Refusal.EMPTY);
        }
        clean.computeIfPresent(Member.MESSAGE, (member, message) -> cut(message));
        int size = 0;
        for (Member member : Member.values()) {
            if (!clean.containsKey(member)) {
                return Optional.of(Refusal.missing(member));
            }
            String text = text(clean, member);
            size += text.codePointCount(0, text.length());
        }
        return size > LONGEST ? Optional.of(Refusal.OVERSIZE) : Optional.empty();
    }

    private static String cut(String message) {
        return message.codePointCount(0, message.length()) <= LONGEST_MESSAGE
                ? message
                : message.substring(0, message.offsetByCodePoints(0, LONGEST_MESSAGE));
    }

    private static String text(Map<Member, String> members, Member member) {
        return members.getOrDefault(member, "");
    }

    /** The event as it is sent: what the extension says of process, thread and task goes before what the agent would. */
    public TelemetryEvent complete(HandlerName handler, CommonParameters common, Moment moment) {
        return new TelemetryEvent(
                        TelemetryEvent.LOG_PROVIDER,
                        TelemetryEvent.LOG,
                        List.of(
                                Parameter.of("EventName", handler + "-" + version),
                                Parameter.of("CapabilityUsed", level),
                                Parameter.of("Context1", message),
                                Parameter.of("Context2", timestamp),
                                Parameter.of("Context3", operationId)))
                .with(common.of(moment, Optional.empty()).stream()
                        .map(this::mine)
                        .toList());
    }

    private Parameter mine(Parameter agents) {
        return switch (agents.name()) {
            case "EventTid" -> Parameter.of("EventTid", thread);
            case "EventPid" -> Parameter.of("EventPid", process);
            case "TaskName" -> Parameter.of("TaskName", taskName);
            default -> agents;
        };
    }
}
