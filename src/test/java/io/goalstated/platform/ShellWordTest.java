package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordTest {
    @ParameterizedTest
    @ValueSource(strings = {"/var/lib/waagent/Test.A_b-1.0.0", "a", "2"})
    void what_means_nothing_to_a_shell_stays_as_it_is(String text) {
        assertThat(ShellWord.of(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "it's", "$HOME", "a;b", "a\nb", "~", "*", "\u00e9", "a=b", "\"`\\"})
    void everything_else_reaches_the_program_as_one_word(String text) throws IOException {
        Process shell = new ProcessBuilder("/bin/sh", "-c", "printf '%s|' " + ShellWord.of(text))
                .redirectErrorStream(true)
                .start();

        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(text + "|");
    }
}
