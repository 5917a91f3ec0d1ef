package io.goalstated.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.config.ConfigFile;
import io.goalstated.config.Configuration;
import io.goalstated.lab.FakeAzure;
import io.goalstated.lab.FaultAction;
import io.goalstated.lab.Goal;
import io.goalstated.lab.LogUpload;
import io.goalstated.lab.RecordedRequest;
import io.goalstated.lab.Server;
import io.goalstated.lab.TelemetryRecord;
import io.goalstated.lab.WantedHandler;
import io.goalstated.platform.AgentVersion;
import io.goalstated.platform.EventLoop;
import io.goalstated.platform.SystemRoot;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole agent against a fake platform, and the logs that it gives to it. */
class AgentLogsTest {
    private static final String HELLO = "Contoso.Samples.Hello";

    @TempDir
    Path root;

    private final Vertx vertx = EventLoop.start();
    private Optional<Agent> agent = Optional.empty();
    private FakeAzure azure;

    @BeforeEach
    void bring_up_the_platform() throws Exception {
        azure = Vm.get(FakeAzure.start(vertx));
        azure.offer(Path.of("extension-samples/shell-hello"), "1.0.0");
        azure.publish(Goal.of(WantedHandler.of(HELLO, "1.0.0")
                        .publicSettings("{\"name\": \"you\"}")
                        .protectedSettings("{\"secret\": \"verysecret\"}")))
                .viaFastTrack();
        Files.createDirectories(root.resolve("var/log"));
        Files.writeString(root.resolve("var/log/waagent.log"), "put https://a.example/s?sv=1&sig=verysecret\n");
    }

    @AfterEach
    void end() throws Exception {
        stop();
        Vm.get(azure.close());
        Vm.get(vertx.close());
    }

    private void stop() throws Exception {
        if (agent.isPresent()) {
            Agent running = agent.get();
            agent = Optional.empty();
            Vm.get(Vm.onLoop(vertx, running::stop));
        }
    }

    private void start(String... more) throws Exception {
        List<String> settings = new ArrayList<>(List.of(
                "Protocol.WireServer=" + azure.addresses().wire(),
                "Protocol.HostPlugin=" + azure.addresses().hostPlugin(),
                "Protocol.Imds=" + azure.addresses().imds()));
        settings.addAll(List.of(more));
        Setup setup = new Setup(
                new SystemRoot(root),
                Configuration.of(List.of(ConfigFile.fromCommandLine(settings))),
                "/etc/waagent.conf",
                Map.of("PATH", "/usr/bin:/bin"),
                AgentVersion.current());
        agent = Optional.of(Vm.get(Vm.onLoop(vertx, () -> Agent.start(vertx, setup, view -> {}))));
    }

    @Test
    @Conforms({"OPS-83", "OPS-86"})
    void logs_of_agent_and_extensions_reach_the_platform_without_their_secrets() throws Exception {
        start("Debug.LogCollectorInitialDelay=86400");
        Vm.get(azure.awaitStatus(report -> report.handlerStatus(HELLO).equals("Ready")));
        stop();
        start("Debug.LogCollectorInitialDelay=1");

        LogUpload upload = Vm.get(azure.awaitLog(any -> true));
        RecordedRequest request = Vm.get(azure.awaitRequest(it -> it.path().equals("/vmAgentLog")));
        TelemetryRecord told = Vm.get(azure.awaitEvent(record -> record.isOperation("LogCollection")));

        Map<String, byte[]> files = upload.files();
        assertThat(files)
                .containsKeys(
                        "var/log/azure/" + HELLO + "/CommandExecution.log",
                        "var/lib/waagent/" + HELLO + "-1.0.0/config/HandlerState",
                        "var/lib/waagent/" + HELLO + "-1.0.0/status/0.status",
                        "results.txt");
        assertThat(text(files, "var/log/waagent.log")).isEqualTo("put https://a.example/s?<redacted>\n");
        assertThat(text(files, "var/lib/waagent/" + HELLO + "-1.0.0/config/0.settings"))
                .contains("protectedSettingsCertThumbprint", "<redacted>", "you");
        assertThat(request.method()).isEqualTo("PUT");
        assertThat(request.header("x-ms-containerid")).contains(azure.containerId());
        assertThat(request.header("x-ms-client-name")).contains("WALinuxAgent");
        assertThat(azure.configName()).startsWith(upload.deployment() + ".");
        assertThat(told.value("OperationSuccess")).isEqualTo("True");
        assertThat(told.value("Message")).contains("Total Uncompressed File Size (B)");
    }

    private static String text(Map<String, byte[]> files, String name) {
        return new String(files.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
    }

    @Test
    @Conforms("OPS-83")
    void what_a_host_does_not_take_goes_to_it_in_the_next_period() throws Exception {
        azure.fault(Server.HOST_PLUGIN, "/vmAgentLog", FaultAction.status(503), 1);
        start("Debug.LogCollectorInitialDelay=1", "Logs.CollectPeriod=1");

        Vm.get(azure.awaitLog(any -> true));
        TelemetryRecord told = Vm.get(azure.awaitEvent(record -> record.isOperation("LogCollection")
                && record.value("OperationSuccess").equals("False")));

        assertThat(told.value("Message")).contains("PUT", "/vmAgentLog", "503");
    }

    @Test
    void an_owner_who_does_not_want_it_gives_no_logs_away() throws Exception {
        start("Debug.LogCollectorInitialDelay=1", "Logs.CollectPeriod=1", "Logs.Collect=n");

        Vm.get(azure.awaitEvent(record -> record.isOperation("HeartBeat")));

        assertThat(azure.logs().all()).isEmpty();
        assertThat(root.resolve("var/lib/waagent/logcollector")).doesNotExist();
    }
}
