package io.goalstated.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every parser in a process of its own under a coverage-guided fuzzer, for {@code -Dfuzz.seconds} each (default 60):
 * {@code mvn test -Pfuzz}. What was found, and the inputs worth keeping, lie in {@code target/fuzz/<parser>}; the next run
 * goes on from them. Hanging for 10 s and growing beyond 2 GiB are findings too.
 */
@Tag("fuzz")
class LongFuzz {
    private static final long SECONDS = Long.getLong("fuzz.seconds", 60);
    private static final Path HOME =
            Path.of(System.getProperty("fuzz.directory", "target/fuzz")).toAbsolutePath();
    private static final Pattern UNITS = Pattern.compile("stat::number_of_executed_units:\\s*(\\d+)");

    @ParameterizedTest
    @EnumSource
    void any_bytes_are_read_or_refused(FuzzTarget target) throws Exception {
        Path own = HOME.resolve(target.name().toLowerCase(Locale.ROOT));
        Path inputs = Files.createDirectories(own.resolve("inputs"));
        Path log = own.resolve("log");

        int exit = run(target, own, inputs, log);

        String said = Files.readString(log, StandardCharsets.ISO_8859_1);
        List<String> findings = findings(own);
        System.out.printf(
                "%-18s %12s inputs  %d findings%n", target, tried(said), Math.max(findings.size(), exit == 0 ? 0 : 1));
        assertThat(findings).as("see %s", log).isEmpty();
        assertThat(exit).as("exit code; see %s", log).isZero();
    }

    private static int run(FuzzTarget target, Path own, Path inputs, Path log) throws Exception {
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+EnableDynamicAgentLoading",
                "-D" + FuzzTarget.PROPERTY + "=" + target,
                "-cp",
                classes,
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.type.getName(),
                "--instrumentation_includes=io.goalstated.**",
                // Netty uses Unsafe in its own way, and a client connects to where it is told.
                "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.UnsafeSanitizer:"
                        + "com.code_intelligence.jazzer.sanitizers.ServerSideRequestForgery",
                "--reproducer_path=" + own,
                "-artifact_prefix=" + own + "/",
                "-max_total_time=" + SECONDS,
                "-timeout=10",
                "-rss_limit_mb=2048",
                "-print_final_stats=1",
                inputs.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(SECONDS + 60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(target + " does not end; see " + log);
        }
        return process.exitValue();
    }

    private static String tried(String said) {
        Matcher matcher = UNITS.matcher(said);
        return matcher.find() ? matcher.group(1) : "?";
    }

    /** The fuzzer names them after what happened. */
    private static List<String> findings(Path own) throws IOException {
        try (Stream<Path> files = Files.list(own)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.matches("(crash|timeout|oom|slow-unit)-.*"))
                    .sorted()
                    .toList();
        }
    }
}
