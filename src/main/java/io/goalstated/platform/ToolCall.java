package io.goalstated.platform;

import io.goalstated.secret.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One run of a system program (spec 03 §0.2, §0.3).
 *
 * @param tool a bare name, looked up in fixed directories
 * @param arguments no secrets: every local user can read them
 * @param limit after which the program is killed with what it has started
 * @param environment in addition to a fixed path and locale; no secrets
 * @param input given to standard input, which is otherwise empty; hidden in what the program says
 */
public record ToolCall(
        String tool, List<String> arguments, Duration limit, Map<String, String> environment, Optional<Secret> input) {
    public static final Duration USUAL_LIMIT = Duration.ofSeconds(60);

    static final int LONGEST_INPUT = 1 << 20;

    public ToolCall {
        if (tool.isEmpty() || tool.indexOf('/') >= 0) {
            throw new IllegalArgumentException("not the bare name of a program: " + tool);
        }
        if (input.filter(secret -> secret.length() > LONGEST_INPUT).isPresent()) {
            throw new IllegalArgumentException("more input than " + LONGEST_INPUT + " bytes");
        }
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    public static ToolCall of(String tool, String... arguments) {
        return new ToolCall(tool, Arrays.asList(arguments), USUAL_LIMIT, Map.of(), Optional.empty());
    }

    /** The program and its arguments in one list. */
    public static ToolCall of(List<String> words) {
        return of(words.get(0), words.subList(1, words.size()).toArray(String[]::new));
    }

    public ToolCall within(Duration other) {
        return new ToolCall(tool, arguments, other, environment, input);
    }

    public ToolCall with(Map<String, String> variables) {
        return new ToolCall(tool, arguments, limit, variables, input);
    }

    /** The caller closes the secret when the run has ended. */
    public ToolCall reading(Secret text) {
        return new ToolCall(tool, arguments, limit, environment, Optional.of(text));
    }

    /** Program and arguments. */
    public List<String> words() {
        List<String> words = new ArrayList<>(List.of(tool));
        words.addAll(arguments);
        return words;
    }

    @Override
    public String toString() {
        return String.join(" ", words());
    }
}
