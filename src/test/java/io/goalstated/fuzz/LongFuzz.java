package io.goalstated.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.goalstated.platform.Disk;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every parser in a process of its own under a coverage-guided fuzzer, for {@code -Dfuzz.seconds} each (default 60):
 * {@code mvn test -Pfuzz}, those whose name {@code -Dfuzz.only} matches. What was found, and the inputs worth keeping, lie in {@code target/fuzz/<parser>}; the next run
 * goes on from them. Hanging for a minute and growing beyond 2 GiB are findings too.
 */
@Tag("fuzz")
class LongFuzz {
    private static final long SECONDS = Long.getLong("fuzz.seconds", 60);
    private static final String ONLY = System.getProperty("fuzz.only", ".*");
    private static final Path HOME =
            Path.of(System.getProperty("fuzz.directory", "target/fuzz")).toAbsolutePath();
    /** Real documents to begin with; without them it begins with nothing. */
    private static final Path CORPUS =
            Path.of(System.getProperty("goalstated.corpus", "../shared/corpus")).toAbsolutePath();
    /** Files that a target makes for each input cost nothing here. */
    private static final Path MEMORY = Path.of("/dev/shm");

    private static final Pattern UNITS = Pattern.compile("stat::number_of_executed_units:\\s*(\\d+)");

    private static long allTried;
    private static int allFindings;

    @ParameterizedTest
    @EnumSource
    void any_bytes_are_read_or_refused(FuzzTarget target) throws Exception {
        assumeTrue(target.name().matches(ONLY), "not asked for");
        Path own = HOME.resolve(target.name().toLowerCase(Locale.ROOT));
        Path inputs = Files.createDirectories(own.resolve("inputs"));
        Path log = own.resolve("log");

        int exit = run(target, own, inputs, log);

        String said = Files.readString(log, StandardCharsets.ISO_8859_1);
        List<String> findings = findings(own);
        int count = Math.max(findings.size(), exit == 0 ? 0 : 1);
        allTried += tried(said);
        allFindings += count;
        System.out.printf("%-18s %,14d inputs  %d findings%n", target, tried(said), count);
        assertThat(findings).as("see %s", log).isEmpty();
        assertThat(exit).as("exit code; see %s", log).isZero();
    }

    private static int run(FuzzTarget target, Path own, Path inputs, Path log) throws Exception {
        Path scratch = Files.createTempDirectory(Files.isWritable(MEMORY) ? MEMORY : own, "fuzz-");
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+EnableDynamicAgentLoading",
                "-D" + FuzzTarget.PROPERTY + "=" + target,
                "-Djava.io.tmpdir=" + scratch,
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
                "-timeout=60",
                "-rss_limit_mb=2048",
                "-print_final_stats=1",
                inputs.toString()));
        target.seeds.map(CORPUS::resolve).filter(Files::isDirectory).ifPresent(seeds -> command.add(seeds.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(SECONDS + 300, TimeUnit.SECONDS)) {
                throw new AssertionError(target + " does not end; see " + log);
            }
            return process.exitValue();
        } finally {
            process.destroyForcibly().waitFor();
            new Disk().deleteTree(scratch);
        }
    }

    @AfterAll
    static void sum() {
        System.out.printf("%-18s %,14d inputs  %d findings%n", "IN SUM", allTried, allFindings);
    }

    private static long tried(String said) {
        Matcher matcher = UNITS.matcher(said);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
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
