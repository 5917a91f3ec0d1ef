package io.goalstated.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.json.Json;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server as an author of extensions uses it: by its printed addresses and the admin API. */
final class AdminServerTest {
    private final Vertx vertx = Vertx.vertx();
    private final Client client = new Client();
    private final List<String> printed = new ArrayList<>();
    private FakeAzureServer server;

    @BeforeEach
    void start() throws Exception {
        server = Client.await(FakeAzureServer.start(
                vertx, FakeAzureServer.Options.PLAIN.withSamples(Path.of("extension-samples")), printed::add));
    }

    @AfterEach
    void stop() throws Exception {
        Client.await(server.close());
        Client.await(vertx.close());
    }

    @Test
    void the_start_prints_where_to_find_everything() {
        assertThat(printed)
                .contains(
                        "Protocol.WireServer=" + server.azure().addresses().wire(),
                        "Protocol.HostPlugin=" + server.azure().addresses().hostPlugin(),
                        "offers       Contoso.Samples.Hello 1.1.0");
    }

    @Test
    void the_roots_of_the_signatures_are_written_where_an_agent_looks_for_them(@TempDir Path anchors) throws Exception {
        FakeAzureServer second = Client.await(
                FakeAzureServer.start(vertx, FakeAzureServer.Options.PLAIN.withAnchors(anchors), printed::add));
        Client.await(second.close());

        assertThat(printed).contains("Extensions.TrustAnchors=" + anchors);
        assertThat(anchors.resolve("code-signing/lab-root.pem")).isNotEmptyFile();
        assertThat(anchors.resolve("time-stamping/lab-root.pem")).isNotEmptyFile();
    }

    @Test
    void a_broken_sample_directory_fails_the_start() {
        var options = FakeAzureServer.Options.PLAIN.withSamples(Path.of("/nowhere"));

        assertThatThrownBy(() -> Client.await(FakeAzureServer.start(vertx, options, printed::add)))
                .hasMessageContaining("/nowhere is no directory");
    }

    @Test
    void a_published_goal_reaches_the_wireserver() throws Exception {
        JsonNode answer = order("/publish", """
                {"handlers": [{"name": "Contoso.Samples.Hello", "version": "1.0.0", "sequenceNumber": 3, "signed": true,
                  "publicSettings": {"name": "you"}, "protectedSettings": {"key": "hunter2"}},
                 {"name": "Contoso.Samples.Jobs", "version": "1.0.0",
                  "extensions": [{"name": "nightly", "publicSettings": {"task": "backup"}}]}]}""");

        assertThat(answer.path("incarnation").asInt()).isEqualTo(2);
        String goal = client.get(
                        server.azure().addresses().hostPlugin().url() + "/vmSettings",
                        "x-ms-version",
                        "2015-09-01",
                        "x-ms-containerid",
                        server.azure().containerId(),
                        "x-ms-host-config-name",
                        server.azure().configName())
                .body();
        JsonNode handlers = Json.parse(goal).path("extensionGoalStates");
        assertThat(handlers.path(0)
                        .path("settings")
                        .path(0)
                        .path("publicSettings")
                        .asText())
                .isEqualTo("{\"name\":\"you\"}");
        assertThat(handlers.path(0).path("encodedSignature").asText()).startsWith("MII");
        assertThat(handlers.path(1)
                        .path("settings")
                        .path(0)
                        .path("extensionName")
                        .asText())
                .isEqualTo("nightly");
        assertThat(goal).doesNotContain("hunter2");
    }

    @Test
    void a_sample_can_be_offered_in_a_new_version() throws Exception {
        JsonNode answer = order("/handlers", "{\"sample\": \"extension-samples/shell-hello\", \"version\": \"2.5.0\"}");

        assertThat(answer.path("name").asText()).isEqualTo("Contoso.Samples.Hello");
        assertThat(client.get(server.azure().addresses().blob().url() + "/manifests/Contoso.Samples.Hello.xml")
                        .body())
                .contains("<Version>2.5.0</Version>");
    }

    @Test
    void faults_come_and_go() throws Exception {
        order("/fault", "{\"server\": \"wire\", \"path\": \"comp=versions\", \"action\": \"status:503\"}");
        assertThat(versions()).isEqualTo(503);

        order("/clear-faults", "");

        assertThat(versions()).isEqualTo(200);
    }

    @Test
    void servers_go_down_and_come_back() throws Exception {
        order("/refuse", "{\"server\": \"wire\"}");
        assertThatThrownBy(this::versions).isInstanceOf(ConnectException.class);

        order("/accept", "{\"server\": \"wire\"}");

        assertThat(versions()).isEqualTo(200);
    }

    @Test
    void the_clock_is_set_in_seconds() throws Exception {
        order("/set", "{\"clock-skew-seconds\": 3600}");

        assertThat(server.azure().clockSkew()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void switches_and_documents_are_set_by_name() throws Exception {
        order("/set", "{\"on-hold\": true, \"status-blob-type\": \"PageBlob\", \"versions\": \"<none/>\"}");

        assertThat(state().path("switches").path("on-hold").asBoolean()).isTrue();
        assertThat(client.get(server.azure().addresses().wire().url() + "/?comp=versions")
                        .body())
                .isEqualTo("<none/>");
    }

    @Test
    void the_vm_is_told_what_it_was_ordered_as() throws Exception {
        order(
                "/set",
                "{\"vm-profile\": {\"adminUsername\": \"bob\", \"computerName\": \"vm\", \"publicKeys\": [\"k\"]}}");

        assertThat(client.get(
                                server.azure().addresses().imds().url()
                                        + "/metadata/instance/compute?api-version=2021-08-01",
                                "Metadata",
                                "True")
                        .body())
                .contains("\"adminUsername\":\"bob\"")
                .contains("\"keyData\":\"k\"");
    }

    @Test
    void container_and_certificate_change_on_demand() throws Exception {
        String container = state().path("containerId").asText();
        String thumbprint = server.azure().tenantCertificate().thumbprint();

        order("/change-container", "");
        order("/rotate-certificate", "{}");

        assertThat(state().path("containerId").asText()).isNotEqualTo(container);
        assertThat(server.azure().tenantCertificate().thumbprint()).isNotEqualTo(thumbprint);
    }

    @Test
    void requests_and_statuses_are_shown() throws Exception {
        versions();
        server.azure()
                .statuses()
                .add(StatusReport.read(Buffer.buffer("{\"a\":1}"), "BlockBlob", StatusReport.Via.HOST));

        JsonNode requests = get("/requests?from=1");

        assertThat(requests.path(0).path("path").asText()).isEqualTo("/?comp=versions");
        assertThat(get("/requests?from=2")).isEmpty();
        assertThat(get("/status").path("a").asInt()).isEqualTo(1);
        assertThat(get("/status-history").path(0).path("via").asText()).isEqualTo("host");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/publish  | {\"handlers\": [{\"name\": \"X\"}]}                       | handlers[0].version is missing; it must be a text",
                "/publish  | {\"handlers\": [{\"name\": \"X\", \"version\": \"1\", \"sequenceNumber\": \"1\"}]} | handlers[0].sequenceNumber must be a whole number",
                "/publish  | {\"handlers\": {}}                                        | handlers must be an array",
                "/publish  | {\"channel\": \"pigeon\"}                                 | channel must be fabric or fast-track",
                "/publish  | {\"handler\": []}                                         | handler is unknown; known are channel, handlers, requiredFeatures",
                "/publish  | []                                                        | the body must be an object",
                "/publish  | {                                                         | the body is not JSON",
                "/fault    | {\"action\": \"explode\"}                                 | action must be one of status:CODE",
                "/fault    | {\"action\": \"reset\", \"server\": \"moon\"}             | server must be wire, host-plugin, blob or imds",
                "/fault    | {\"action\": \"reset\", \"path\": \"(\"}                  | path is no regular expression",
                "/fault    | {\"action\": \"reset\", \"times\": 0}                     | times must be at least 1",
                "/handlers | {\"version\": \"1.0.0\"}                                  | sample or zip must be given",
                "/handlers | {\"sample\": \"/nowhere\", \"version\": \"1.0.0\"}        | sample is unusable: /nowhere has no HandlerManifest.json",
                "/set      | {\"weather\": \"fine\"}                                   | weather is unknown; known are",
                "/set      | {\"on-hold\": \"yes\"}                                    | on-hold must be true or false",
                "/explode  | {}                                                        | POST /explode is unknown"
            })
    void bad_input_is_answered_with_the_member_that_is_wrong(String path, String body, String message)
            throws Exception {
        HttpResponse<String> answer = client.post(admin() + path, body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Json.parse(answer.body()).path("error").asText()).startsWith(message);
    }

    @Test
    void web_pages_are_turned_away() throws Exception {
        assertThat(client.post(admin() + "/publish", "{}", "Origin", "http://evil.example")
                        .statusCode())
                .isEqualTo(403);
    }

    private JsonNode order(String path, String body) throws Exception {
        HttpResponse<String> answer = client.post(admin() + path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.parse(answer.body());
    }

    private JsonNode get(String path) throws Exception {
        return Json.parse(client.get(admin() + path).body());
    }

    private JsonNode state() throws Exception {
        return get("/state");
    }

    private int versions() throws Exception {
        return client.get(server.azure().addresses().wire().url() + "/?comp=versions")
                .statusCode();
    }

    private String admin() {
        return server.azure().addresses().admin().orElseThrow().url();
    }
}
