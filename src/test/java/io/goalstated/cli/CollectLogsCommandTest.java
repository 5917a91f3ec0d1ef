package io.goalstated.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectLogsCommandTest {
    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void fill() throws Exception {
        Files.createDirectories(directory.resolve("var/log/azure/A.B"));
        Files.createDirectories(directory.resolve("var/lib/waagent"));
        Files.createDirectories(directory.resolve("etc"));
        Files.writeString(directory.resolve("var/log/waagent.log"), "password=verysecret\n");
        Files.createSymbolicLink(directory.resolve("var/log/azure/A.B/x.log"), Path.of("/etc/passwd"));
        Files.writeString(directory.resolve("etc/fstab"), "# mounts\n");
    }

    private int run(String... options) {
        List<String> words = new ArrayList<>(List.of("collect-logs", "--root", directory.toString()));
        words.addAll(List.of(options));
        return Goalstated.line()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words.toArray(String[]::new));
    }

    @Test
    @Conforms({"OPS-50", "OPS-87"})
    void without_a_daemon_the_archive_is_made_and_what_is_not_in_it_is_told() {
        int code = run();

        Path archive = directory.resolve("var/lib/waagent/logcollector/logs.zip");
        assertThat(code).as(err::toString).isEqualTo(ExitCode.OK);
        assertThat(archive).isRegularFile();
        assertThat(out.toString().lines().map(line -> line.replaceAll(" {2,}", "  ")))
                .containsExactly(
                        archive + ", 1 KiB: 1 file of 1 KiB",
                        "",
                        "LEFT OUT OR NOT WHOLE  WHY",
                        "/var/log/azure/A.B/x.log  a link that leads elsewhere, or nowhere",
                        "",
                        "REDACTED  SECRETS",
                        "/var/log/waagent.log  1");
    }

    @Test
    @Conforms("OPS-50")
    void all_that_is_known_goes_where_the_owner_wants_it() throws Exception {
        Path target = directory.resolve("mine.zip");

        assertThat(run("--full", "--to", target.toString())).isEqualTo(ExitCode.OK);

        assertThat(out.toString()).startsWith(target + ", 1 KiB: 2 files");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rw-------");
        assertThat(directory.resolve("var/lib/waagent/logcollector")).doesNotExist();
    }

    @Test
    void a_place_that_is_not_there_is_told() {
        assertThat(Goalstated.execute(List.of(
                        "collect-logs",
                        "--root",
                        directory.toString(),
                        "--to",
                        directory.resolve("none/mine.zip").toString())))
                .isEqualTo(ExitCode.FAILURE);
    }

    @Test
    @Conforms("OPS-39")
    void the_former_words_do_the_same() throws Exception {
        assertThat(FormerWords.translate(List.of("-collect-logs", "-full"))).containsExactly("collect-logs", "--full");
        assertThat(Goalstated.has("collect-logs")).isTrue();
    }
}
