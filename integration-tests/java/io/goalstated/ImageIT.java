package io.goalstated;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application image that the build made: its launcher, and the class archive that makes it start fast. */
class ImageIT {
    private static final Path IMAGE = Path.of(System.getProperty("goalstated.image", "target/goalstated"));

    private static final ScheduledExecutorService LIMITS = Executors.newSingleThreadScheduledExecutor();

    @TempDir
    Path directory;

    @AfterAll
    static void stop() {
        LIMITS.shutdownNow();
    }

    @Test
    void the_image_holds_what_a_package_installs() {
        assertThat(IMAGE.resolve("bin/goalstated")).isExecutable();
        assertThat(IMAGE.resolve("sbin/waagent")).isExecutable();
        assertThat(IMAGE.resolve("lib/goalstated.jar")).isRegularFile();
        assertThat(IMAGE.resolve("systemd/goalstated.service")).isRegularFile();
        assertThat(IMAGE.resolve("LICENSE")).isRegularFile();
    }

    @Test
    void the_class_archive_is_mapped_when_the_image_runs() throws Exception {
        Path log = directory.resolve("classes.log");

        Answer answer =
                run(IMAGE, Map.of("_JAVA_OPTIONS", "-Xlog:class+load:file=" + log, "JAVA_HOME", javaHome()), "version");

        assertThat(answer.exitCode()).as(answer.output()).isZero();
        assertThat(Files.readString(log)).contains("io.goalstated.app.Main source: shared objects file (top)");
    }

    @Test
    void an_image_without_its_archive_still_runs() throws Exception {
        Path copy = copyOfTheImage();

        Answer answer = run(copy, Map.of("JAVA_HOME", javaHome()), "version");

        assertThat(answer.exitCode()).as(answer.output()).isZero();
    }

    @Test
    void a_link_to_the_launcher_finds_the_image() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), IMAGE.resolve("bin/goalstated"));

        Answer answer = start(link, Map.of("JAVA_HOME", javaHome()), List.of("version"));

        assertThat(answer.exitCode()).as(answer.output()).isZero();
    }

    @Test
    @Conforms("OPS-39")
    void the_version_that_extensions_ask_for_is_answered_by_both_programs_without_java() throws Exception {
        Path image = imageWithRuntime("17.0.9");
        String lines =
                "WALinuxAgent-(3\\.\\d+\\.\\d+\\.\\d+) running on \\S+ \\S+\nPython: \\S+\nGoal state agent: \\1\n";

        assertThat(run(image, Map.of(), "-version").output()).matches(lines);
        assertThat(start(image.resolve("sbin/waagent"), Map.of(), List.of("--version"))
                        .output())
                .matches(lines);
    }

    @Test
    void what_else_waagent_is_asked_the_launcher_does() throws Exception {
        Answer answer =
                start(IMAGE.resolve("sbin/waagent"), Map.of("JAVA_HOME", javaHome()), List.of("-register-service"));

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.output()).contains("systemctl enable --now goalstated");
    }

    @Test
    void the_bundled_runtime_goes_before_every_other_java() throws Exception {
        Path image = imageWithRuntime("17.0.9");

        Answer answer = run(image, Map.of("JAVA_HOME", javaHome()), "run", "--config", "a b");

        assertThat(answer.output())
                .containsPattern("ARGUMENTS .*-cp .*/lib/goalstated.jar io.goalstated.app.Main run --config a b\n")
                .containsPattern("java.*goalstated.*\\brun\\b");
    }

    @Test
    void a_bundled_runtime_that_is_too_old_is_passed_over() throws Exception {
        Path image = imageWithRuntime("11.0.2");

        Answer answer = run(image, Map.of("JAVA_HOME", javaHome()), "version");

        assertThat(answer.output()).doesNotContain("ARGUMENTS");
    }

    @Test
    void the_daemon_gets_a_small_heap_and_a_command_a_larger_one() throws Exception {
        Path image = imageWithRuntime("17.0.9");

        assertThat(run(image, Map.of(), "run").output()).contains(" -Xmx48m ").doesNotContain("-Xmx256m");
        assertThat(run(image, Map.of(), "status").output())
                .contains(" -Xmx256m ")
                .doesNotContain("-Xmx48m");
    }

    @Test
    @Conforms("OPS-109")
    void the_launcher_sets_the_umask_that_handlers_expect() throws Exception {
        Path image = imageWithRuntime("17.0.9");

        Answer answer = start(
                Path.of("/bin/sh"),
                Map.of(),
                List.of(
                        "-c",
                        "umask 077; exec \"$0\" run",
                        image.resolve("bin/goalstated").toString()));

        assertThat(answer.output()).contains("UMASK 0022");
    }

    @Test
    void what_the_launcher_changes_in_the_environment_is_handed_over() throws Exception {
        Path image = imageWithRuntime("17.0.9");

        Answer set = run(image, Map.of("MALLOC_ARENA_MAX", "7", "LC_ALL", "en_US.UTF-8"), "run");
        Answer unset = run(image, Map.of("LC_ALL", "C"), "run");

        assertThat(set.output())
                .contains("\nMALLOC_ARENA_MAX=1\n", "\nGOALSTATED_ORIGINAL_MALLOC_ARENA_MAX=7\n")
                .contains("\nGOALSTATED_CHANGED=MALLOC_ARENA_MAX\n", "\nLC_ALL=en_US.UTF-8\n");
        assertThat(unset.output())
                .contains("\nGOALSTATED_CHANGED=MALLOC_ARENA_MAX LC_ALL\n", "\nGOALSTATED_ORIGINAL_LC_ALL=C\n")
                .contains("\nLC_ALL=C.UTF-8\n")
                .doesNotContain("GOALSTATED_ORIGINAL_MALLOC_ARENA_MAX");
    }

    @Test
    void the_launcher_becomes_java_under_its_own_process_id() throws Exception {
        Path image = imageWithRuntime("17.0.9");

        Process process = builder(image.resolve("bin/goalstated"), Map.of(), List.of("run"))
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(output).contains("PID " + process.pid() + "\n");
    }

    @Test
    @Tag("root")
    @Conforms("B32")
    void as_process_1_the_launcher_stays_and_reaps_what_extensions_leave_behind() throws Exception {
        Path image = imageWithRuntime("17.0.9");
        Files.writeString(
                image.resolve("runtime/bin/java"), "#!/bin/sh\nsh -c '(sleep 0.2 &)'\necho started\nexec sleep 100\n");

        Process container = new ProcessBuilder(
                        "unshare",
                        "--pid",
                        "--fork",
                        image.resolve("bin/goalstated").toString(),
                        "run")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        ScheduledFuture<?> limit = LIMITS.schedule(container::destroyForcibly, 120, TimeUnit.SECONDS);
        try (BufferedReader output = container.inputReader()) {
            assertThat(output.readLine()).isEqualTo("started");
            ProcessHandle launcher = container.children().findFirst().orElseThrow();
            Awaitility.await("the orphan has ended, and only Java is left below process 1")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> launcher.children().count() == 1);

            launcher.destroy();

            assertThat(container.waitFor()).as("SIGTERM went on to Java").isEqualTo(128 + 15);
        } finally {
            limit.cancel(false);
        }
    }

    /** An image whose Java is a script that shows how it was called. */
    private Path imageWithRuntime(String version) throws IOException {
        Path image = copyOfTheImage();
        Path java = image.resolve("runtime/bin/java");
        Files.createDirectories(java.getParent());
        Files.writeString(java, "#!/bin/sh\necho \"ARGUMENTS $0 $*\"\necho \"UMASK $(umask)\"\necho \"PID $$\"\nenv\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(
                image.resolve("runtime/release"), "JAVA_VERSION=\"" + version + "\"\nMODULES=\"java.base\"\n");
        return image;
    }

    private Path copyOfTheImage() throws IOException {
        Path copy = directory.resolve("goalstated");
        if (Files.exists(copy)) {
            return copy;
        }
        for (String name : List.of("bin/goalstated", "sbin/waagent", "lib/goalstated.jar", "lib/goalstated.jar.sum")) {
            Files.createDirectories(copy.resolve(name).getParent());
            Files.copy(IMAGE.resolve(name), copy.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
        }
        Files.setPosixFilePermissions(copy.resolve("bin/goalstated"), PosixFilePermissions.fromString("rwxr-xr-x"));
        return copy;
    }

    private static Answer run(Path image, Map<String, String> environment, String... arguments) throws Exception {
        return start(image.resolve("bin/goalstated"), environment, List.of(arguments));
    }

    private static Answer start(Path program, Map<String, String> environment, List<String> arguments)
            throws Exception {
        Process process = builder(program, environment, arguments).start();
        process.getOutputStream().close();
        // Ends a program that does not end by itself, which ends the reading below.
        ScheduledFuture<?> limit = LIMITS.schedule(process::destroyForcibly, 120, TimeUnit.SECONDS);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        assertThat(limit.cancel(false)).as("ends in time: " + output).isTrue();
        return new Answer(process.exitValue(), output);
    }

    private static ProcessBuilder builder(Path program, Map<String, String> environment, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(program.toAbsolutePath().toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", System.getenv("PATH"));
        builder.environment().putAll(environment);
        return builder;
    }

    private static String javaHome() {
        try (Stream<Path> archives = Files.list(IMAGE.resolve("lib"))) {
            assertThat(archives.map(Path::toString)).anyMatch(name -> name.endsWith(".jsa"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return System.getProperty("java.home");
    }

    private record Answer(int exitCode, String output) {}
}
