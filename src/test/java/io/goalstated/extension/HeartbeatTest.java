package io.goalstated.extension;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeartbeatTest {
    private static final HandlerStatus RECORDED = status("Ready", 0, "Plugin enabled");
    private static final HandlerStatus DENIED = status("NotReady", 1009, "Denied by policy.");

    @Test
    @Conforms("02#54")
    void a_fresh_heartbeat_replaces_status_and_message_but_not_the_code() {
        Heartbeat beat = parse(
                "[{\"version\": 1.0, \"heartbeat\": {\"status\": \"notready\", \"code\": 7, \"Message\": \"legacy\","
                        + " \"formattedMessage\": {\"lang\": \"en-US\", \"message\": \"resting\"}}}]");

        assertThat(beat.over(RECORDED)).isEqualTo(status("notready", 0, "resting"));
    }

    @Test
    void a_heartbeat_without_a_message_keeps_the_handlers() {
        assertThat(parse("[{\"heartbeat\": {\"status\": \"Ready\"}}]").over(status("NotReady", 0, "Plugin disabled")))
                .isEqualTo(status("Ready", 0, "Plugin disabled"));
    }

    @Test
    @Conforms("02#55")
    void silence_makes_the_handler_unresponsive_and_keeps_its_message() {
        assertThat(new Heartbeat.Silent().over(RECORDED)).isEqualTo(status("Unresponsive", 0, "Plugin enabled"));
    }

    @Test
    void a_missing_file_is_said_so() {
        assertThat(new Heartbeat.Missing().over(RECORDED))
                .isEqualTo(status("NotReady", -1, "Failed to get heart beat file"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "{}",
                "null",
                "[null]",
                "[{}]",
                "[{\"heartbeat\": null}]",
                "[{\"heartbeat\": {\"code\": 0}}]",
                "[{\"heartbeat\": {\"status\": null}}]",
                "{\"heartbeat\": {\"status\": \"ready\"}}"
            })
    void a_malformed_file_is_said_so(String text) {
        HandlerStatus status = parse(text).over(RECORDED);

        assertThat(status.status()).isEqualTo("NotReady");
        assertThat(status.code()).isEqualTo(-1);
        assertThat(status.message().orElseThrow()).startsWith("Malformed heartbeat file: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"lang\": \"en\"}", "{\"message\": \"m\"}", "{}", "\"text\"", "[]"})
    void a_message_that_lacks_a_part_has_code_3(String formatted) {
        HandlerStatus status = parse(
                        "[{\"heartbeat\": {\"status\": \"ready\", \"formattedMessage\": " + formatted + "}}]")
                .over(RECORDED);

        assertThat(status.status()).isEqualTo("NotReady");
        assertThat(status.code()).isEqualTo(3);
    }

    @Test
    @Conforms("02#82")
    void the_verdict_over_a_denied_handler_stays_and_its_heartbeat_is_appended() {
        Heartbeat beat = parse("[{\"heartbeat\": {\"status\": \"ready\", \"formattedMessage\": {\"lang\": \"en\","
                + " \"message\": \"alive\"}}}]");

        assertThat(beat.overDenied(DENIED))
                .isEqualTo(
                        status(
                                "NotReady",
                                1009,
                                "Denied by policy. Extension was previously enabled and reported the following heartbeat:\nalive"));
    }

    @Test
    void nothing_but_a_heartbeat_touches_the_verdict_over_a_denied_handler() {
        assertThat(new Heartbeat.Missing().overDenied(DENIED)).isEqualTo(DENIED);
        assertThat(new Heartbeat.Silent().overDenied(DENIED)).isEqualTo(DENIED);
        assertThat(new Heartbeat.Malformed("x").overDenied(DENIED)).isEqualTo(DENIED);
    }

    private static Heartbeat parse(String text) {
        return Heartbeat.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static HandlerStatus status(String status, int code, String message) {
        return new HandlerStatus(
                new HandlerName("Contoso.Probe"), new VersionNumber("1.2"), status, code, Optional.of(message), false);
    }
}
