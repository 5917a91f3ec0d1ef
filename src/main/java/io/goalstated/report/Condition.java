package io.goalstated.report;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Something that is wrong with the agent or its surroundings and that the platform is told of (spec 04 OPS-124).
 *
 * @param code stable, for support: {@code E-DISKFULL}
 * @param lasting shown in whole minutes behind the code; a longer time alone is no news
 * @param text what is wrong and what to do about it
 * @param detail what is known of it at this moment, shown behind the text; another one alone is no news
 * @param stopsExtensions no extension can be processed at all; nothing less takes {@code Ready} from the agent
 */
public record Condition(
        String code, Optional<Duration> lasting, String text, Optional<String> detail, boolean stopsExtensions) {
    private static final String HEALTHY = "Guest Agent is running";
    /** In a message that people read; all reports of a VM share some hundred kilobytes. */
    private static final int LONGEST_DETAIL = 300;

    public Condition {
        detail = detail.map(Condition::line).filter(words -> !words.isEmpty());
    }

    public static Condition of(String code, String text) {
        return new Condition(code, Optional.empty(), text, Optional.empty(), false);
    }

    public Condition lastingFor(Duration time) {
        return new Condition(code, Optional.of(time), text, detail, stopsExtensions);
    }

    public Condition because(String words) {
        return new Condition(code, lasting, text, Optional.of(words), stopsExtensions);
    }

    /** The same, of which no extension can be processed. */
    public Condition stoppingExtensions() {
        return new Condition(code, lasting, text, detail, true);
    }

    /** Programs print lines, and many of them. */
    private static String line(String words) {
        String line = words.strip().replaceAll("\\s+", " ");
        return line.codePointCount(0, line.length()) <= LONGEST_DETAIL
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST_DETAIL)) + " ...";
    }

    /** @param exact with how long they last, and the details */
    static String message(List<Condition> conditions, boolean exact) {
        if (conditions.isEmpty()) {
            return HEALTHY;
        }
        StringBuilder message = new StringBuilder();
        for (Condition condition : conditions) {
            message.append(message.length() == 0 ? "" : "; ").append(condition.sentence(exact));
        }
        return message.toString();
    }

    /** With all that is known: {@code [E-GOALSTATE-STALE 12m] the goal state cannot be read: refused}. */
    @Override
    public String toString() {
        return sentence(true);
    }

    private String sentence(boolean exact) {
        String age = exact ? lasting.map(time -> " " + time.toMinutes() + "m").orElse("") : "";
        String words = exact ? detail.map(known -> ": " + known).orElse("") : "";
        return "[" + code + age + "] " + text + words;
    }
}
