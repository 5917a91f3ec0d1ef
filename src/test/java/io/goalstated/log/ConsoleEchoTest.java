package io.goalstated.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.goalstated.Conforms;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

class ConsoleEchoTest {
    @TempDir
    Path directory;

    private final LogOutput output = new LogOutput(new PrintStream(new ByteArrayOutputStream(), true));
    private int second;

    @AfterEach
    void close() {
        output.endEcho();
        output.close();
    }

    private void log(String text) {
        output.write(new LogRecord(
                Instant.ofEpochSecond(second++),
                Level.INFO,
                "x",
                "main",
                LogRecord.USUAL_PREFIX,
                text,
                Optional.empty()));
    }

    private Path file() {
        Path file = directory.resolve("waagent.log");
        output.use(new LogSettings(Level.INFO, Optional.of(file), 1 << 20, 1, 1 << 20, false, false, false));
        return file;
    }

    @Test
    @Conforms("03#110")
    void a_console_that_takes_nothing_holds_nobody_up() throws Exception {
        Path file = file();
        Path stuck = directory.resolve("console");
        // Nobody reads it: already opening it for writing blocks.
        assertThat(new ProcessBuilder("mkfifo", stuck.toString()).start().waitFor())
                .isZero();
        output.echoTo(stuck);

        for (int i = 0; i < 1000; i++) {
            log("line " + i);
        }
        output.endEcho();

        assertThat(Files.readAllLines(file)).hasSize(1000);
    }

    @Test
    @Conforms("03#110")
    void the_console_gets_lines_until_the_echo_ends() throws Exception {
        file();
        Path console = Files.createFile(directory.resolve("console"));
        output.echoTo(console);

        log("user bob\u001b[31m");
        await("the line is on the console").until(() -> lines(console).size() == 1);
        output.endEcho();
        log("after the end");
        output.echoTo(console);
        log("again");
        await("a new echo writes").until(() -> Files.readString(console).contains("again"));

        assertThat(lines(console).toString()).doesNotContain("after the end").doesNotContain("\u001b");
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file);
    }
}
