package io.goalstated.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goalstated.Conforms;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormerWordsTest {
    @ParameterizedTest
    @CsvSource({
        "-daemon, run",
        "--daemon, run",
        "/daemon, run",
        "-daemonX, run",
        "-run-exthandlers, run",
        "-version, version",
        "-help, help",
        "-usage, help",
        "-?, help",
        "-show-configuration, config show",
        "-deprovision, deprovision",
        "-deprovision -force, deprovision --force",
        "-deprovision+user -force, deprovision --user --force",
        "-force -deprovision+user, deprovision --user --force",
        "-collect-logs -full, collect-logs --full",
        "-setup-firewall=168.63.129.16, setup-firewall 168.63.129.16",
        "-daemon -configuration-path:/etc/other.conf -verbose -debug, run --config=/etc/other.conf --verbose",
        "-verbose -version, version",
        "-verbose -deprovision+user -force, deprovision --user --force",
        "-verbose -setup-firewall=168.63.129.16 -force, setup-firewall 168.63.129.16",
        "-daemon -force, run",
        "-deprovision -full -configuration-path:/etc/other.conf, deprovision --config=/etc/other.conf",
        "-version -daemon, run",
    })
    @Conforms("OPS-39")
    void every_spelling_has_its_command_of_today(String former, String today) throws Failure {
        List<String> words = List.of(former.split(" "));

        assertThat(FormerWords.are(words)).isTrue();
        assertThat(FormerWords.translate(words)).containsExactly(today.split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-daemon", "-deprovision", "-deprovision+user", "-setup-firewall=168.63.129.16"})
    void no_option_of_former_days_makes_a_command_of_today_unintelligible(String command) throws Failure {
        List<String> words = FormerWords.translate(
                List.of("-verbose", "-debug", "-force", "-full", "-configuration-path:/etc/other.conf", command));

        assertThat(Goalstated.line().parseArgs(words.toArray(String[]::new)).errors())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-start", "-register-service"})
    void what_systemd_does_now_is_said(String word) {
        assertThatThrownBy(() -> FormerWords.translate(List.of(word)))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.FAILURE))
                .hasMessageContaining("systemctl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-serialconsole", "-x", "-", "-verbose", "-version nonsense"})
    void what_means_nothing_is_refused_as_bad_usage(String words) {
        assertThatThrownBy(() -> FormerWords.translate(List.of(words.split(" "))))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining("goalstated help");
    }

    @Test
    void words_of_today_are_left_alone() {
        assertThat(FormerWords.are(List.of("run", "--verbose"))).isFalse();
        assertThat(FormerWords.are(List.of())).isFalse();
    }

    @Test
    void the_translation_is_run_and_its_exit_code_passed_on() {
        List<List<String>> run = new ArrayList<>();

        int code = FormerWords.run(List.of("-version"), words -> {
            run.add(words);
            return 3;
        });

        assertThat(code).isEqualTo(3);
        assertThat(run).containsExactly(List.of("version"));
    }

    @Test
    void a_refusal_is_one_line_and_nothing_is_run() {
        PrintStream before = System.err;
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
        try {
            int code = FormerWords.run(List.of("-start"), words -> {
                throw new AssertionError("ran " + words);
            });

            assertThat(code).isEqualTo(ExitCode.FAILURE);
            assertThat(told.toString(StandardCharsets.UTF_8))
                    .startsWith("goalstated: -start: ")
                    .hasLineCount(1);
        } finally {
            System.setErr(before);
        }
    }
}
