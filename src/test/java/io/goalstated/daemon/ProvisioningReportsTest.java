package io.goalstated.daemon;

import static io.goalstated.wire.InMemoryHttp.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.provision.HealthReporter;
import io.goalstated.wire.Health;
import io.goalstated.wire.InMemoryHttp;
import io.goalstated.wire.Platform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reports on provisioning, from the handler's end to the requests that leave the machine. */
class ProvisioningReportsTest {
    private static final String HEALTH = "POST " + Platform.WS + "/machine?comp=health";
    private static final String JSON = "POST " + Platform.WS + "/provisioning/health";

    private final Platform platform = new Platform();
    private final InMemoryHttp http = platform.http;
    private final List<String> events = new ArrayList<>();

    @Test
    @Conforms("03#64")
    void a_throttled_report_is_sent_again_until_it_is_taken() {
        Iterator<Integer> answers = List.of(429, 429, 200).iterator();
        http.on(HEALTH, call -> answer(answers.next(), ""));

        HealthReporter.Sending sending = reporter(false).report(Health.READY);
        platform.timers.advance(Duration.ofSeconds(15));

        assertThat(sending.delivered().succeeded()).isTrue();
        assertThat(posts()).containsExactly(HEALTH, HEALTH, HEALTH);
        assertThat(platform.timers.waiting()).isZero();
    }

    @Test
    @Conforms("03#67")
    void a_failure_before_any_goal_state_goes_the_other_way_and_later_this_way_too() {
        http.on(Platform.GOAL_STATE, 404, "");
        http.on(JSON, 200, "");
        http.on(HEALTH, 200, "");

        HealthReporter.Sending sending = reporter(false).report(Health.provisioningFailed("bad OVF"));
        platform.timers.advance(Duration.ofMinutes(2));
        assertThat(posts()).containsExactly(JSON);
        assertThat(sending.delivered().isComplete()).isFalse();
        platform.goalState("1", "container-1");
        platform.timers.advance(Duration.ofMinutes(1));

        assertThat(posts()).containsExactly(JSON, HEALTH);
        assertThat(sending.delivered().succeeded()).isTrue();
    }

    @Test
    void readiness_waits_for_the_goal_state() {
        http.on(Platform.GOAL_STATE, 404, "");

        reporter(false).report(Health.READY);

        assertThat(posts()).isEmpty();
    }

    @Test
    void the_owner_can_choose_the_other_way() {
        http.on(JSON, 200, "");

        reporter(true).report(Health.READY);

        assertThat(posts()).containsExactly(JSON);
    }

    @Test
    void a_newer_state_replaces_one_that_has_not_come_through() {
        http.on(HEALTH, 500, "");
        HealthReporter reporter = reporter(false);
        reporter.report(Health.provisioning());
        reporter.report(Health.READY);
        http.on(HEALTH, 200, "");

        platform.timers.advance(Duration.ofMinutes(10));

        assertThat(http.calls()
                        .get(http.calls().size() - 1)
                        .body()
                        .orElseThrow()
                        .toString())
                .contains("<State>Ready</State>");
        assertThat(posts()).hasSize(3);
    }

    private HealthReporter reporter(boolean json) {
        return new HealthReporter(
                new ProvisioningReports(platform.wireServer, json, "goalstated v0.1.0"),
                platform.timers,
                (operation, success, message, took) -> events.add(message));
    }

    private List<String> posts() {
        return http.calls().stream()
                .map(call -> call.method() + " " + call.url())
                .filter(call -> call.startsWith("POST"))
                .toList();
    }
}
