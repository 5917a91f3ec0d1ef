package io.goalstated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.goalstated.platform.AgentVersion;
import io.goalstated.platform.Distribution;
import io.goalstated.platform.SystemRoot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /usr/sbin/waagent} (spec 05 §1.1): a program for the shell and a module for Python, in one file. */
class CompatibilityFileTest {
    private static final String VERSION = AgentVersion.current().reported();
    private static final List<String> PYTHONS = List.of("python3", "python", "python2");
    /** Without the stand-ins of a version manager, which are scripts that take a second each and may lead to nothing. */
    private static final String PATH = List.of(System.getenv("PATH").split(":")).stream()
            .filter(directory -> PYTHONS.stream()
                    .noneMatch(name -> isScript(Path.of(directory).resolve(name))))
            .collect(Collectors.joining(":"));

    private static final String NO_PROGRAMS = "";

    @TempDir
    Path image;

    private Path waagent = Path.of("");

    @BeforeEach
    void asTheBuildMakesIt() throws IOException {
        String source = Files.readString(Path.of("src/image/sbin/waagent"), StandardCharsets.US_ASCII);
        waagent = program("sbin/waagent", source.replace("@reported.version@", VERSION));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-version", "--version", "/version"})
    @Conforms("OPS-39")
    void the_version_is_three_lines_and_needs_no_java(String word) throws Exception {
        Answer answer = run(PATH, waagent.toString(), word);

        Distribution here = Distribution.read(SystemRoot.REAL);
        assertThat(answer.code()).isZero();
        assertThat(answer.output()).hasLineCount(3);
        assertThat(answer.output().lines())
                .satisfiesExactly(
                        first -> assertThat(first)
                                .isEqualTo("WALinuxAgent-" + VERSION + " running on " + here.name() + " "
                                        + here.version()),
                        second -> assertThat(second).matches("Python: (\\d+\\.\\d+\\.\\d+\\S*|none)"),
                        third -> assertThat(third).isEqualTo("Goal state agent: " + VERSION));
    }

    @Test
    void without_any_program_on_the_path_the_version_is_told_all_the_same() throws Exception {
        Answer answer = run(NO_PROGRAMS, "/bin/sh", waagent.toString(), "-version");

        assertThat(answer.code()).isZero();
        assertThat(answer.output())
                .startsWith("WALinuxAgent-" + VERSION + " running on ")
                .endsWith("\nPython: none\nGoal state agent: " + VERSION + "\n");
    }

    @Test
    void where_only_an_old_python_is_it_is_asked_once() throws Exception {
        Path programs = program("programs/python2", "#!/bin/sh\necho call >>${0%/*}/calls\necho 'Python 2.7.18'\n")
                .getParent();

        Answer answer = run(programs.toString(), "/bin/sh", waagent.toString(), "-version");

        assertThat(answer.output()).contains("\nPython: 2.7.18\n");
        assertThat(image.resolve("programs/calls")).hasContent("call\n");
    }

    @Test
    void everything_else_goes_to_the_launcher_word_by_word_also_without_programs() throws Exception {
        program("bin/goalstated", "#!/bin/sh\nfor word do echo \"<$word>\"; done\nexit 7\n");

        Answer answer = run(NO_PROGRAMS, "/bin/sh", waagent.toString(), "-deprovision+user", "a  b", "");

        assertThat(answer).isEqualTo(new Answer(7, "<-deprovision+user>\n<a  b>\n<>\n"));
    }

    @Test
    void a_link_to_the_file_finds_the_image() throws Exception {
        program("bin/goalstated", "#!/bin/sh\necho \"$0 $*\"\n");
        Path link = Files.createSymbolicLink(image.resolve("link"), waagent);

        assertThat(run(PATH, link.toString(), "status").output()).endsWith("/bin/goalstated status\n");
    }

    @Test
    void where_goalstated_is_missing_one_line_says_so() throws Exception {
        assumeFalse(Files.exists(Path.of("/usr/lib/goalstated/bin/goalstated")), "goalstated is installed here");

        Answer answer = run(PATH, waagent.toString(), "status");

        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.output()).hasLineCount(1).contains("goalstated is not installed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"python3", "python2"})
    void run_by_python_it_is_the_same_program(String name) throws Exception {
        String python = python(name);
        program("bin/goalstated", "#!/bin/sh\necho \"<$1>\"\n");

        assertThat(run(PATH, python, waagent.toString(), "--version").output())
                .isEqualTo(run(PATH, waagent.toString(), "--version").output());
        assertThat(run(PATH, python, waagent.toString(), "-daemon").output()).isEqualTo("<-daemon>\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"python3", "python2"})
    void loaded_by_python_every_member_that_extensions_use_behaves(String name) throws Exception {
        String python = python(name);

        Answer answer = run(
                PATH,
                python,
                "-W",
                "error",
                "src/test/resources/compatibility/members.py",
                waagent.toString(),
                VERSION);

        assertThat(answer.output()).containsPattern("Ran \\d+ tests");
        assertThat(answer.code()).as(answer.output()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"python3", "python2"})
    void loading_it_prints_nothing(String name) throws Exception {
        String python = python(name);
        String load = "import sys; source = open(sys.argv[1]); text = source.read(); source.close();"
                + " exec(compile(text, 'waagent', 'exec'), {'__name__': 'waagent'})";

        assertThat(run(PATH, python, "-W", "error", "-c", load, waagent.toString()))
                .isEqualTo(new Answer(0, ""));
    }

    private static boolean isScript(Path file) {
        try (InputStream content = Files.newInputStream(file)) {
            return new String(content.readNBytes(2), StandardCharsets.ISO_8859_1).equals("#!");
        } catch (IOException e) {
            return false;
        }
    }

    private static String python(String name) {
        Optional<Path> found = List.of(PATH.split(":")).stream()
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(found.isPresent(), "no " + name + " here");
        return found.get().toString();
    }

    private Path program(String name, String content) throws IOException {
        Path file = image.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    private record Answer(int code, String output) {}

    private static Answer run(String path, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PATH", path);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), output);
    }
}
