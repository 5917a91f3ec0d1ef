package io.goalstated.log;

import io.goalstated.secret.Redactor;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * One thing that was logged, fit to be seen: secrets taken out, of bounded length. The exception is text already.
 *
 * @param prefix who it is about: {@value #USUAL_PREFIX}, or a handler as in {@code [Name-1.0.0]}
 */
record LogRecord(
        Instant time,
        Level level,
        String logger,
        String thread,
        String prefix,
        String message,
        Optional<Trace> failure) {
    /** What WALinuxAgent writes there for all that belongs to no extension; tools look for it. */
    static final String USUAL_PREFIX = "ExtHandler";

    private static final int LONGEST_MESSAGE = 32_768;

    /** An exception: its class, and its message and frames on one line. */
    record Trace(String type, String text) {}

    static LogRecord of(Level level, String logger, String prefix, String message, @Nullable Throwable failure) {
        return new LogRecord(
                Instant.now(),
                level,
                logger,
                Thread.currentThread().getName(),
                prefix,
                bounded(Redactor.redact(message)),
                Optional.ofNullable(failure)
                        .map(thrown ->
                                new Trace(thrown.getClass().getName(), bounded(Redactor.redact(Traces.of(thrown))))));
    }

    boolean saysTheSameAs(LogRecord other) {
        return level == other.level
                && prefix.equals(other.prefix)
                && message.equals(other.message)
                && failure.equals(other.failure);
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST_MESSAGE
                ? text
                : text.substring(0, LONGEST_MESSAGE) + "... (" + (text.length() - LONGEST_MESSAGE) + " more)";
    }
}
