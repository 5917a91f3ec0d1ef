package io.goalstated.wire;

import static io.goalstated.wire.InMemoryHttp.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.xml.Element;
import io.goalstated.xml.Xml;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the platform is told of provisioning. */
class HealthTest {
    private static final String HEALTH = "POST " + Platform.WS + "/machine?comp=health";
    private static final String ROLE = "POST " + Platform.WS + "/machine?comp=roleProperties";

    private final Platform platform = new Platform();
    private final InMemoryHttp http = platform.http;

    @Test
    void health_is_reported_on_one_line_with_its_reason_cut_and_escaped() {
        http.on(HEALTH, 200, "");

        platform.wireServer.report(Health.provisioningFailed("a<b&c\n" + "x".repeat(5000)));

        String body = http.calls().get(1).body().orElseThrow().toString();
        assertThat(body)
                .contains("<GoalStateIncarnation>1</GoalStateIncarnation><Container><ContainerId>container-1<")
                .contains("<SubStatus>ProvisioningFailed</SubStatus><Description>a&lt;b&amp;c x")
                .doesNotContain("\n");
        assertThat(body.length()).isLessThan(4400);
        assertThat(http.calls().get(1).headers()).containsEntry("Content-Type", "text/xml;charset=utf-8");
    }

    @Test
    @Conforms("03#65")
    void a_long_reason_is_cut_to_what_the_platform_takes() throws Exception {
        http.on(HEALTH, 200, "");

        for (String unit : List.of("&", "\uD83D\uDE00", "&\uD83D\uDE00", "x\u0000\uFFFF")) {
            platform.wireServer.report(Health.provisioningFailed(unit.repeat(5000)));
        }

        for (var call : http.calls().subList(1, 5)) {
            String body = call.body().orElseThrow().toString();
            String escaped = body.replaceAll(".*<Description>|</Description>.*", "");
            Element description = Xml.parse(body).first("Description").orElseThrow();
            assertThat(escaped.getBytes(StandardCharsets.UTF_8).length).isBetween(3000, 4096);
            assertThat(description.content().length()).isBetween(800, 3686);
            assertThat(description.content()).doesNotContain("\uFFFD");
        }
    }

    @Test
    void a_refused_report_is_not_sent_again_by_itself() {
        http.on(HEALTH, 503, "");

        var report = platform.wireServer.report(Health.READY);

        assertThat(report.failed()).isTrue();
        assertThat(http.calls()).hasSize(2);
    }

    @Test
    @Conforms("03#66")
    void a_stale_identity_is_asked_for_anew() {
        List<String> bodies = new ArrayList<>();
        http.on(HEALTH, call -> {
            bodies.add(call.body().orElseThrow().toString());
            platform.goalState("2", "container-2");
            return answer(bodies.size() == 1 ? 410 : 200, "");
        });

        var report = platform.wireServer.report(Health.READY);

        assertThat(report.succeeded()).isTrue();
        assertThat(bodies).hasSize(2);
        assertThat(bodies.get(1)).contains("<GoalStateIncarnation>2<").contains("<ContainerId>container-2<");
    }

    @Test
    void without_a_goal_state_there_is_another_way() {
        http.on("POST " + Platform.WS + "/provisioning/health", 201, "");

        platform.wireServer.reportAsJson(Health.provisioningFailed("bad \"x\""), "goalstated v0.1.0");

        assertThat(http.calls()).hasSize(1);
        assertThat(http.calls().get(0).body().orElseThrow().toString())
                .isEqualTo("{\"state\": \"NotReady\", \"details\": {\"subStatus\": \"ProvisioningFailed\", "
                        + "\"description\": \"bad \\\"x\\\"\"}}");
        assertThat(http.calls().get(0).headers()).containsEntry("x-ms-guest-agent-name", "goalstated v0.1.0");
    }

    @Test
    @Conforms("03#63")
    void a_fingerprint_is_taken_with_202_and_nothing_else() {
        Iterator<Integer> answers = List.of(200, 500, 202).iterator();
        http.on(ROLE, call -> answer(answers.next(), ""));

        var report = platform.wireServer.reportFingerprint("SHA256abc");
        platform.timers.advance(Duration.ofSeconds(10));

        assertThat(report.succeeded()).isTrue();
        assertThat(http.calls()).hasSize(4);
        assertThat(http.calls().get(3).body().orElseThrow().toString())
                .endsWith(
                        "<Id>instance-0</Id><Properties><Property name=\"CertificateThumbprint\" value=\"SHA256abc\" />"
                                + "</Properties></RoleInstance></RoleInstances></Container></RoleProperties>");
    }

    @Test
    void a_fingerprint_is_not_sent_for_ever() {
        http.on(ROLE, 500, "");

        var report = platform.wireServer.reportFingerprint("SHA256abc");
        platform.timers.advance(Duration.ofMinutes(10));

        assertThat(report.failed()).isTrue();
        assertThat(http.calls()).hasSize(4);
    }
}
