package io.goalstated.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.config.ConfigFile;
import io.goalstated.config.Configuration;
import io.goalstated.lab.Document;
import io.goalstated.lab.FakeAzure;
import io.goalstated.lab.Fault;
import io.goalstated.lab.FaultAction;
import io.goalstated.lab.Goal;
import io.goalstated.lab.Server;
import io.goalstated.lab.StatusReport;
import io.goalstated.lab.TelemetryRecord;
import io.goalstated.lab.WantedHandler;
import io.goalstated.platform.AgentVersion;
import io.goalstated.platform.EventLoop;
import io.goalstated.platform.SystemRoot;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole agent against a fake platform, and what the wireserver was told. */
class AgentTelemetryTest {
    private static final String HELLO = "Contoso.Samples.Hello";

    @TempDir
    Path root;

    private final Vertx vertx = EventLoop.start();
    private Optional<Agent> agent = Optional.empty();
    private Optional<FakeAzure> azure = Optional.empty();

    @BeforeEach
    void bring_up_the_platform() throws Exception {
        FakeAzure opened = await(FakeAzure.start(vertx));
        azure = Optional.of(opened);
        opened.offer(Path.of("extension-samples/shell-hello"), "1.0.0");
        opened.publish(Goal.of(WantedHandler.of(HELLO, "1.0.0"))).viaFastTrack();
    }

    @AfterEach
    void end() throws Exception {
        if (agent.isPresent()) {
            await(Vm.onLoop(vertx, () -> agent.get().stop()));
        }
        await(azure().close());
        await(vertx.close());
    }

    @Test
    void the_platform_hears_of_the_agent_of_what_it_does_and_of_what_extensions_say() throws Exception {
        start("Debug.EtpCollectionPeriod=1");
        Path events = root.resolve("var/log/azure").resolve(HELLO).resolve("events");
        await(azure().awaitStatus(report -> report.handlerStatus(HELLO).equals("Ready")));
        Files.writeString(
                events.resolve("1591905451000.json"),
                "{\"Version\": \"1.0.0\", \"Timestamp\": \"now\", \"TaskName\": \"t\","
                        + " \"EventLevel\": \"Informational\", \"Message\": \"from the extension\", \"EventPid\": 1, \"EventTid\": 2,"
                        + " \"OperationId\": \"o\"}");

        TelemetryRecord said = event(record -> record.value("Context1").equals("from the extension"));
        TelemetryRecord enabled = event(record -> record.isOperation("Enable"));
        TelemetryRecord beat = event(record -> record.isOperation("HeartBeat"));

        assertThat(said.value("EventName")).isEqualTo(HELLO + "-1.0.0");
        assertThat(said.provider()).isEqualTo("FFF0196F-EE4C-4EAF-9AA5-776F622DEB4F");
        assertThat(said.value("ContainerId")).isEqualTo(azure().containerId());
        assertThat(said.value("Location")).isEqualTo("labland");
        assertThat(enabled.value("Name")).isEqualTo(HELLO);
        assertThat(enabled.value("OperationSuccess")).isEqualTo("True");
        assertThat(enabled.types()).containsEntry("Duration", "mt:uint64").containsEntry("OperationSuccess", "mt:bool");
        assertThat(beat.value("Message"))
                .matches(
                        "HeartbeatCounter: 0;HeartbeatId: [0-9A-F-]{36};UpdateGSErrors: 0;AutoUpdate: 0;UpdateMode: SelfUpdate;");
        for (String operation :
                List.of("GoalState", "ExtensionSigned", "Download", "Install", "ExtensionProcessing", "OSInfo")) {
            event(record -> record.isOperation(operation));
        }
        assertThat(Files.exists(events.resolve("1591905451000.json"))).isFalse();
    }

    @Test
    @Conforms("OPS-73")
    void goal_states_are_carried_out_while_telemetry_is_not_taken() throws Exception {
        azure().fault(Server.WIRE, "telemetrydata", FaultAction.hang(Duration.ofMinutes(10)), Fault.ALWAYS);
        start();
        await(azure().awaitRequest(request -> request.path().contains("telemetrydata")));

        azure().publish(Goal.of(WantedHandler.of(HELLO, "1.0.0").sequence(7))).viaFastTrack();
        await(azure().awaitStatus(report -> report.sequenceNumber(HELLO) == 7));

        assertThat(azure().telemetry().all()).isEmpty();
    }

    @Test
    @Conforms("OPS-21")
    void a_version_that_the_platform_wants_is_neither_fetched_nor_reported_on() throws Exception {
        azure().replace(
                        Document.EXTENSIONS_CONFIG,
                        "<Extensions><GuestAgentExtension><GAFamilies><GAFamily><Name>Prod</Name><Version>9.9.9.9</Version>"
                                + "<IsVersionFromRSM>true</IsVersionFromRSM><IsVMEnabledForRSMUpgrades>true"
                                + "</IsVMEnabledForRSMUpgrades><Uris><Uri>"
                                + azure().addresses().blob().url()
                                + "/manifests/agent.xml</Uri></Uris></GAFamily></GAFamilies>"
                                + "</GuestAgentExtension><StatusUploadBlob statusBlobType=\"BlockBlob\">"
                                + azure().addresses().blob().url()
                                + "/$system/lab.status?sig=s</StatusUploadBlob></Extensions>");
        azure().publish(Goal.EMPTY).viaFabric();
        start();

        StatusReport report = await(azure().awaitStatus(it -> it.handlers().isEmpty()));
        TelemetryRecord beat = event(record -> record.isOperation("HeartBeat"));

        assertThat(report.document().toString()).doesNotContain("VersioningGovernance", "updateStatus");
        assertThat(beat.value("Message")).contains("AutoUpdate: 0;UpdateMode: SelfUpdate;");
        assertThat(azure().requests(Server.BLOB, "agent.xml")).isEmpty();
        assertThat(azure().requests(Server.HOST_PLUGIN, "/extensionArtifact")).isEmpty();
    }

    @Test
    @Conforms("OPS-75")
    void an_owner_who_wants_no_telemetry_has_none() throws Exception {
        start("Telemetry.Level=off");
        await(azure().awaitStatus(report -> report.handlerStatus(HELLO).equals("Ready")));

        await(azure().awaitRequest(request -> request.path().startsWith("/metadata/instance/compute")));
        await(Vm.onLoop(vertx, () -> agent.get().stop()));
        agent = Optional.empty();

        assertThat(azure().telemetry().all()).isEmpty();
        assertThat(root.resolve("var/lib/waagent/goalstated/telemetry")).doesNotExist();
    }

    private void start(String... more) throws Exception {
        List<String> settings = new ArrayList<>(List.of(
                "Protocol.WireServer=" + azure().addresses().wire(),
                "Protocol.HostPlugin=" + azure().addresses().hostPlugin(),
                "Protocol.Imds=" + azure().addresses().imds()));
        settings.addAll(List.of(more));
        Setup setup = new Setup(
                new SystemRoot(root),
                Configuration.of(List.of(ConfigFile.fromCommandLine(settings))),
                "/etc/waagent.conf",
                Map.of("PATH", "/usr/bin:/bin"),
                AgentVersion.current());
        agent = Optional.of(await(Vm.onLoop(vertx, () -> Agent.start(vertx, setup, view -> {}))));
    }

    private FakeAzure azure() {
        return azure.orElseThrow();
    }

    private TelemetryRecord event(Predicate<TelemetryRecord> wanted) throws Exception {
        return await(azure().awaitEvent(wanted));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(120, TimeUnit.SECONDS);
    }
}
