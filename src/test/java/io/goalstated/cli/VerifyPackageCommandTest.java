package io.goalstated.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.lab.ExtensionPackage;
import io.goalstated.lab.PackageMaker;
import io.goalstated.lab.issue.LabAuthority;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class VerifyPackageCommandTest {
    private final LabAuthority publisher = LabAuthority.generate(Instant.now());

    @TempDir
    Path root;

    private ExtensionPackage made = new ExtensionPackage("", "", new byte[0]);
    private final StringWriter out = new StringWriter();

    @BeforeEach
    void aSignedPackage() throws IOException {
        made = new PackageMaker().make(Path.of("extension-samples/shell-hello"), "1.0.0");
        Files.createDirectories(root.resolve("etc"));
        Files.writeString(root.resolve("etc/waagent.conf"), "Extensions.TrustAnchors=/anchors\n");
        publisher.writeAnchors(root.resolve("anchors"));
        Files.write(root.resolve("hello.zip"), made.bytes());
        Files.writeString(root.resolve("hello.sig"), publisher.sign(made.bytes(), Instant.now()));
    }

    @Test
    @Conforms("OPS-52")
    void a_good_package_is_told_with_signer_and_every_step() {
        assertThat(verify("--explain", "--name", "Contoso.Samples.Hello", "--version", "1.0.0"))
                .as(out::toString)
                .isZero();
        assertThat(out.toString()).contains("CN=Lab Publisher", "CN=Lab Root", "verdict", "good", "binding");
    }

    @Test
    @Conforms("OPS-52")
    void a_changed_package_is_not_verified_and_refused_by_default() throws IOException {
        Files.write(root.resolve("hello.zip"), made.tampered().bytes());

        assertThat(verify()).isEqualTo(ExitCode.FAILURE);
        assertThat(out.toString())
                .contains("SIG_DIGEST_MISMATCH: the package is not the one that was signed")
                .containsPattern("integrity +refuses it: SIG_DIGEST_MISMATCH");
    }

    @Test
    void a_good_package_of_another_extension_is_refused() {
        assertThat(verify("--name", "Contoso.Samples.Other", "--version", "1.0.0"))
                .isEqualTo(ExitCode.FAILURE);
        assertThat(out.toString()).contains("SIG_BINDING");
    }

    @Test
    void a_root_that_nobody_trusts_is_named_but_tolerated_by_default() throws IOException {
        Files.writeString(root.resolve("etc/waagent.conf"), "");

        assertThat(verify()).isEqualTo(ExitCode.FAILURE);
        assertThat(out.toString())
                .contains("SIG_CHAIN_UNTRUSTED")
                .containsPattern("integrity +uses it")
                .containsPattern("enforce +refuses it");
    }

    @Test
    void a_missing_package_and_a_wrong_time_are_one_clear_line_each() throws IOException {
        assertThat(verify("--at", "yesterday")).isEqualTo(ExitCode.USAGE);
        assertThat(out.toString())
                .contains("'yesterday' is no time; write it like 2026")
                .hasLineCount(1);

        out.getBuffer().setLength(0);
        Files.delete(root.resolve("hello.zip"));
        assertThat(verify()).isEqualTo(ExitCode.FAILURE);
        assertThat(out.toString()).contains("hello.zip does not exist").hasLineCount(1);
    }

    private int verify(String... more) {
        List<String> words = new ArrayList<>(List.of(
                "--root",
                root.toString(),
                root.resolve("hello.zip").toString(),
                "--signature",
                root.resolve("hello.sig").toString()));
        words.addAll(List.of(more));
        PrintWriter writer = new PrintWriter(out);
        return new CommandLine(new VerifyPackageCommand())
                .setOut(writer)
                .setErr(writer)
                .setExecutionExceptionHandler((e, line, result) -> {
                    writer.println(e.getMessage());
                    writer.flush();
                    return e instanceof Failure failure ? failure.exitCode() : ExitCode.FAILURE;
                })
                .execute(words.toArray(String[]::new));
    }
}
