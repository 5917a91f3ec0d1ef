package io.goalstated;

import static io.goalstated.LoopbackAzure.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.lab.FakeAzure;
import io.goalstated.lab.Goal;
import io.goalstated.lab.PackageMaker;
import io.goalstated.lab.StatusReport;
import io.goalstated.lab.WantedHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The daemon of the image with small handlers that do what published ones do and no document mentions (spec 05): they
 * empty their settings, truncate their output, leave their work to processes that outlive the agent.
 */
class OddHandlersIT {
    private static final String NAME = "Test.Odd";
    private static final String LIB = "var/lib/waagent";
    private static final String HANDLER = LIB + "/" + NAME + "-1.0.0";

    private static final String MANIFEST = """
        [{"version": 1.0, "handlerManifest": {
          "installCommand": "handler.sh install", "enableCommand": "handler.sh enable",
          "disableCommand": "handler.sh disable", "updateCommand": "handler.sh update",
          "uninstallCommand": "handler.sh uninstall", "rebootAfterInstall": false, "reportHeartbeat": false},
          "signingInfo": {"publisher": "Test", "type": "%s", "version": "1.0.0"}}]
        """;

    private static final String SCRIPT = """
        #!/bin/sh
        seq=$ConfigSequenceNumber
        status() {
            printf '[{"version": 1, "status": {"operation": "Odd", "status": "%%s", "code": 0, "formattedMessage":
                {"lang": "en", "message": "%%s"}}}]' "$1" "$2" >status/$seq.status
        }
        enable() {
        %s
        }
        [ "$1" != enable ] || enable
        """;

    @TempDir
    Path directory;

    @RegisterExtension
    private final LoopbackAzure loopback = new LoopbackAzure();

    private Path root = Path.of("");
    private FakeAzure azure;

    @BeforeEach
    void start() throws Exception {
        root = Files.createDirectory(directory.resolve("root"));
        azure = loopback.azure();
    }

    @Test
    @Conforms("B24")
    void settings_that_a_handler_has_emptied_are_there_again_when_it_is_enabled_with_the_same_number()
            throws Exception {
        offer("Odd", """
            [ -s config/$seq.settings ] || exit 1
            echo x >>count
            status success "enabled $(wc -l <count) times"
            for file in config/*.settings; do : >$file; done
            """);
        publish(NAME);

        try (ImageDaemon daemon = daemon()) {
            until(report -> text(report).contains("enabled 1 times"));
            publish(NAME);
            StatusReport second = until(report -> text(report).contains("enabled 2 times"));

            assertThat(second.handlerStatus(NAME)).as(daemon.output()).isEqualTo("Ready");
            assertThat(second.extensionStatus(NAME)).isEqualTo("success");
        }
    }

    @Test
    @Conforms({"B8", "B11"})
    void output_that_truncates_itself_is_told_as_far_as_it_is_left_with_the_exit_code() throws Exception {
        offer("Odd", """
            for line in one two three; do echo $line >/dev/stdout; done
            echo last
            exit 51
            """);
        publish(NAME);

        try (ImageDaemon daemon = daemon()) {
            StatusReport report = until(found -> found.handlerStatus(NAME).equals("NotReady"));

            assertThat(text(report))
                    .as(daemon.output())
                    .contains("Non-zero exit code: 51", "last")
                    .doesNotContain("one");
        }
    }

    @Test
    @Conforms({"B10", "B12", "B14"})
    void what_enable_leaves_behind_goes_on_writing_and_finishes_although_the_agent_is_killed() throws Exception {
        offer("Odd", """
            status transitioning working
            (
                while [ ! -e go ]; do sleep 0.1; done
                echo still writing || exit 1
                status success "done by the worker"
            ) &
            """);
        publish(NAME);

        ImageDaemon first = daemon();
        until(report -> report.handlerStatus(NAME).equals("Ready")
                && report.extensionStatus(NAME).equals("transitioning"));
        first.kill();
        Files.createFile(root.resolve(HANDLER).resolve("go"));
        Awaitility.await("the worker has ended")
                .atMost(Duration.ofMinutes(1))
                .until(() -> Files.readString(root.resolve(HANDLER).resolve("status/0.status"))
                        .contains("done by the worker"));

        try (ImageDaemon second = daemon()) {
            StatusReport report = until(found -> found.extensionStatus(NAME).equals("success"));

            assertThat(text(report)).as(second.output()).contains("done by the worker");
        }
    }

    @Test
    @Conforms("B28")
    void programs_of_packages_are_free_to_run_while_other_packages_are_unpacked() throws Exception {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Path handler = handler("Busy" + i, "./program && status success ran");
            Files.copy(Path.of("/bin/true").toRealPath(), handler.resolve("program"));
            azure.offer(new PackageMaker().make(handler, "1.0.0"));
            names.add("Test.Busy" + i);
        }
        publish(names.toArray(String[]::new));

        try (ImageDaemon daemon = daemon()) {
            StatusReport report = until(found ->
                    names.stream().allMatch(name -> List.of("success", "error").contains(found.extensionStatus(name))));

            assertThat(names)
                    .as("%s\n%s", report, daemon.output())
                    .allSatisfy(name -> assertThat(report.extensionStatus(name)).isEqualTo("success"));
        }
    }

    @Test
    @Conforms("B37")
    void a_handler_whose_process_goes_on_writing_into_its_directory_can_be_removed() throws Exception {
        offer("Odd", """
            status success "writes on"
            (while : >junk && sleep 0.05; do rm -f junk; done) 2>/dev/null &
            """);
        publish(NAME);

        try (ImageDaemon daemon = daemon()) {
            until(report -> report.extensionStatus(NAME).equals("success"));
            azure.publish(Goal.of(WantedHandler.of(NAME, "1.0.0").uninstalled()))
                    .viaFabric();

            StatusReport report = until(found -> !text(found).contains(NAME));
            assertThat(root.resolve(HANDLER))
                    .as("%s\n%s", report, daemon.output())
                    .doesNotExist();
        }
    }

    @Test
    @Tag("root")
    @Conforms("B30")
    void the_agent_itself_needs_none_of_the_programs_that_handlers_assume() throws Exception {
        offer("Odd", "status success alone");
        publish(NAME);
        String hide = "for name in sudo lsof ps pkill uname readlink tee nohup openssl; do"
                + " for place in /bin /sbin /usr/bin /usr/sbin; do"
                + " [ ! -f $place/$name ] || mount --bind /dev/null $place/$name; done; done; exec \"$@\"";
        Path memory = Files.createDirectory(directory.resolve("memory"));

        ImageDaemon daemon = ImageDaemon.start(
                PrivateMachine.running(memory, "sh", "-c", hide, "sh", launcher()),
                directory.resolve("daemon.out"),
                ImageDaemon.words(azure.addresses()));
        try (daemon) {
            StatusReport report = until(found -> found.extensionStatus(NAME).equals("success"));

            assertThat(report.handlerStatus(NAME)).as(daemon.output()).isEqualTo("Ready");
        }
    }

    private Path handler(String type, String enable) throws IOException {
        Path handler = Files.createDirectories(directory.resolve("handlers").resolve(type));
        Files.writeString(handler.resolve("HandlerManifest.json"), MANIFEST.formatted(type));
        Files.writeString(handler.resolve("handler.sh"), SCRIPT.formatted(enable));
        return handler;
    }

    private void offer(String type, String enable) throws IOException {
        azure.offer(new PackageMaker().make(handler(type, enable), "1.0.0"));
    }

    private void publish(String... names) {
        azure.publish(Goal.of(List.of(names).stream()
                        .map(name -> WantedHandler.of(name, "1.0.0"))
                        .toArray(WantedHandler[]::new)))
                .viaFabric();
    }

    private ImageDaemon daemon() throws IOException {
        List<String> words = new ArrayList<>(ImageDaemon.words(azure.addresses()));
        words.add("--root=" + root);
        return ImageDaemon.start(List.of(launcher()), directory.resolve("daemon.out"), words);
    }

    private static String launcher() {
        return ImageDaemon.IMAGE.resolve("bin/goalstated").toString();
    }

    private StatusReport until(Predicate<StatusReport> condition) throws Exception {
        return await(azure.awaitStatus(condition));
    }

    private static String text(StatusReport report) {
        return report.document().toString();
    }
}
