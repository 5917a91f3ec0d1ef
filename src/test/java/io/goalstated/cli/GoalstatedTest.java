package io.goalstated.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class GoalstatedTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_tells_of_itself_when_asked_for_help(List<String> command) {
        List<String> words = new ArrayList<>(command);
        words.add("--help");
        CommandLine line = Goalstated.line().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));

        assertThat(line.execute(words.toArray(String[]::new))).as(err::toString).isZero();
        assertThat(out.toString()).contains("Usage: goalstated " + String.join(" ", command), "--help");
    }

    @Test
    void what_only_root_may_do_has_an_exit_code_and_a_remedy() throws Exception {
        CommandLine status = new CommandLine(new StatusCommand()).setErr(new PrintWriter(err, true));

        int code = Goalstated.oneLine()
                .handleExecutionException(
                        new AccessDeniedException("/run/goalstated/control.sock"), status, status.parseArgs());

        assertThat(code).isEqualTo(ExitCode.NOT_PERMITTED);
        assertThat(err.toString())
                .startsWith("goalstated: permission denied: /run/goalstated/control.sock")
                .hasLineCount(1);
    }

    private static Stream<List<String>> commands() {
        return commandsOf(Goalstated.line(), List.of());
    }

    private static Stream<List<String>> commandsOf(CommandLine line, List<String> before) {
        return line.getSubcommands().entrySet().stream().flatMap(entry -> {
            List<String> words = Stream.concat(
                            before.stream(), Stream.of(entry.getValue().getCommandName()))
                    .toList();
            return Stream.concat(Stream.of(words), commandsOf(entry.getValue(), words));
        });
    }
}
