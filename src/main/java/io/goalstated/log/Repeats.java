package io.goalstated.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Holds back a record that says what the last one said, and tells now and then how many there were (OPS-79). */
final class Repeats {
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(10);

    private Optional<LogRecord> last = Optional.empty();
    private Optional<LogRecord> latestRepeat = Optional.empty();
    private int count;

    /** What is to be written now that this record has come. */
    List<LogRecord> next(LogRecord record) {
        List<LogRecord> due = new ArrayList<>(2);
        if (last.isPresent() && last.get().saysTheSameAs(record)) {
            count++;
            latestRepeat = Optional.of(record);
            if (elapsed(last.get(), record).compareTo(LONGEST_SILENCE) >= 0) {
                flush().ifPresent(due::add);
                last = Optional.of(record);
            }
            return due;
        }
        flush().ifPresent(due::add);
        last = Optional.of(record);
        due.add(record);
        return due;
    }

    Optional<LogRecord> flush() {
        Optional<LogRecord> summary = latestRepeat.flatMap(repeat -> last.map(first -> summary(first, repeat)));
        latestRepeat = Optional.empty();
        count = 0;
        return summary;
    }

    private LogRecord summary(LogRecord first, LogRecord repeat) {
        String message = "last message repeated " + count + (count == 1 ? " time" : " times") + " in "
                + elapsed(first, repeat).toSeconds() + " s";
        return new LogRecord(
                repeat.time(),
                repeat.level(),
                repeat.logger(),
                repeat.thread(),
                repeat.prefix(),
                message,
                Optional.empty());
    }

    private static Duration elapsed(LogRecord from, LogRecord to) {
        return Duration.between(from.time(), to.time());
    }
}
