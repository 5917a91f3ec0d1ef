package io.goalstated.log;

import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** One named logger: decides by level and hands what is left to the output. Libraries are heard from WARN on only. */
final class LineLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1L;
    private static final String OURS = "io.goalstated.";

    private final transient LogOutput output;
    private final boolean ours;

    LineLogger(String name, LogOutput output) {
        this.name = name;
        this.output = output;
        this.ours = name.startsWith(OURS);
    }

    @Override
    public boolean isTraceEnabled() {
        return isEnabled(Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
        return isEnabled(Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return isEnabled(Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return isEnabled(Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return true;
    }

    private boolean isEnabled(Level level) {
        Level threshold = ours ? output.threshold() : Level.WARN;
        return level.toInt() >= threshold.toInt();
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            String message,
            Object @Nullable [] arguments,
            @Nullable Throwable throwable) {
        String text = arguments == null ? message : MessageFormatter.basicArrayFormat(message, arguments);
        String prefix = marker == null ? LogRecord.USUAL_PREFIX : marker.getName();
        output.write(LogRecord.of(level, name, prefix, text == null ? "null" : text, throwable));
    }
}
