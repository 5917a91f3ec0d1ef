package io.goalstated.wire;

import static io.goalstated.wire.InMemoryHttp.answer;
import static io.goalstated.wire.Platform.GOAL_STATE;
import static io.goalstated.wire.Platform.HG;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostPluginTest {
    private final Platform platform = new Platform();
    private final InMemoryHttp http = platform.http;
    private final HostPlugin host = platform.hostPlugin;

    @Test
    void vm_settings_are_asked_for_in_the_name_of_the_container() {
        http.on("GET " + HG + "/vmSettings", call -> answer(200, "{}", "etag", "42"));

        VmSettingsAnswer answer = host.vmSettings(Optional.of("41")).result();

        assertThat(answer).isEqualTo(new VmSettingsAnswer.Fresh("42", "{}"));
        assertThat(http.calls().get(1).headers())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "x-ms-version", "2015-09-01",
                        "x-ms-containerid", "container-1",
                        "x-ms-host-config-name", "deployment.0.xml",
                        "x-ms-client-correlationid", "a-guid",
                        "if-none-match", "41"));
    }

    @Test
    @Conforms({"01#13.25", "01#13.27", "01#13.29", "01#13.31"})
    void each_answer_about_vm_settings_has_its_meaning_after_one_attempt() {
        http.inTurn(
                "GET " + HG + "/vmSettings",
                List.of(
                        answer(304, ""),
                        answer(404, ""),
                        answer(200, "{}"),
                        answer(304, ""),
                        answer(502, "upstream"),
                        answer(400, "bad"),
                        InMemoryHttp.broken()));
        host.isAvailable();
        http.calls().clear();

        assertThat(host.vmSettings(Optional.of("1")).result()).isInstanceOf(VmSettingsAnswer.NotModified.class);
        assertThat(host.vmSettings(Optional.of("1")).result()).isInstanceOf(VmSettingsAnswer.Unsupported.class);
        assertThat(reason(host.vmSettings(Optional.of("1")))).contains("without an ETag");
        assertThat(reason(host.vmSettings(Optional.empty()))).contains("304");
        assertThat(reason(host.vmSettings(Optional.empty()))).contains("[Internal error in HostGAPlugin] 502");
        assertThat(reason(host.vmSettings(Optional.empty()))).contains("400");
        assertThat(reason(host.vmSettings(Optional.empty()))).contains("connection reset");
        assertThat(http.calls()).hasSize(7);
    }

    private static String reason(Future<VmSettingsAnswer> answer) {
        return ((VmSettingsAnswer.Failed) answer.result()).reason();
    }

    @Test
    @Conforms({"01#14.6", "01#13.28"})
    void a_host_that_does_not_know_the_container_is_asked_again_under_its_new_name_once() {
        http.inTurn(
                "GET " + HG + "/vmSettings", List.of(answer(410, ""), answer(200, "{}", "etag", "1"), answer(410, "")));
        host.isAvailable();
        platform.goalState("1", "container-2");
        http.calls().clear();

        assertThat(host.vmSettings(Optional.empty()).result()).isEqualTo(new VmSettingsAnswer.Fresh("1", "{}"));
        assertThat(http.calls().get(2).headers()).containsEntry("x-ms-containerid", "container-2");
        assertThat(http.takeRequests())
                .containsExactly("GET HG/vmSettings", "GET WS/machine/?comp=goalstate", "GET HG/vmSettings");
        assertThat(reason(host.vmSettings(Optional.empty()))).contains("410");
        assertThat(http.takeRequests()).hasSize(3);
    }

    @Test
    @Conforms("01#14.6")
    void an_artifact_is_fetched_again_after_an_invalid_container() {
        http.inTurn(
                "GET " + HG + "/extensionArtifact",
                List.of(answer(400, "InvalidContainerConfiguration"), answer(200, "manifest")));

        Future<String> text = host.artifactText(
                "https://a.example/m.xml?sig=x",
                true,
                RetryPolicy.ONCE.withAttempts(1).alsoRetrying(500));

        assertThat(text.result()).isEqualTo("manifest");
        assertThat(http.calls().get(http.calls().size() - 1).headers())
                .containsEntry("x-ms-artifact-location", "https://a.example/m.xml?sig=x")
                .containsEntry("x-ms-verify-from-artifacts-blob", "true")
                .doesNotContainKey("x-ms-artifact-manifest-location");
    }

    @Test
    void the_host_s_cache_bug_is_waited_out_for_texts_but_not_for_packages() {
        http.inTurn("GET " + HG + "/extensionArtifact", List.of(answer(400, "cached"), answer(200, "text")));
        Future<String> text = host.artifactText("https://a.example/m.xml", false, RetryPolicy.DEFAULT);
        platform.timers.advance(Duration.ofSeconds(10));

        assertThat(text.result()).isEqualTo("text");

        http.on("GET " + HG + "/extensionArtifact", 400, "cached");
        Future<Void> file = host.artifactFile(
                "https://a.example/p.zip",
                false,
                Optional.of("https://a.example/m.xml"),
                1 << 20,
                RetryPolicy.DEFAULT,
                Path.of("/nowhere"));

        assertThat(((HttpFailure) file.cause()).status()).isEqualTo(400);
        assertThat(http.calls().get(http.calls().size() - 1).headers())
                .containsEntry("x-ms-artifact-manifest-location", "https://a.example/m.xml");
    }

    @Test
    void what_comes_of_a_package_is_told_of_as_what_comes_of_a_text_is() {
        List<String> told = new ArrayList<>();
        HostPlugin watched = new HostPlugin(
                http,
                platform.wireServer,
                Endpoints.known().hostPlugin(),
                () -> "a-guid",
                (subject, error) -> told.add(subject + " " + error.orElse("well")));
        watched.isAvailable();
        told.clear();
        http.inTurn(
                "GET " + HG + "/extensionArtifact",
                List.of(
                        answer(500, "broken"),
                        answer(502, "storage is broken"),
                        answer(404, "no such package"),
                        Future.failedFuture(new HttpFailure(HttpFailure.Kind.DISK, 0, "No space left on device")),
                        Future.failedFuture(new HttpFailure(HttpFailure.Kind.EXHAUSTED, 503, "503 busy"))));

        for (int i = 0; i < 5; i++) {
            watched.artifactFile(
                    "https://a.example/p.zip",
                    false,
                    Optional.empty(),
                    1 << 20,
                    RetryPolicy.DEFAULT.withAttempts(1),
                    Path.of("/nowhere"));
        }

        assertThat(told).hasSize(5).allMatch(line -> line.startsWith("HOST_PLUGIN_ARTIFACT "));
        assertThat(told.get(0)).contains("[HTTP Failed] ").contains("500");
        assertThat(told.subList(1, 4)).allMatch(line -> line.endsWith(" well"));
        assertThat(told.get(4)).contains("[HTTP Failed] ").contains("503");
    }

    @Test
    void logs_are_given_to_the_host_as_they_are_with_the_beginning_of_the_configuration_s_name(@TempDir Path directory)
            throws IOException {
        http.on("PUT " + HG + "/vmAgentLog", 201, "");
        Path archive = Files.write(directory.resolve("logs.zip"), new byte[] {'P', 'K', 0, -1});

        Future<Void> given = host.putLog(archive, "3.1.2.3");

        assertThat(given.succeeded()).isTrue();
        HttpCall call = http.calls().get(http.calls().size() - 1);
        assertThat(call.body().orElseThrow().getBytes()).containsExactly('P', 'K', 0, -1);
        assertThat(call.headers())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "x-ms-version", "2015-09-01",
                        "x-ms-containerid", "container-1",
                        "x-ms-client-correlationid", "a-guid",
                        "x-ms-client-name", "WALinuxAgent",
                        "x-ms-client-version", "3.1.2.3",
                        "x-ms-vmagentlog-deploymentid", "deployment"));
    }

    @Test
    @Conforms("01#14.6")
    void logs_go_to_a_host_that_forgot_the_container_under_its_new_name_once(@TempDir Path directory)
            throws IOException {
        http.inTurn("PUT " + HG + "/vmAgentLog", List.of(answer(410, ""), answer(200, ""), answer(503, "busy")));
        Path archive = Files.write(directory.resolve("logs.zip"), new byte[1]);
        host.isAvailable();
        platform.goalState("1", "container-2");
        http.calls().clear();

        assertThat(host.putLog(archive, "3.1.2.3").succeeded()).isTrue();
        assertThat(http.takeRequests())
                .containsExactly("PUT HG/vmAgentLog", "GET WS/machine/?comp=goalstate", "PUT HG/vmAgentLog");

        assertThat(host.putLog(archive, "3.1.2.3").cause()).hasMessageContaining("503");
        assertThat(http.takeRequests()).hasSize(1);
    }

    @Test
    void its_health_is_asked_after_its_versions_and_those_only_once() {
        http.on("GET " + HG + "/health", 200, "");
        http.on("GET " + HG + "/versions", 500, "");

        assertThat(host.isHealthy().result()).isTrue();
        assertThat(host.isHealthy().result()).isTrue();

        assertThat(http.takeRequests())
                .filteredOn(request -> request.startsWith("GET HG/"))
                .containsExactly("GET HG/versions", "GET HG/health", "GET HG/health");
    }

    @Test
    @Conforms("01#13.47")
    void a_host_without_our_api_is_no_channel_until_it_has_it() {
        http.inTurn(
                "GET " + HG + "/versions",
                List.of(answer(200, "[\"2013-01-01\"]"), answer(200, "\uFEFF[\"2015-09-01\"]")));
        http.on("GET " + HG + "/extensionArtifact", 200, "text");

        assertThat(host.artifactText("https://a.example/", false, RetryPolicy.DEFAULT)
                        .cause())
                .hasMessageContaining("not available");
        assertThat(host.artifactText("https://a.example/", false, RetryPolicy.DEFAULT)
                        .result())
                .isEqualTo("text");
        host.artifactText("https://a.example/", false, RetryPolicy.DEFAULT);
        assertThat(http.takeRequests()).filteredOn(r -> r.endsWith("/versions")).hasSize(2);
    }

    @Test
    @Conforms("01#13.2")
    void a_goal_state_without_a_role_instance_is_asked_for_six_times_half_a_second_apart() {
        http.on(GOAL_STATE, 200, "<GoalState><Incarnation>7</Incarnation></GoalState>");

        var goalState = platform.wireServer.goalState();
        platform.timers.advance(Duration.ofMillis(2499));
        assertThat(goalState.isComplete()).isFalse();
        platform.timers.advance(Duration.ofMillis(1));

        assertThat(goalState.cause()).hasMessage("goal state without a RoleInstance [incarnation 7]");
        assertThat(http.calls()).hasSize(6);
    }
}
