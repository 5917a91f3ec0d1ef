package io.goalstated.log;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.slf4j.event.Level;

/**
 * A record as text. The classic form is WALinuxAgent's (spec 04 §5.1), which tools parse: {@code 2026-11-23T20:35:00.123456Z
 * INFO thread prefix message}. Whatever a message holds, a record is one line: control characters are escaped (OPS-81).
 */
final class LogLine {
    private LogLine() {}

    static String classic(LogRecord record) {
        StringBuilder line = new StringBuilder(record.message().length() + 96);
        time(line, record);
        line.append(' ').append(levelName(record.level())).append(' ');
        escaped(line, record.thread().replace(' ', '-'));
        line.append(' ');
        escaped(line, record.prefix());
        line.append(' ');
        escaped(line, record.message());
        record.failure().ifPresent(trace -> escaped(line.append(": "), trace.text()));
        return line.toString();
    }

    /** One JSON object (spec 04 OPS-77). */
    static String json(LogRecord record) {
        StringBuilder line = new StringBuilder(record.message().length() + 160);
        line.append("{\"ts\":\"");
        time(line, record);
        member(line.append('"'), "level", levelName(record.level()));
        member(line, "thread", record.thread());
        member(line, "logger", record.logger());
        if (!record.prefix().equals(LogRecord.USUAL_PREFIX)) {
            member(line, "ext", record.prefix());
        }
        member(line, "msg", record.message());
        record.failure().ifPresent(trace -> {
            member(line, "err.type", trace.type());
            member(line, "err.stack", trace.text());
        });
        return line.append('}').toString();
    }

    private static void member(StringBuilder line, String name, String value) {
        line.append(",\"").append(name).append("\":\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (isControl(c)) {
                unicode(line, c);
            } else {
                line.append(c);
            }
        }
        line.append('"');
    }

    private static String levelName(Level level) {
        return switch (level) {
            case ERROR -> "ERROR";
            case WARN -> "WARNING";
            case INFO -> "INFO";
            case DEBUG, TRACE -> "VERBOSE";
        };
    }

    private static void time(StringBuilder line, LogRecord record) {
        LocalDateTime time = LocalDateTime.ofInstant(record.time(), ZoneOffset.UTC);
        digits(line, time.getYear(), 4);
        digits(line, time.getMonthValue(), 2, '-');
        digits(line, time.getDayOfMonth(), 2, '-');
        digits(line, time.getHour(), 2, 'T');
        digits(line, time.getMinute(), 2, ':');
        digits(line, time.getSecond(), 2, ':');
        digits(line, time.getNano() / 1_000, 6, '.');
        line.append('Z');
    }

    private static void digits(StringBuilder line, int number, int count, char before) {
        digits(line.append(before), number, count);
    }

    private static void digits(StringBuilder line, int number, int count) {
        String text = Integer.toString(number);
        for (int i = text.length(); i < count; i++) {
            line.append('0');
        }
        line.append(text);
    }

    private static void escaped(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isControl(c)) {
                line.append(c);
            } else if (c == '\n') {
                line.append("\\n");
            } else if (c == '\r') {
                line.append("\\r");
            } else if (c == '\t') {
                line.append("\\t");
            } else {
                unicode(line, c);
            }
        }
    }

    /** C0, DEL, C1 and the two Unicode line ends. */
    private static boolean isControl(char c) {
        return c < ' ' || (c >= '\u007f' && c <= '\u009f') || c == '\u2028' || c == '\u2029';
    }

    private static void unicode(StringBuilder line, char c) {
        String hex = Integer.toHexString(c);
        line.append("\\u").append("0000", 0, 4 - hex.length()).append(hex);
    }
}
