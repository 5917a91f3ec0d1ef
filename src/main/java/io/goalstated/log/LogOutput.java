package io.goalstated.log;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.event.Level;

/** Where all records of all threads become lines, one after the other. Never throws: a log that fails must not fail its user. */
final class LogOutput {
    private static final int RECENT = 200;
    private static final int LONGEST_RECENT = 1_000;

    private final PrintStream errors;
    private final ArrayDeque<String> recent = new ArrayDeque<>();
    private final Repeats repeats = new Repeats();
    private volatile Level threshold = LogSettings.QUIET.threshold();
    private LogSettings settings = LogSettings.QUIET;
    private Optional<LogFile> file = Optional.empty();
    private Optional<ConsoleEcho> echo = Optional.empty();

    LogOutput() {
        this(System.err);
    }

    LogOutput(PrintStream errors) {
        this.errors = errors;
    }

    Level threshold() {
        return threshold;
    }

    synchronized void use(LogSettings newSettings) {
        boolean sameFile = newSettings.file().equals(settings.file());
        settings = newSettings;
        threshold = newSettings.threshold();
        if (sameFile) {
            file.ifPresent(open -> open.limits(newSettings));
        } else {
            file.ifPresent(LogFile::close);
            file = newSettings.file().map(path -> new LogFile(path, newSettings));
        }
    }

    synchronized void echoTo(Path console) {
        if (echo.isEmpty()) {
            echo = Optional.of(new ConsoleEcho(console));
        }
    }

    synchronized void endEcho() {
        echo.ifPresent(ConsoleEcho::end);
        echo = Optional.empty();
    }

    synchronized void write(LogRecord record) {
        for (LogRecord due : repeats.next(record)) {
            put(due);
        }
    }

    synchronized void reopen() {
        file.ifPresent(LogFile::close);
    }

    synchronized List<String> recent() {
        return new ArrayList<>(recent);
    }

    synchronized void close() {
        repeats.flush().ifPresent(this::put);
        file.ifPresent(LogFile::close);
        file = Optional.empty();
        settings = LogSettings.QUIET;
    }

    private void put(LogRecord record) {
        String line = LogLine.classic(record);
        if (recent.size() == RECENT) {
            recent.removeFirst();
        }
        recent.addLast(line.length() <= LONGEST_RECENT ? line : line.substring(0, LONGEST_RECENT));
        echo.ifPresent(console -> console.line(line));
        if (settings.console()) {
            String shown = settings.json() ? LogLine.json(record) : line;
            errors.println(settings.priorities() ? priority(record.level()) + shown : shown);
        }
        file.flatMap(open -> open.write(line)).ifPresent(trouble -> errors.println("goalstated: " + trouble));
    }

    /** What systemd makes the priority of the line of (sd-daemon(3)). */
    private static String priority(Level level) {
        return switch (level) {
            case ERROR -> "<3>";
            case WARN -> "<4>";
            case INFO -> "<6>";
            case DEBUG, TRACE -> "<7>";
        };
    }
}
