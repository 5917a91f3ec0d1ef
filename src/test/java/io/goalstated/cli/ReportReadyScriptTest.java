package io.goalstated.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.goalstated.Conforms;
import io.goalstated.lab.Document;
import io.goalstated.lab.FakeAzure;
import io.goalstated.lab.FaultAction;
import io.goalstated.lab.RecordedRequest;
import io.goalstated.lab.Server;
import io.goalstated.platform.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code report-ready} of the image, for the shell, against a whole fake Azure. */
class ReportReadyScriptTest {
    private static final Path SCRIPT = Path.of("src/image/report-ready").toAbsolutePath();

    @TempDir
    Path root;

    private final Vertx vertx = EventLoop.start();
    private FakeAzure azure;

    @BeforeEach
    void start() throws Exception {
        azure = await(FakeAzure.start(vertx));
        Files.createDirectories(root.resolve("etc"));
        Files.createDirectories(root.resolve("var/lib"));
    }

    @AfterEach
    void stop() throws Exception {
        await(azure.close());
        await(vertx.close());
    }

    @ParameterizedTest
    @Conforms("03#114")
    @ValueSource(strings = {"curl", "wget"})
    void azure_is_told_in_the_agents_words_with_whatever_program_there_is(String program) throws Exception {
        Path script = seeingOnly(program);

        assertThat(run(script, List.of()).code()).isZero();

        List<RecordedRequest> requests = azure.requests(Server.WIRE, "");
        assertThat(requests)
                .extracting(request -> request.method() + " " + request.path())
                .containsExactly("GET /machine?comp=goalstate", "POST /machine?comp=health");
        assertThat(requests.get(0).header("x-ms-version")).contains("2012-11-30");
        assertThat(requests.get(1).header("x-ms-agent-name")).contains("WALinuxAgent");
        assertThat(requests.get(1).header("content-type")).contains("text/xml;charset=utf-8");
        assertThat(requests.get(1).text())
                .startsWith("<?xml version=\"1.0\" encoding=\"utf-8\"?><Health xmlns:xsi=")
                .contains("<GoalStateIncarnation>1</GoalStateIncarnation><Container><ContainerId>" + azure.containerId()
                        + "</ContainerId>")
                .endsWith("<Health><State>Ready</State></Health></Role></RoleInstanceList></Container></Health>");
    }

    @Test
    @Conforms("03#114")
    void five_tries_are_made() throws Exception {
        azure.fault(Server.WIRE, "comp=health", FaultAction.status(500), 100);

        Ran ran = run(List.of());

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.output()).contains("Azure was not told");
        assertThat(azure.requests(Server.WIRE, "comp=health")).hasSize(5);
    }

    @Test
    void a_try_that_fails_is_followed_by_one_that_does_not() throws Exception {
        azure.fault(Server.WIRE, "comp=goalstate", FaultAction.status(503), 2);
        azure.fault(Server.WIRE, "comp=health", FaultAction.reset(), 1);

        assertThat(run(List.of()).code()).isZero();
    }

    @Test
    void an_answer_that_is_no_goal_state_says_nothing() throws Exception {
        azure.replace(Document.GOAL_STATE, "<html>ContainerId</html>");

        assertThat(run(List.of()).code()).isEqualTo(1);
        assertThat(azure.requests(Server.WIRE, "comp=health")).isEmpty();
    }

    @Test
    void the_vm_gets_the_name_that_it_has_in_azure_as_far_as_a_host_name_may_be_so() throws Exception {
        azure.replace(
                Document.INSTANCE_METADATA, "{\"compute\": {\"name\": \"_My VM; $(touch x)_" + "l".repeat(60) + "\"}}");
        Files.writeString(root.resolve("etc/hosts"), "127.0.0.1 localhost\n127.0.1.1 image\n::1 localhost");

        Ran ran = run(List.of(), "--host-name");

        String name = "my-vm-touch-x-" + "l".repeat(49);
        assertThat(ran.code()).isZero();
        assertThat(root.resolve("etc/hostname")).hasContent(name + "\n");
        assertThat(root.resolve("etc/hosts"))
                .hasContent("127.0.0.1 localhost\n::1 localhost\n127.0.1.1 " + name + "\n");
    }

    @Test
    void without_metadata_the_name_stays_and_azure_is_told_all_the_same() throws Exception {
        azure.fault(Server.IMDS, "", FaultAction.status(404), 1);
        Files.writeString(root.resolve("etc/hostname"), "image\n");

        Ran ran = run(List.of(), "--host-name");

        assertThat(ran.code()).isZero();
        assertThat(ran.output()).contains("the host name stays as it is");
        assertThat(root.resolve("etc/hostname")).hasContent("image\n");
    }

    @Test
    void a_mark_is_left_once_azure_knows_for_which_the_unit_looks() throws Exception {
        azure.fault(Server.WIRE, "comp=health", FaultAction.status(500), 5);
        run(List.of(), "--once");
        Path mark = root.resolve("var/lib/goalstated-report-ready");
        assertThat(mark).doesNotExist();

        run(List.of(), "--once");

        assertThat(mark).isEmptyFile();
        assertThat(Path.of("systemd/goalstated-report-ready.service"))
                .content()
                .contains("ConditionPathExists=!/var/lib/goalstated-report-ready\n")
                .contains("ExecStart=/usr/lib/goalstated/report-ready --host-name --once\n");
    }

    @Test
    @Conforms("03R#14")
    void a_proxy_is_never_asked() throws Exception {
        assertThat(run(List.of("env", "http_proxy=http://127.0.0.1:9", "ALL_PROXY=http://127.0.0.1:9"))
                        .code())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--wire", "--what"})
    void a_mistake_in_the_words_is_told(String word) throws Exception {
        Process process = new ProcessBuilder("/bin/sh", SCRIPT.toString(), word)
                .redirectErrorStream(true)
                .start();

        assertThat(text(process)).startsWith("report-ready: ");
        assertThat(process.waitFor()).isEqualTo(2);
    }

    private static String text(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** What came of it. */
    private record Ran(int code, String output) {}

    private Ran run(List<String> before, String... words) throws Exception {
        return run(SCRIPT, before, words);
    }

    private Ran run(Path script, List<String> before, String... words) throws Exception {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                "/bin/sh",
                script.toString(),
                "--root",
                root.toString(),
                "--pause",
                "0",
                "--wire",
                azure.addresses().wire().toString(),
                "--metadata",
                azure.addresses().imds().toString()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = text(process);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), output);
    }

    /** The script on a machine that has but one of the programs that ask servers. */
    private Path seeingOnly(String program) throws IOException {
        Path programs = Files.createDirectories(root.resolve("programs"));
        for (String name : List.of(program, "sleep")) {
            Path real = Path.of("/usr/bin", name);
            assumeTrue(Files.exists(real), name + " is not installed here");
            Files.createSymbolicLink(programs.resolve(name), real);
        }
        String usual = "PATH=/usr/sbin:/usr/bin:/sbin:/bin";
        String text = Files.readString(SCRIPT);
        assertThat(text).contains(usual);
        return Files.writeString(root.resolve("script"), text.replace(usual, "PATH=" + programs));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
