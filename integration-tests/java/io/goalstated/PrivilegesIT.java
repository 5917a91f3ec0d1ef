package io.goalstated;

import static io.goalstated.LoopbackAzure.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.lab.FakeAzure;
import io.goalstated.lab.Goal;
import io.goalstated.lab.StatusReport;
import io.goalstated.lab.WantedHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who may read and write what a daemon of root's leaves behind (spec 04 §8.1). The daemon is started without its launcher,
 * which would set the umask right.
 */
@Tag("root")
class PrivilegesIT {
    private static final String NAME = "Contoso.Samples.ProtectedSecret";
    private static final Path SAMPLE = Path.of("extension-samples/protected-secret");
    private static final String LIB = "var/lib/waagent";
    private static final String HANDLER = LIB + "/" + NAME + "-1.0.0";
    private static final String SETTINGS = HANDLER + "/config/0.settings";
    private static final String LOGS = "var/log/azure";
    private static final String SOCKET = "run/goalstated/control.sock";

    @TempDir
    Path directory;

    @RegisterExtension
    private final LoopbackAzure loopback = new LoopbackAzure();

    private FakeAzure azure;
    private Path root;

    @BeforeEach
    void start() throws Exception {
        // JUnit's directory is closed to others: what keeps them out shall be the daemon's doing.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        root = Files.createDirectory(directory.resolve("root"));
        azure = loopback.azure();
        azure.offer(SAMPLE, "1.0.0");
        azure.publish(Goal.of(WantedHandler.of(NAME, "1.0.0").protectedSettings("{\"secret\": \"open sesame\"}")))
                .viaFabric();
    }

    @ParameterizedTest
    @ValueSource(strings = {"022", "077", "000"})
    @Conforms({"OPS-108", "OPS-109"})
    void modes_do_not_depend_on_the_umask(String umask) throws Exception {
        try (ImageDaemon daemon = daemon(umask)) {
            settled(daemon);

            Map<String, String> modes = modes();
            assertThat(modes)
                    .containsEntry(LIB, "rwx------")
                    .containsEntry(LIB + "/history", "rwx------")
                    .containsEntry(LIB + "/TransportPrivate.pem", "r--------")
                    .containsEntry(HANDLER, "rwxr-xr-x")
                    .containsEntry(HANDLER + "/config", "rwx------")
                    .containsEntry(HANDLER + "/status", "rwx------")
                    .containsEntry(SETTINGS, "rw-------")
                    .containsEntry(HANDLER + "/HandlerEnvironment.json", "rw-------")
                    .containsEntry(HANDLER + "/handler.sh", "rwxr--r--")
                    .containsEntry(LOGS, "rwxr-xr-x")
                    .containsEntry(LOGS + "/" + NAME, "rwxr-xr-x")
                    .containsEntry(LOGS + "/" + NAME + "/events", "rwx------")
                    .containsEntry(LOGS + "/" + NAME + "/CommandExecution.log", "rw-r-----")
                    .containsEntry("var/log/waagent.log", "rw-r-----")
                    .containsEntry("var/run/waagent.pid", "rw-r--r--")
                    .containsEntry("run/goalstated", "rwx------")
                    .containsEntry(SOCKET, "rw-------");
            assertThat(matching(modes, LIB + "/[^/]*\\.prv"))
                    .isNotEmpty()
                    .allSatisfy((path, mode) -> assertThat(mode).isEqualTo("r--------"));
            assertThat(matching(modes, LIB + "/([^/]*\\.crt|goalstated(/.*)?|history/.*)"))
                    .isNotEmpty()
                    .allSatisfy((path, mode) -> assertThat(mode).endsWith("------"));
            assertThat(matching(modes, ".+"))
                    .allSatisfy((path, mode) -> assertThat(mode).matches("r..(r|-)-(x|-)(r|-)-(x|-)"));
        }
    }

    @Test
    @Conforms("OPS-108")
    void a_library_directory_that_was_open_to_others_is_closed() throws Exception {
        Path lib = Files.createDirectories(root.resolve(LIB));
        Files.setPosixFilePermissions(lib, PosixFilePermissions.fromString("rwxr-xr-x"));

        try (ImageDaemon daemon = daemon("022")) {
            settled(daemon);

            assertThat(modes()).containsEntry(LIB, "rwx------");
        }
    }

    @Test
    void an_unprivileged_user_can_read_neither_settings_nor_keys_nor_talk_to_the_daemon() throws Exception {
        try (ImageDaemon daemon = daemon("000")) {
            settled(daemon);

            // Nobody does get that far: the rest is not kept from them by the test's own directory.
            assertThat(nobodyCan("-x", LOGS)).isTrue();
            assertThat(nobodyCan("-r", SETTINGS)).isFalse();
            assertThat(nobodyCan("-r", LIB + "/TransportPrivate.pem")).isFalse();
            assertThat(nobodyCan("-x", LIB)).isFalse();
            assertThat(nobodyCan("-r", "var/log/waagent.log")).isFalse();
            assertThat(nobodyCan("-w", SOCKET)).isFalse();
            assertThat(nobodyCan("-x", "run/goalstated")).isFalse();
        }
    }

    private static Map<String, String> matching(Map<String, String> modes, String regex) {
        Map<String, String> found = new TreeMap<>(modes);
        found.keySet().removeIf(path -> !path.matches(regex));
        return found;
    }

    /**
     * Asks the kernel as an unprivileged user.
     *
     * @param access {@code -r}, {@code -w} or {@code -x}; talking to a socket needs {@code -w}
     */
    private boolean nobodyCan(String access, String path) throws Exception {
        String file = root.resolve(path).toString();
        assertThat(Files.exists(Path.of(file))).as(file).isTrue();
        int code = new ProcessBuilder(
                        "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "test", access, file)
                .inheritIO()
                .start()
                .waitFor();
        assertThat(code).as("test ends with yes or no").isBetween(0, 1);
        return code == 0;
    }

    private ImageDaemon daemon(String umask) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        String jar = ImageDaemon.IMAGE.resolve("lib/goalstated.jar").toString();
        List<String> words = new ArrayList<>(ImageDaemon.words(azure.addresses()));
        words.add("--root=" + root);
        return ImageDaemon.start(
                List.of(
                        "sh",
                        "-c",
                        "umask " + umask + "; exec \"$@\"",
                        "sh",
                        java,
                        "-cp",
                        jar,
                        "io.goalstated.app.Main"),
                directory.resolve("daemon.out"),
                words);
    }

    private void settled(ImageDaemon daemon) throws Exception {
        StatusReport report =
                await(azure.awaitStatus(found -> List.of("success", "error").contains(found.extensionStatus(NAME))));
        assertThat(report.extensionStatus(NAME))
                .as("%s\n%s", report, daemon.output())
                .isEqualTo("success");
    }

    private Map<String, String> modes() throws IOException {
        Map<String, String> modes = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : (Iterable<Path>) tree::iterator) {
                modes.put(
                        root.relativize(path).toString(),
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS)));
            }
        }
        return modes;
    }
}
