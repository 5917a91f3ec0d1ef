package io.goalstated.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.event.AgentEvent;
import io.goalstated.event.Events;
import io.goalstated.event.Metric;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import io.goalstated.platform.ManualTimers;
import io.goalstated.wire.Endpoint;
import io.goalstated.wire.HealthObservation.Subject;
import io.goalstated.wire.HttpCall;
import io.goalstated.wire.InstanceMetadata;
import io.goalstated.wire.IoErrorsOfTests;
import io.goalstated.wire.Platform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthWatchTest {
    private static final String IMDS = "GET http://169.254.169.254/metadata/instance";
    private static final String COMPLETE =
            "{\"network\": {\"interface\": [{\"macAddress\": \"000D3A\", \"ipv4\": {\"ipAddress\":"
                    + " [{\"privateIpAddress\": \"10.0.0.4\"}]}}]}}";

    private final Platform platform = new Platform();
    private final ManualTimers timers = platform.timers;
    private final HealthWatch watch = new HealthWatch(timers);
    private final List<AgentEvent> told = new ArrayList<>();

    @BeforeEach
    void begin() {
        platform.http.on("GET " + Platform.HG + "/health", 200, "");
        platform.http.on("POST " + Platform.WS + "/HealthService", 200, "");
        platform.http.on(IMDS, 200, COMPLETE);
        Host host = new Host(
                platform.wireServer,
                platform.hostPlugin,
                Optional.of(new InstanceMetadata(platform.http, new Endpoint("169.254.169.254", 80), "3.0.1.0")),
                IoErrorsOfTests.none(),
                () -> 0);
        watch.start(host, new Events() {
            @Override
            public void tell(AgentEvent event) {
                told.add(event);
            }

            @Override
            public void measured(Metric metric) {}
        });
    }

    @Test
    void once_a_minute_the_host_is_told_in_one_request() {
        timers.advance(Duration.ofSeconds(61));

        HttpCall post = posts().get(0);
        assertThat(posts()).hasSize(1);
        assertThat(post.body().orElseThrow().toString())
                .isEqualTo(
                        "{\"Api\": \"reporttargethealth\", \"Version\": \"1.0\", \"Source\": \"WALinuxAgent\", \"Observations\": ["
                                + "{\"ObservationName\": \"GuestAgentPluginHeartbeat\", \"IsHealthy\": true, \"Description\": \"\", \"Value\": \"\"}, "
                                + "{\"ObservationName\": \"InstanceMetadataHeartbeat\", \"IsHealthy\": true, \"Description\": \"\", \"Value\": \"\"}]}");
        assertThat(post.headers()).containsEntry("Content-Type", "application/json");
    }

    @Test
    void the_metadata_are_asked_as_a_health_probe() {
        timers.advance(Duration.ofSeconds(61));

        assertThat(platform.http.calls())
                .filteredOn(call -> call.url().contains("/metadata/"))
                .singleElement()
                .satisfies(call -> {
                    assertThat(call.url()).endsWith("/metadata/instance?api-version=2018-02-01");
                    assertThat(call.headers())
                            .containsEntry("Metadata", "True")
                            .containsEntry("User-Agent", "WALinuxAgent/3.0.1.0+health");
                });
    }

    @Test
    void the_plugin_is_unhealthy_only_after_five_minutes() throws MalformedJson {
        platform.http.on("GET " + Platform.HG + "/health", 500, "");

        timers.advance(Duration.ofMinutes(5).plusSeconds(30));
        assertThat(healthy("GuestAgentPluginHeartbeat")).containsOnly(true);
        assertThat(told).isEmpty();

        timers.advance(Duration.ofMinutes(2));
        assertThat(healthy("GuestAgentPluginHeartbeat")).endsWith(false);
        assertThat(told)
                .extracting(event -> event.operation().text())
                .contains("HealthObservation", "HostPluginHeartbeatExtended");
    }

    @Test
    void metadata_with_a_hole_are_unhealthy_after_three_minutes() throws MalformedJson {
        platform.http.on(IMDS, 200, COMPLETE.replace("10.0.0.4", ""));

        timers.advance(Duration.ofMinutes(5));

        assertThat(healthy("InstanceMetadataHeartbeat")).startsWith(true, true).endsWith(false);
        assertThat(last("InstanceMetadataHeartbeat").path("Value").asText())
                .isEqualTo("Empty field: [privateIpAddress]");
    }

    @Test
    void that_the_metadata_cannot_be_reached_is_not_their_fault() throws MalformedJson {
        platform.http.on(IMDS, call -> io.goalstated.wire.InMemoryHttp.broken());

        timers.advance(Duration.ofMinutes(10));

        assertThat(healthy("InstanceMetadataHeartbeat")).containsOnly(true);
    }

    @Test
    void what_requests_have_met_goes_along_once_a_minute() throws MalformedJson {
        watch.answered(Subject.HOST_PLUGIN_STATUS, Optional.of("[HTTP Failed] 500"));
        watch.answered(Subject.HOST_PLUGIN_STATUS, Optional.of("[HTTP Failed] 503"));
        watch.answered(Subject.HOST_PLUGIN_ARTIFACT, Optional.empty());

        timers.advance(Duration.ofSeconds(61));

        assertThat(last("GuestAgentPluginStatus").path("Value").asText()).isEqualTo("[HTTP Failed] 503");
        assertThat(last("GuestAgentPluginStatus").path("IsHealthy").asBoolean()).isTrue();
        assertThat(last("GuestAgentPluginArtifact").path("Description").asText())
                .isEqualTo("WireClient");
    }

    @Test
    void versions_that_cannot_be_had_are_told_at_once() throws MalformedJson {
        watch.answered(Subject.HOST_PLUGIN_VERSIONS, Optional.of("[HTTP Failed] 500"));

        assertThat(healthy("GuestAgentPluginVersions")).containsExactly(false);
    }

    @Test
    void what_was_told_is_not_told_again_even_if_nobody_took_it() throws MalformedJson {
        platform.http.on("POST " + Platform.WS + "/HealthService", 404, "");

        timers.advance(Duration.ofMinutes(3));

        assertThat(posts())
                .allSatisfy(post -> assertThat(
                                Json.parse(post.body().orElseThrow().toString()).path("Observations"))
                        .hasSize(2));
    }

    @Test
    void long_texts_are_cut() throws MalformedJson {
        watch.answered(Subject.HOST_PLUGIN_VERSIONS, Optional.of("x".repeat(500)));

        assertThat(last("GuestAgentPluginVersions").path("Value").asText()).hasSize(128);
    }

    @Test
    void after_a_stop_nobody_is_asked() {
        watch.stop();

        timers.advance(Duration.ofMinutes(5));

        assertThat(platform.http.calls()).isEmpty();
        assertThat(timers.waiting()).isZero();
    }

    private List<HttpCall> posts() {
        return platform.http.calls().stream()
                .filter(call -> call.url().endsWith("/HealthService"))
                .toList();
    }

    private List<JsonNode> observations(String name) throws MalformedJson {
        List<JsonNode> found = new ArrayList<>();
        for (HttpCall post : posts()) {
            for (JsonNode each :
                    Json.parse(post.body().orElseThrow().toString()).path("Observations")) {
                if (each.path("ObservationName").asText().equals(name)) {
                    found.add(each);
                }
            }
        }
        return found;
    }

    private List<Boolean> healthy(String name) throws MalformedJson {
        return observations(name).stream()
                .map(each -> each.path("IsHealthy").asBoolean())
                .toList();
    }

    private JsonNode last(String name) throws MalformedJson {
        List<JsonNode> all = observations(name);
        return all.get(all.size() - 1);
    }
}
