package io.goalstated.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.Conforms;
import io.goalstated.lab.Document;
import io.goalstated.lab.Fault;
import io.goalstated.lab.FaultAction;
import io.goalstated.lab.Goal;
import io.goalstated.lab.Published;
import io.goalstated.lab.Server;
import io.goalstated.lab.StatusReport;
import io.goalstated.lab.Switch;
import io.goalstated.lab.WantedHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of spec 01 §13 as the platform sees them: from the document on the wire to the report in the blob. */
class WireEdgesTest {
    private static final String A = "Test.A";
    private static final String B = "Test.B";
    private static final String RUNTIME = "<RuntimeSettings seqNo='4'>"
            + "{\"runtimeSettings\":[{\"handlerSettings\":{\"publicSettings\":{}}}]}</RuntimeSettings>";

    @TempDir
    Path directory;

    @AutoClose("shutDown")
    private Vm vm;

    @BeforeEach
    void begin() throws Exception {
        vm = new Vm(directory);
        vm.offer(A, "1.0.0");
        vm.offer(B, "1.0.0");
    }

    private static WantedHandler a() {
        return WantedHandler.of(A, "1.0.0");
    }

    private static WantedHandler b() {
        return WantedHandler.of(B, "1.0.0");
    }

    /** Puts that in the place of the extensions; nothing of the goal is in it. */
    private void publishText(String plugins, String settings) {
        vm.azure.replace(
                Document.EXTENSIONS_CONFIG,
                "<Extensions><Plugins>" + plugins + "</Plugins><PluginSettings>" + settings + "</PluginSettings>"
                        + "<StatusUploadBlob statusBlobType=\"BlockBlob\">"
                        + vm.azure.addresses().blob().url()
                        + "/$system/lab.status?sig=s</StatusUploadBlob></Extensions>");
        vm.azure.publish(Goal.EMPTY).viaFabric();
    }

    private String plugin(String name) {
        return "<Plugin name='%s' version='1.0.0' state='enabled' location='%s/manifests/%s.xml'/>"
                .formatted(name, vm.azure.addresses().blob().url(), name);
    }

    private static String settings(String name, String version, String content) {
        return "<Plugin name='%s' version='%s'>%s</Plugin>".formatted(name, version, content);
    }

    private static String message(StatusReport report, String handler) {
        return report.handler(handler)
                .orElseThrow()
                .path("formattedMessage")
                .path("message")
                .asText();
    }

    private static int code(StatusReport report, String handler) {
        return report.handler(handler).orElseThrow().path("code").asInt();
    }

    @Test
    @Conforms("01#13.14")
    void without_plugins_nothing_runs_and_what_is_installed_goes() throws Exception {
        vm.boot().publish(Goal.of(a()), report -> report.extensionStatus(A).equals("success"));

        StatusReport report = vm.publish(Goal.EMPTY, r -> r.handlers().isEmpty());

        assertThat(report.goalState().path("status").asText()).isEqualTo("Success");
        assertThat(report.goalState().path("code").asInt()).isZero();
        assertThat(vm.lib().resolve(A + "-1.0.0")).doesNotExist();
        assertThat(vm.trace(A)).containsExactly("install 0", "enable 0");
    }

    @Test
    @Conforms("01#13.18")
    void settings_that_contradict_one_another_fail_their_handler_and_no_other() throws Exception {
        List<String> broken = List.of("Test.Version", "Test.Doubled", "Test.Mixed", "Test.Depends");
        StringBuilder plugins = new StringBuilder(plugin(A));
        for (String name : broken) {
            vm.offer(name, "1.0.0");
            plugins.append(plugin(name));
        }
        publishText(
                plugins.toString(),
                settings(A, "1.0.0", RUNTIME)
                        + settings("Test.Version", "1.0.1", RUNTIME)
                        + settings("Test.Doubled", "1.0.0", RUNTIME)
                        + settings("Test.Doubled", "1.0.0", RUNTIME)
                        + settings(
                                "Test.Mixed",
                                "1.0.0",
                                RUNTIME
                                        + RUNTIME.replace("RuntimeSettings ", "ExtensionRuntimeSettings name='x' ")
                                                .replace("</Runtime", "</ExtensionRuntime"))
                        + settings(
                                "Test.Depends",
                                "1.0.0",
                                "<DependsOn dependencyLevel='1'/><DependsOn dependencyLevel='2'/>" + RUNTIME));

        StatusReport report = vm.boot().await(r -> r.extensionStatus(A).equals("success"));

        assertThat(vm.trace(A)).containsExactly("install 4", "enable 4");
        for (String name : broken) {
            assertThat(report.handlerStatus(name)).as(name).isEqualTo("NotReady");
            assertThat(code(report, name)).as(name).isEqualTo(-1);
            assertThat(message(report, name)).as(name).contains("config errors");
            assertThat(vm.trace(name)).as(name).isEmpty();
        }
    }

    @Test
    @Conforms("01#13.20")
    void settings_that_are_no_json_are_empty_ones() throws Exception {
        publishText(
                plugin(A) + plugin(B),
                settings(A, "1.0.0", "<RuntimeSettings seqNo='4'>no json</RuntimeSettings>")
                        + settings(B, "1.0.0", "<RuntimeSettings seqNo='5'/>"));

        vm.boot()
                .await(r -> r.extensionStatus(A).equals("success")
                        && r.extensionStatus(B).equals("success"));

        assertThat(vm.trace(A)).containsExactly("install 4", "enable 4");
        assertThat(vm.trace(B)).containsExactly("install 5", "enable 5");
        assertThat(Files.readString(vm.lib().resolve(A + "-1.0.0/config/4.settings")))
                .contains("\"publicSettings\": null");
    }

    @Test
    @Conforms("01#13.23")
    void a_handler_without_settings_has_an_empty_file_and_no_status_but_its_own() throws Exception {
        StatusReport report = vm.boot()
                .publish(Goal.of(a().withoutSettings()), r -> r.handlerStatus(A).equals("Ready"));

        JsonNode entry = report.handler(A).orElseThrow();
        assertThat(entry.has("runtimeSettingsStatus")).isFalse();
        assertThat(vm.lib().resolve(A + "-1.0.0/config/0.settings")).isEmptyFile();
        assertThat(vm.trace(A)).containsExactly("install 0", "enable 0");
    }

    @Test
    @Conforms("01#13.36")
    void fast_track_without_a_status_blob_runs_and_is_asked_for_again() throws Exception {
        vm.boot().publish(Goal.of(a()), r -> r.extensionStatus(A).equals("success"));
        vm.azure.turn(Switch.STATUS_BLOB, false);
        vm.azure.requests().clear();
        vm.azure.publish(Goal.of(a().sequence(1))).viaFastTrack();

        Vm.get(vm.azure.awaitRequest(request -> request.server() == Server.HOST_PLUGIN
                && request.path().equals("/vmSettings")
                && request.header("if-none-match").isEmpty()));
        await("it has run before another takes its place")
                .atMost(Duration.ofMinutes(1))
                .until(() -> vm.trace(A).contains("enable 1"));
        vm.azure.turn(Switch.STATUS_BLOB, true);
        vm.azure.publish(Goal.of(a().sequence(2))).viaFastTrack();
        StatusReport report =
                vm.await(r -> r.sequenceNumber(A) == 2 && r.extensionStatus(A).equals("success"));

        assertThat(report.blobType()).isEqualTo("BlockBlob");
    }

    @Test
    @Conforms("01#13.42")
    void a_version_that_no_manifest_lists_is_its_handlers_error() throws Exception {
        StatusReport report = vm.boot()
                .publish(
                        Goal.of(WantedHandler.of(A, "9.0.0"), b()),
                        r -> r.extensionStatus(B).equals("success")
                                && r.handlerStatus(A).equals("NotReady"));

        assertThat(code(report, A)).isEqualTo(-1);
        assertThat(message(report, A)).contains("Unable to find version 9.0.0 in manifest");
        assertThat(vm.trace(A)).isEmpty();
    }

    @Test
    @Conforms("01#13.43")
    void a_malformed_manifest_is_its_handlers_error() throws Exception {
        vm.azure
                .blobs()
                .put("/manifests/" + A + ".xml", "<PluginVersionManifest><Plugins>".getBytes(StandardCharsets.UTF_8));
        vm.azure.blobs().put("/failover/" + A + ".xml", "no xml".getBytes(StandardCharsets.UTF_8));

        StatusReport report = vm.boot()
                .publish(
                        Goal.of(a(), b()),
                        r -> r.extensionStatus(B).equals("success")
                                && r.handlerStatus(A).equals("NotReady"));

        assertThat(code(report, A)).isEqualTo(-1);
        assertThat(message(report, A)).contains("Failed to get ext handler pkgs");
        assertThat(vm.trace(A)).isEmpty();
    }

    @Test
    @Conforms("01#13.45")
    void a_package_that_is_ruined_everywhere_is_1005_and_nothing_of_it_is_left() throws Exception {
        vm.azure.offer(vm.offer(A, "1.0.0").ruined());

        StatusReport report =
                vm.boot().publish(Goal.of(a()), r -> r.handlerStatus(A).equals("NotReady"));

        assertThat(code(report, A)).isEqualTo(1005);
        assertThat(message(report, A)).startsWith("Failed to download artifacts:");
        assertThat(vm.azure.requests(Server.BLOB, "/packages")).hasSize(2);
        assertThat(vm.azure.requests(Server.HOST_PLUGIN, "/extensionArtifact")).hasSize(2);
    }

    @Test
    @Conforms({"01#13.45", "01#13.44"})
    void a_package_that_storage_damages_comes_through_the_host() throws Exception {
        vm.azure.fault(Server.BLOB, "/packages", FaultAction.corrupt(), Fault.ALWAYS);

        vm.boot().publish(Goal.of(a()), r -> r.extensionStatus(A).equals("success"));

        assertThat(vm.azure.requests(Server.HOST_PLUGIN, "/extensionArtifact")).hasSize(1);
    }

    @Test
    @Conforms("01#13.46")
    void a_package_that_is_not_the_signed_one_is_refused_after_all_places_were_asked() throws Exception {
        Published published = vm.azure.publish(Goal.of(a().signed())).viaFabric();
        vm.azure.offer(vm.offer(A, "1.0.0").tampered());

        StatusReport report = vm.boot("Extensions.SignatureValidation=integrity")
                .await(r -> r.handlerStatus(A).equals("NotReady"));

        assertThat(report.goalState().path("inSvdSeqNo").asText()).isEqualTo(Integer.toString(published.incarnation()));
        assertThat(message(report, A)).contains("SIG_DIGEST_MISMATCH");
        assertThat(vm.azure.requests(Server.BLOB, "/packages")).hasSize(2);
        assertThat(vm.azure.requests(Server.HOST_PLUGIN, "/extensionArtifact")).hasSize(2);
        assertThat(vm.trace(A)).isEmpty();
    }

    @Test
    @Conforms({"01#14.6", "01#13.4"})
    void after_a_move_to_another_host_everything_goes_on_under_the_new_name() throws Exception {
        vm.boot().publish(Goal.of(a()), r -> r.extensionStatus(A).equals("success"));
        vm.azure.changeContainer();

        vm.publish(Goal.of(a(), b()), r -> r.extensionStatus(B).equals("success"));

        Vm.get(vm.azure.awaitRequest(request -> request.server() == Server.HOST_PLUGIN
                && request.path().equals("/status")
                && request.status() == 200
                && request.header("x-ms-containerid").equals(Optional.of(vm.azure.containerId()))));
        assertThat(vm.trace(A)).containsExactly("install 0", "enable 0", "enable 0");
    }

    @Test
    @Conforms({"01#14.4", "01#13.40"})
    void a_rotated_certificate_is_there_before_the_settings_that_need_it() throws Exception {
        vm.boot()
                .publish(
                        Goal.of(a().protectedSettings("{\"n\": 1}")),
                        r -> r.sequenceNumber(A) == 0 && r.extensionStatus(A).equals("success"));
        String before = vm.azure.tenantCertificate().thumbprint();
        vm.azure.rotateCertificate();
        vm.azure.requests().clear();

        vm.azure
                .publish(Goal.of(a().sequence(1).protectedSettings("{\"n\": 2}")))
                .viaFastTrack();
        vm.await(r -> r.sequenceNumber(A) == 1 && r.extensionStatus(A).equals("success"));

        String after = vm.azure.tenantCertificate().thumbprint();
        assertThat(after).isNotEqualTo(before);
        assertThat(vm.lib().resolve(after + ".crt")).exists();
        assertThat(vm.lib().resolve(after + ".prv")).exists();
        assertThat(vm.lib().resolve(before + ".prv")).exists();
        assertThat(Files.readString(vm.lib().resolve(A + "-1.0.0/config/1.settings")))
                .contains(after);
        assertThat(vm.azure.requests(Server.WIRE, "certificates")).hasSize(1);
    }

    @Test
    void an_address_that_refuses_connections_is_told_at_once_and_holds_up_nobody_else() throws Exception {
        String dead;
        try (ServerSocket once = new ServerSocket(0)) {
            dead = "127.0.0.1:" + once.getLocalPort();
        }
        publishText(
                plugin(A).replace(vm.azure.addresses().blob().toString(), dead) + plugin(B),
                settings(A, "1.0.0", RUNTIME) + settings(B, "1.0.0", RUNTIME));

        StatusReport report = vm.boot().await(r -> r.extensionStatus(B).equals("success"));

        assertThat(report.extensionStatus(A)).isEmpty();
        assertThat(vm.status().path("unreachable").path(0).asText()).contains(dead, "refused");
    }

    @Test
    @Conforms("OPS-125")
    void an_agent_whose_loop_is_stuck_does_not_say_that_it_is_alive() throws Exception {
        vm.boot();
        await("the socket is open").until(vm::hasDoor);
        CountDownLatch free = new CountDownLatch(1);
        vm.holdUp(free);

        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> ask("/healthz"));
        boolean answered = answer.isDone();
        free.countDown();

        assertThat(answered).isFalse();
        assertThat(answer.get(1, TimeUnit.MINUTES)).startsWith("HTTP/1.1 200 ");
    }

    private String ask(String path) {
        try {
            return vm.door(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @Conforms("OPS-125")
    void an_agent_that_hears_nothing_is_alive_and_not_ready_until_it_does() throws Exception {
        Vm.get(vm.azure.refuse(Server.WIRE));
        vm.boot();
        await("the socket is open").until(vm::hasDoor);
        assertThat(vm.door("/healthz")).startsWith("HTTP/1.1 200 ");
        assertThat(vm.door("/readyz")).startsWith("HTTP/1.1 503 ").contains("no goal state yet");

        Vm.get(vm.azure.accept(Server.WIRE));
        vm.await(report -> true);

        assertThat(vm.door("/readyz")).startsWith("HTTP/1.1 200 ");
        assertThat(vm.door("/starts")).contains("\"startedAt\"").doesNotContain("endedAt");
    }

    @Test
    void packages_that_crawl_hold_up_neither_documents_nor_reports() throws Exception {
        vm.boot().publish(Goal.of(b()), r -> r.extensionStatus(B).equals("success"));
        List<WantedHandler> wanted = new ArrayList<>(List.of(b().sequence(1)));
        for (int i = 0; i < 8; i++) {
            vm.offer("Test.Slow" + i, "1.0.0");
            wanted.add(WantedHandler.of("Test.Slow" + i, "1.0.0"));
        }
        vm.azure.fault(Server.BLOB, "/packages", FaultAction.slow(10), Fault.ALWAYS);
        vm.azure.requests().clear();

        vm.azure.publish(Goal.of(wanted.toArray(WantedHandler[]::new))).viaFabric();
        await("all packages are under way")
                .until(() -> vm.azure.requests(Server.BLOB, ".zip").size() == 8);
        vm.azure.publish(Goal.of(b().sequence(2))).viaFabric();
        vm.await(r -> r.sequenceNumber(B) == 2 && r.extensionStatus(B).equals("success"));

        assertThat(vm.trace("Test.Slow0")).isEmpty();
    }

    @Test
    void a_fault_of_each_kind_costs_time_and_nothing_else() throws Exception {
        vm.azure.fault(Server.WIRE, "comp=versions", FaultAction.reset(), 1);
        vm.azure.fault(Server.WIRE, "comp=goalstate", FaultAction.truncate(0.5), 1);
        vm.azure.fault(Server.HOST_PLUGIN, "/vmSettings", FaultAction.garbage(), 1);
        vm.azure.fault(Server.WIRE, "extensionsConfig", FaultAction.empty(), 1);
        vm.azure.fault(Server.WIRE, "sharedConfig", FaultAction.bom(), 1);
        vm.azure.fault(Server.WIRE, "certificates", FaultAction.corrupt(), 1);
        vm.azure.fault(Server.BLOB, "/packages", FaultAction.truncate(0.5), 1);
        vm.azure.fault(Server.HOST_PLUGIN, "/status", FaultAction.status(500), 1);

        StatusReport report = vm.boot()
                .publish(
                        Goal.of(a().protectedSettings("{}"), b()),
                        r -> r.extensionStatus(A).equals("success")
                                && r.extensionStatus(B).equals("success"));

        assertThat(report.goalState().path("status").asText()).isEqualTo("Success");
        assertThat(vm.trace(A)).containsExactly("install 0", "enable 0");
        assertThat(vm.azure.faults()).allMatch(fault -> fault.hits() == 1);
        assertThat(vm.azure.requests(Server.HOST_PLUGIN, "/extensionArtifact"))
                .as("what one channel did not bring whole")
                .isNotEmpty();
    }
}
