package io.goalstated.platform;

import java.time.Duration;

/** How the run of a system program ended. Output is cut to 64 KiB each and holds nothing of the input. */
public sealed interface ToolEnd {
    /** It ran to its end. */
    record Exited(String tool, int code, String output, String error) implements ToolEnd {
        @Override
        public String problem() {
            String said = error.isBlank() ? output.strip() : error.strip();
            String first = said.lines().findFirst().orElse("");
            String shown = first.length() > 200 ? first.substring(0, 200) + "..." : first;
            return tool + " ended with exit code " + code + (shown.isEmpty() ? "" : ": " + shown);
        }
    }

    /** It was killed at its limit. */
    record TimedOut(String tool, Duration limit) implements ToolEnd {
        @Override
        public String problem() {
            return tool + " did not end within " + limit.toSeconds() + " s";
        }
    }

    /** There is no such program. */
    record Missing(String tool) implements ToolEnd {
        @Override
        public String problem() {
            return "tool not available: " + tool;
        }
    }

    /** There is one, and it could not be started. */
    record NotStarted(String tool, String reason) implements ToolEnd {
        @Override
        public String problem() {
            return tool + " could not be started: " + reason;
        }
    }

    /** One line for people, with the first of what the program said; meant for an end that is not a success. */
    String problem();

    /** The same without what the program said: for whoever must not see what it worked on. */
    default String brief() {
        return this instanceof Exited exited ? exited.tool() + " ended with exit code " + exited.code() : problem();
    }

    default boolean isSuccess() {
        return this instanceof Exited exited && exited.code() == 0;
    }

    default boolean isMissing() {
        return this instanceof Missing;
    }

    /** Standard output; empty when the program did not run to its end. */
    default String output() {
        return this instanceof Exited exited ? exited.output() : "";
    }

    /** Standard error likewise. */
    default String error() {
        return this instanceof Exited exited ? exited.error() : "";
    }
}
