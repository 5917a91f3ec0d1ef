package io.goalstated;

import static io.goalstated.LoopbackAzure.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.goalstated.lab.ExtensionPackage;
import io.goalstated.lab.FakeAzure;
import io.goalstated.lab.Goal;
import io.goalstated.lab.PackageSignature;
import io.goalstated.lab.StatusReport;
import io.goalstated.lab.WantedHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real extension, as Microsoft published and signed it, sets the password of a user. The package is not ours to
 * distribute: {@code GOALSTATED_VMACCESS} names {@code Microsoft.OSTCExtensions.Edp.VMAccessForLinux__1.7.0.zip}, with
 * {@code vm_access_signature.txt} beside it; WALinuxAgent's repository has both under {@code tests/data/signing}.
 */
@Tag("root")
class VmAccessIT {
    private static final String WHERE = "GOALSTATED_VMACCESS";
    private static final String SIGNATURE = "vm_access_signature.txt";
    private static final String NAME = "Microsoft.OSTCExtensions.Edp.VMAccessForLinux";
    private static final String VERSION = "1.7.0";
    private static final String SIGNED_AT = "2025-03-31T22:01:12.909Z";
    private static final String USER = "goaltest";
    private static final String PASSWORD = "Correct+Horse7Battery";
    private static final String HANDLER = "/var/lib/waagent/" + NAME + "-" + VERSION;
    private static final String COMMANDS = "/var/log/azure/" + NAME + "/CommandExecution.log";
    private static final String LOG = "/var/log/waagent.log";

    @TempDir
    Path directory;

    @RegisterExtension
    private final LoopbackAzure loopback = new LoopbackAzure();

    private Path zip = Path.of("");
    private FakeAzure azure;

    @BeforeEach
    void start() throws Exception {
        Optional<String> path =
                Optional.ofNullable(System.getProperty(WHERE)).or(() -> Optional.ofNullable(System.getenv(WHERE)));
        assumeTrue(path.isPresent(), WHERE + " does not name the VMAccess package");
        assumeTrue(exitCode("python3", "-c", "import crypt") == 0, "VMAccess needs python3 with the module crypt");
        assumeTrue(exitCode("openssl", "version") == 0, "VMAccess needs openssl");
        zip = Path.of(path.get());
        azure = loopback.azure();
    }

    @Test
    void the_signed_package_is_installed_and_sets_the_password() throws Exception {
        publish(vmAccess());

        try (ImageDaemon daemon = daemon()) {
            StatusReport report = await(azure.awaitStatus(VmAccessIT::isEnabled));

            assertThat(report.handlerStatus(NAME)).as(report.toString()).isEqualTo("Ready");
            assertThat(report.extensionStatus(NAME)).as(report.toString()).isEqualTo("success");
            ProcessHandle there = daemon.firstChild();
            assertThat(line(there, "/etc/passwd"))
                    .hasValueSatisfying(line -> assertThat(line).contains(":/home/goaltest:"));
            String hash = line(there, "/etc/shadow").orElseThrow().split(":", -1)[1];
            assertThat(hash).startsWith("$6$").isEqualTo(hashed(PASSWORD, hash.split("\\$", -1)[2]));
            assertThat(line(there, "/etc/sudoers.d/waagent")).contains(USER + " ALL = (ALL) ALL");
            assertThat(text(there, "/etc/ssh/sshd_config")).contains("PasswordAuthentication yes");
            assertThat(text(there, PrivateMachine.SERVICE_LOG)).contains("ssh restart");
            assertThat(text(there, HANDLER + "/package_validated")).contains("CN=Microsoft Corporation", SIGNED_AT);
            assertThat(text(there, LOG)).contains("signed by CN=Microsoft Corporation", SIGNED_AT);
        }
        assertThat(Files.readString(Path.of("/etc/passwd"))).doesNotContain(USER);
    }

    @Test
    void the_password_is_nowhere_to_be_read() throws Exception {
        publish(vmAccess());

        try (ImageDaemon daemon = daemon()) {
            StatusReport report = await(azure.awaitStatus(VmAccessIT::isEnabled));

            assertThat(report.extensionStatus(NAME)).as(report.toString()).isEqualTo("success");
            ProcessHandle there = daemon.firstChild();
            for (String tree : List.of("/var/lib/waagent", "/var/log", "/run", "/etc")) {
                assertThat(filesWith(PASSWORD, PrivateMachine.file(there, tree)))
                        .isEmpty();
            }
        }
        assertThat(azure.statuses().all()).noneMatch(report -> report.toString().contains(PASSWORD));
    }

    @Test
    @Conforms("B24")
    void enabled_again_with_the_same_number_the_good_result_stays() throws Exception {
        publish(vmAccess());

        try (ImageDaemon daemon = daemon()) {
            StatusReport first = await(azure.awaitStatus(VmAccessIT::isEnabled));
            assertThat(first.extensionStatus(NAME)).as(first.toString()).isEqualTo("success");
            ProcessHandle there = daemon.firstChild();
            String hash = line(there, "/etc/shadow").orElseThrow();

            publish(vmAccess());
            Awaitility.await("two enables have ended")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> text(there, COMMANDS).split("enable ended with exit code 0", -1).length == 3);

            StatusReport second = await(azure.awaitStatus(VmAccessIT::isEnabled));
            assertThat(second.handlerStatus(NAME)).as(second.toString()).isEqualTo("Ready");
            assertThat(second.extensionStatus(NAME)).as(second.toString()).isEqualTo("success");
            assertThat(line(there, "/etc/shadow"))
                    .as("the password was set once")
                    .contains(hash);
        }
        assertThat(azure.statuses().all())
                .noneMatch(report -> report.extensionStatus(NAME).equals("error"));
    }

    @Test
    void an_ssh_key_is_added_and_the_user_removed() throws Exception {
        String key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHl4BYGvSBPkljJogAwofD1ooLgjkMXr4qTfooskK4ZA goaltest";
        publish(vmAccess(), 0, "{\"username\": \"" + USER + "\", \"ssh_key\": \"" + key + "\"}");

        try (ImageDaemon daemon = daemon()) {
            StatusReport added = await(azure.awaitStatus(VmAccessIT::isEnabled));
            assertThat(added.extensionStatus(NAME)).as(added.toString()).isEqualTo("success");
            ProcessHandle there = daemon.firstChild();
            assertThat(text(there, "/home/" + USER + "/.ssh/authorized_keys")).contains(key);

            publish(vmAccess(), 1, "{\"remove_user\": \"" + USER + "\"}");
            Awaitility.await("the user is gone")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> line(there, "/etc/passwd").isEmpty());

            assertThat(line(there, "/etc/shadow")).isEmpty();
        }
    }

    @Test
    void one_changed_bit_and_the_package_is_refused() throws Exception {
        publish(vmAccess().tampered());

        try (ImageDaemon daemon = daemon()) {
            StatusReport report =
                    await(azure.awaitStatus(found -> found.document().toString().contains("SIG_DIGEST_MISMATCH")));

            assertThat(report.handlerStatus(NAME)).isEqualTo("NotReady");
            ProcessHandle there = daemon.firstChild();
            assertThat(PrivateMachine.file(there, HANDLER + "/extension_shim.sh"))
                    .doesNotExist();
            assertThat(line(there, "/etc/passwd")).isEmpty();
            assertThat(text(there, LOG)).contains("SIG_DIGEST_MISMATCH");
        }
    }

    private ExtensionPackage vmAccess() throws IOException {
        return new ExtensionPackage(NAME, VERSION, Files.readAllBytes(zip));
    }

    private void publish(ExtensionPackage offered) throws IOException {
        publish(offered, 0, "{\"username\": \"" + USER + "\", \"password\": \"" + PASSWORD + "\"}");
    }

    private void publish(ExtensionPackage offered, int sequence, String protectedSettings) throws IOException {
        String signature = Files.readString(zip.resolveSibling(SIGNATURE), StandardCharsets.US_ASCII)
                .strip();
        azure.offer(offered);
        azure.publish(Goal.of(WantedHandler.of(NAME, VERSION)
                        .signature(PackageSignature.given(signature))
                        .sequence(sequence)
                        .protectedSettings(protectedSettings)))
                .viaFabric();
    }

    private ImageDaemon daemon() throws IOException {
        Path memory = Files.createDirectory(directory.resolve("memory"));
        String launcher = ImageDaemon.IMAGE.resolve("bin/goalstated").toString();
        return ImageDaemon.start(
                PrivateMachine.running(memory, launcher),
                directory.resolve("daemon.out"),
                ImageDaemon.words(azure.addresses()));
    }

    /** VMAccess reports its installation too, and its success before it ends. */
    private static boolean isEnabled(StatusReport report) {
        String status = report.extensionStatus(NAME);
        return status.equals("error")
                || (status.equals("success") && report.handlerStatus(NAME).equals("Ready"));
    }

    /** The line of a file in which the user's name comes first. */
    private static Optional<String> line(ProcessHandle there, String file) throws IOException {
        return text(there, file)
                .lines()
                .filter(line -> line.matches(USER + "\\b.*"))
                .findFirst();
    }

    private static String text(ProcessHandle there, String file) throws IOException {
        return Files.readString(PrivateMachine.file(there, file), StandardCharsets.UTF_8);
    }

    private static String filesWith(String text, Path tree) throws Exception {
        Process grep = new ProcessBuilder("grep", "-rlF", "-e", text, tree.toString()).start();
        grep.getOutputStream().close();
        return new String(grep.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String hashed(String password, String salt) throws Exception {
        Process openssl = new ProcessBuilder("openssl", "passwd", "-6", "-salt", salt, "-stdin").start();
        try (var in = openssl.getOutputStream()) {
            in.write(password.getBytes(StandardCharsets.UTF_8));
        }
        return new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private static int exitCode(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1;
        }
    }
}
