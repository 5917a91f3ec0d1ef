package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goalstated.Conforms;
import io.goalstated.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemToolsTest {
    private final Tools tools = new SystemTools(SystemRoot.REAL);

    @Test
    @Conforms("03R#2")
    void arguments_reach_the_program_as_they_are() {
        ToolEnd end = tools.run(ToolCall.of("printf", "%s|", "a b", "$(id)", "`id`;\n"));

        assertThat(end.isSuccess()).isTrue();
        assertThat(end.output()).isEqualTo("a b|$(id)|`id`;\n|");
    }

    @Test
    void a_program_that_is_not_there_is_a_failure_of_its_own() {
        ToolEnd end = tools.run(ToolCall.of("no-such-program"));

        assertThat(end).isEqualTo(new ToolEnd.Missing("no-such-program"));
        assertThat(end.problem()).isEqualTo("tool not available: no-such-program");
    }

    @Test
    void below_another_root_no_program_of_this_machine_is_run(@TempDir Path directory) {
        assertThat(new SystemTools(new SystemRoot(directory))
                        .run(ToolCall.of("true"))
                        .isMissing())
                .isTrue();
    }

    @Test
    void exit_code_and_first_line_tell_what_went_wrong() {
        ToolEnd end = tools.run(ToolCall.of("sh", "-c", "echo out; echo bad >&2; echo worse >&2; exit 7"));

        assertThat(end.isSuccess()).isFalse();
        assertThat(end.problem()).isEqualTo("sh ended with exit code 7: bad");
    }

    @Test
    void a_program_is_killed_at_its_limit_with_what_it_has_started() {
        ToolEnd end = tools.run(ToolCall.of("sh", "-c", "sleep 600; true").within(Duration.ofMillis(200)));

        assertThat(end).isInstanceOf(ToolEnd.TimedOut.class);
    }

    @Test
    void what_a_program_leaves_in_the_background_is_not_waited_for() {
        ToolEnd end = tools.run(ToolCall.of("sh", "-c", "sleep 2 & echo done"));

        assertThat(end.output()).isEqualTo("done\n");
    }

    @Test
    void more_output_than_the_limit_is_cut_and_stops_nobody() {
        ToolEnd end = tools.run(ToolCall.of("sh", "-c", "head -c 1000000 /dev/zero; echo end >&2"));

        assertThat(end.output()).hasSize(64 << 10);
        assertThat(end.error()).isEqualTo("end\n");
    }

    @Test
    void input_reaches_the_program_and_never_its_recorded_words() {
        Secret secret = Secret.owning("bob:pass-word\n".getBytes(StandardCharsets.UTF_8));

        ToolEnd end =
                tools.run(ToolCall.of("sh", "-c", "read line; echo \"$line\" | wc -c; echo \"line $line\" >&2; exit 1")
                        .reading(secret));

        assertThat(end.output().strip()).isEqualTo("14");
        assertThat(end.error()).isEqualTo("line <redacted>\n");
        assertThat(end.problem()).doesNotContain("pass-word");
    }

    @Test
    void a_program_that_reads_nothing_gets_nothing_to_read() {
        assertThat(tools.run(ToolCall.of("cat")).output()).isEmpty();
        assertThat(tools.run(ToolCall.of("true").reading(Secret.owning(new byte[60_000])))
                        .isSuccess())
                .isTrue();
    }

    @Test
    void a_program_that_never_reads_is_killed_at_its_limit_however_much_it_is_given() {
        ToolCall call = ToolCall.of("sleep", "600").within(Duration.ofMillis(200));

        ToolEnd end = tools.run(call.reading(Secret.owning(new byte[1 << 20])));

        assertThat(end).isInstanceOf(ToolEnd.TimedOut.class);
    }

    @Test
    void one_that_ends_without_reading_is_not_held_up_by_what_it_leaves_in_the_background() {
        ToolCall call =
                ToolCall.of("sh", "-c", "exec 3<&0; sleep 2 <&3 & echo done").reading(Secret.owning(new byte[1 << 20]));

        assertThat(tools.run(call).output()).isEqualTo("done\n");
    }

    @Test
    void input_that_no_pipe_holds_reaches_a_program_that_reads_it() {
        ToolEnd end = tools.run(ToolCall.of("wc", "-c").reading(Secret.owning(new byte[1 << 20])));

        assertThat(end.output().strip()).isEqualTo("1048576");
    }

    @Test
    void the_environment_is_fixed_path_and_locale_and_what_was_asked() {
        ToolEnd end = tools.run(ToolCall.of("env").with(Map.of("MORE", "1")));

        assertThat(end.output().lines())
                .containsExactlyInAnyOrder(
                        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C", "MORE=1");
    }

    @Test
    void only_a_bare_name_is_a_tool() {
        assertThatThrownBy(() -> ToolCall.of(List.of("/bin/sh", "-c"))).isInstanceOf(IllegalArgumentException.class);
    }
}
