package io.goalstated.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.json.Json;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

final class HostPluginTest extends LabTest {
    @Test
    void versions_and_health_answer() throws Exception {
        assertThat(client.get(hostPlugin("/versions")).body()).isEqualTo("[\"2015-09-01\"]");
        assertThat(client.get(hostPlugin("/health")).statusCode()).isEqualTo(200);
    }

    @Test
    void vm_settings_are_not_sent_twice_to_who_has_them() throws Exception {
        HttpResponse<String> first = client.get(hostPlugin("/vmSettings"), hostHeaders());
        String etag = first.headers().firstValue("etag").orElseThrow();

        HttpResponse<String> second = client.get(hostPlugin("/vmSettings"), hostHeaders("if-none-match", etag));

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(etag).containsOnlyDigits();
        assertThat(second.statusCode()).isEqualTo(304);
    }

    @Test
    void a_fast_track_goal_has_a_new_etag_and_leaves_the_incarnation() throws Exception {
        String before = azure.etag();

        azure.publish(Goal.of(WantedHandler.of("Contoso.Samples.Hello", "1.0.0")
                        .publicSettings("{\"a\":1.0}")
                        .sequence(3)))
                .viaFastTrack();

        JsonNode settings = vmSettings();
        assertThat(azure.etag()).isNotEqualTo(before);
        assertThat(azure.incarnation()).isEqualTo(1);
        assertThat(settings.path("extensionGoalStatesSource").asText()).isEqualTo("FastTrack");
        JsonNode handler = settings.path("extensionGoalStates").path(0);
        assertThat(handler.path("settingsSeqNo").asInt()).isEqualTo(3);
        assertThat(handler.path("settings").path(0).path("publicSettings").asText())
                .isEqualTo("{\"a\":1.0}");
    }

    @Test
    void a_fabric_goal_is_mirrored() throws Exception {
        azure.publish(Goal.of(WantedHandler.of("Contoso.Samples.Hello", "1.0.0")))
                .viaFabric();

        assertThat(vmSettings().path("extensionGoalStatesSource").asText()).isEqualTo("Fabric");
    }

    @Test
    void a_goal_can_pretend_to_be_old() throws Exception {
        azure.publish(Goal.EMPTY)
                .createdAt(Instant.parse("2001-01-01T00:00:00.0000001Z"))
                .viaFastTrack();

        assertThat(vmSettings().path("extensionsLastModifiedTickCount").asLong())
                .isEqualTo(631139040000000001L);
    }

    @Test
    void a_lifted_hold_shows_under_a_new_etag() throws Exception {
        azure.turn(Switch.ON_HOLD, true);
        assertThat(vmSettings().path("onHold").asBoolean()).isTrue();
        String held = azure.etag();

        azure.turn(Switch.ON_HOLD, false);

        assertThat(azure.etag()).isNotEqualTo(held);
        assertThat(vmSettings().path("onHold").asBoolean()).isFalse();
    }

    @Test
    void an_old_host_has_no_vm_settings() throws Exception {
        azure.turn(Switch.VM_SETTINGS, false);

        assertThat(client.get(hostPlugin("/vmSettings"), hostHeaders()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void headers_of_an_old_container_are_answered_with_gone() throws Exception {
        String[] old = hostHeaders();

        azure.changeContainer();

        assertThat(client.get(hostPlugin("/vmSettings"), old).statusCode()).isEqualTo(410);
        assertThat(client.get(hostPlugin("/vmSettings"), hostHeaders()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void an_artifact_of_the_blob_store_comes_through_the_host() throws Exception {
        azure.blobs().put("/somewhere/file", "content".getBytes(StandardCharsets.UTF_8));

        HttpResponse<String> answer = client.get(
                hostPlugin("/extensionArtifact"),
                hostHeaders("x-ms-artifact-location", blob("/somewhere/file?sv=1&sig=x")));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("content");
    }

    @Test
    void an_artifact_elsewhere_is_never_fetched() throws Exception {
        HttpResponse<String> answer = client.get(
                hostPlugin("/extensionArtifact"), hostHeaders("x-ms-artifact-location", "http://192.0.2.1/file"));

        assertThat(answer.statusCode()).isEqualTo(502);
    }

    @Test
    void a_status_blob_is_unpacked_and_kept() throws Exception {
        String body = upload(
                "{\"version\":\"1.1\"}",
                vmSettings().path("statusUploadBlob").path("value").asText());

        assertThat(client.put(hostPlugin("/status"), body.getBytes(StandardCharsets.UTF_8), hostHeaders())
                        .statusCode())
                .isEqualTo(200);

        StatusReport report = azure.statuses().last().orElseThrow();
        assertThat(report.via()).isEqualTo(StatusReport.Via.HOST);
        assertThat(report.document().path("version").asText()).isEqualTo("1.1");
    }

    @Test
    void a_status_upload_that_is_no_json_is_refused() throws Exception {
        assertThat(client.put(hostPlugin("/status"), new byte[] {'{'}, hostHeaders())
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void logs_are_taken_and_kept() throws Exception {
        String[] headers = hostHeaders("x-ms-vmagentlog-deploymentid", "deployment");

        assertThat(client.put(hostPlugin("/vmAgentLog"), new byte[100_000], headers)
                        .statusCode())
                .isEqualTo(200);

        LogUpload kept = azure.logs().last().orElseThrow();
        assertThat(kept.deployment()).isEqualTo("deployment");
        assertThat(kept.content().length()).isEqualTo(100_000);
    }

    @Test
    void logs_of_nobody_knows_which_deployment_are_refused() throws Exception {
        assertThat(client.put(hostPlugin("/vmAgentLog"), new byte[1], hostHeaders())
                        .statusCode())
                .isEqualTo(400);

        assertThat(azure.logs().all()).isEmpty();
    }

    private JsonNode vmSettings() throws Exception {
        return Json.parse(client.get(hostPlugin("/vmSettings"), hostHeaders()).body());
    }

    private static String upload(String status, String url) {
        return """
                {"content": "%s", "headers": [{"headerName": "x-ms-blob-type", "headerValue": "BlockBlob"},
                 {"headerName": "x-ms-version", "headerValue": "2014-02-14"}], "requestUri": "%s"}""".formatted(Base64.getEncoder().encodeToString(status.getBytes(StandardCharsets.UTF_8)), url);
    }
}
