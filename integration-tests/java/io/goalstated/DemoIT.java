package io.goalstated;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The newcomer's first minute, as the newcomer has it: {@code bin/goalstated demo} of the image. */
class DemoIT {
    private static final Path IMAGE = Path.of(System.getProperty("goalstated.image", "target/goalstated"));
    private static final int LIMIT_SECONDS = 180;

    @TempDir
    Path temporary;

    @Test
    @Conforms("OPS-57")
    void the_demo_tells_the_whole_story_and_leaves_nothing() throws Exception {
        Process demo = start();
        String story = new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(demo.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(demo.exitValue()).as(story).isZero();
        assertThat(story)
                .containsSubsequence(
                        "1/5",
                        "Waiting for Contoso.Samples.ProtectedSecret",
                        "Hello, newcomer",
                        "2/5",
                        "Hello, Azure",
                        "3/5",
                        "Hello 1.1.0",
                        "4/5",
                        "SIG_DIGEST_MISMATCH",
                        "5/5",
                        "Azure is told nothing of it any more",
                        "EXTENSION")
                .containsPattern("package verified, signed by .*CN=Lab Publisher.* at 20\\d\\d-")
                .contains("the secret has 28 characters")
                .containsPattern(
                        "(?s)3/5.*Hello 1\\.1\\.0 +Downloading.*Hello 1\\.0\\.0 +Disabling.*Hello 1\\.1\\.0 +Installing")
                .doesNotContain("correct horse", "does not exist", "goalstated:", "\r", "\033");
        assertThat(table(story))
                .anyMatch(row -> row.matches("Contoso\\.Samples\\.Hello +1\\.1\\.0 +Ready +success +Hello, Azure"))
                .anyMatch(row -> row.startsWith("Contoso.Samples.HeartbeatService") && row.contains("NotReady"))
                .noneMatch(row -> row.contains("SlowWorker"));
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void an_interrupted_demo_cleans_up() throws Exception {
        Process demo = start();
        try (BufferedReader story = demo.inputReader(StandardCharsets.UTF_8)) {
            String line = story.readLine();
            while (line != null && !line.contains("Downloading")) {
                line = story.readLine();
            }
            assertThat(line).as("the demo came that far").isNotNull();
            // Like Ctrl-C; INT itself is ignored where the tests run in a shell's background.
            new ProcessBuilder("sh", "-c", "kill -TERM " + demo.pid()).start().waitFor();
            while (story.readLine() != null) {
                // to the end: a full pipe would stop the demo
            }
        }

        assertThat(demo.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(demo.exitValue()).isEqualTo(130);
        assertThat(leftovers()).isEmpty();
    }

    private Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                IMAGE.toAbsolutePath().resolve("bin/goalstated").toString(), "demo");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary);
        return builder.redirectErrorStream(true).start();
    }

    private static List<String> table(String story) {
        return story.substring(story.indexOf("\nEXTENSION")).lines().toList();
    }

    private List<String> leftovers() throws IOException {
        try (Stream<Path> entries = Files.list(temporary)) {
            return entries.map(Path::toString)
                    .filter(name -> name.contains("goalstated-demo-"))
                    .toList();
        }
    }
}
