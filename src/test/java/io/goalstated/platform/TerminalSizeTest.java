package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalSizeTest {
    /** Makes a terminal of 97 columns, names it, and keeps it until its own input ends. */
    private static final String TERMINAL = """
            import fcntl, os, pty, struct, sys, termios
            ours, theirs = pty.openpty()
            fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack('HHHH', 24, 97, 0, 0))
            print(os.ttyname(theirs), flush=True)
            sys.stdin.read()
            """;

    @Test
    void a_terminal_says_how_wide_it_is() throws IOException {
        Process terminal = new ProcessBuilder("python3", "-c", TERMINAL).start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(terminal.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(TerminalSize.columns(Path.of(said.readLine()))).contains(97);
        } finally {
            terminal.destroyForcibly();
        }
    }

    @Test
    void what_is_no_terminal_has_no_width() {
        assertThat(TerminalSize.columns(Path.of("/dev/null"))).isEmpty();
        assertThat(TerminalSize.columns(Path.of("/no/such/device"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0 0\n", "24\n", "24 x\n", "24 99999999999\n", "-1 -1\n"})
    void an_answer_that_is_no_size_counts_as_none(String answer) {
        assertThat(TerminalSize.columns(answer)).isEmpty();
    }
}
