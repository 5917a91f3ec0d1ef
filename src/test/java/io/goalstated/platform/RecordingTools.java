package io.goalstated.platform;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Plays the system's programs: notes each call, as one line, and answers as it was told. Of two answers that fit, the one
 * that was told last counts. A program that nobody spoke of does nothing, successfully.
 */
public final class RecordingTools implements Tools {
    private final List<String> calls = new ArrayList<>();
    private final List<String> inputs = new ArrayList<>();
    private final Map<String, Function<ToolCall, ToolEnd>> answers = new LinkedHashMap<>();

    @Override
    public ToolEnd run(ToolCall call) {
        calls.add(call.toString());
        call.input().ifPresent(input -> inputs.add(new String(input.bytes(), StandardCharsets.UTF_8)));
        Function<ToolCall, ToolEnd> answer = c -> new ToolEnd.Exited(c.tool(), 0, "", "");
        for (Map.Entry<String, Function<ToolCall, ToolEnd>> known : answers.entrySet()) {
            String start = known.getKey();
            if ((call + " ").startsWith(start + " ")) {
                answer = known.getValue();
            }
        }
        return answer.apply(call);
    }

    /** Calls that begin with those words end so. */
    public RecordingTools answer(String words, int code, String output, String error) {
        return answer(words, call -> new ToolEnd.Exited(call.tool(), code, output, error));
    }

    public RecordingTools answer(String words, Function<ToolCall, ToolEnd> answer) {
        answers.remove(words);
        answers.put(words, answer);
        return this;
    }

    public RecordingTools missing(String tool) {
        return answer(tool, call -> new ToolEnd.Missing(tool));
    }

    /** What was run, each a line, in order. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    /** What was given to standard inputs, in order. */
    public List<String> inputs() {
        return List.copyOf(inputs);
    }

    public void forget() {
        calls.clear();
        inputs.clear();
    }
}
