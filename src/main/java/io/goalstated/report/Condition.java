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
 * @param stopsExtensions no extension can be processed at all; nothing less takes {@code Ready} from the agent
 */
public record Condition(String code, Optional<Duration> lasting, String text, boolean stopsExtensions) {
    private static final String HEALTHY = "Guest Agent is running";

    public static Condition of(String code, String text) {
        return new Condition(code, Optional.empty(), text, false);
    }

    /** @param exact with how long they last */
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

    private String sentence(boolean exact) {
        String age = exact ? lasting.map(time -> " " + time.toMinutes() + "m").orElse("") : "";
        return "[" + code + age + "] " + text;
    }
}
