package io.goalstated.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goalstated.json.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FaultTest extends LabTest {
    @Test
    void a_status_is_injected_as_often_as_asked() throws Exception {
        azure.fault(Server.WIRE, "comp=versions", FaultAction.status(503), 2);

        assertThat(versionsStatus()).isEqualTo(503);
        assertThat(versionsStatus()).isEqualTo(503);
        assertThat(versionsStatus()).isEqualTo(200);
    }

    @Test
    void a_fault_hits_only_its_server_and_path() throws Exception {
        Fault fault = azure.fault(Server.HOST_PLUGIN, "/health", FaultAction.status(500), Fault.ALWAYS);

        assertThat(versionsStatus()).isEqualTo(200);
        assertThat(client.get(hostPlugin("/versions")).statusCode()).isEqualTo(200);
        assertThat(client.get(hostPlugin("/health")).statusCode()).isEqualTo(500);
        assertThat(fault.hits()).isEqualTo(1);
    }

    @Test
    void cleared_faults_are_over() throws Exception {
        azure.fault(Server.WIRE, "", FaultAction.status(500), Fault.ALWAYS);

        azure.clearFaults();

        assertThat(versionsStatus()).isEqualTo(200);
    }

    @Test
    void a_reset_is_no_answer() {
        azure.fault(Server.WIRE, "", FaultAction.reset(), Fault.ALWAYS);

        assertThatThrownBy(this::versionsStatus).isInstanceOf(IOException.class);
        assertThat(azure.requests().last().orElseThrow().status()).isZero();
    }

    @Test
    void a_reset_is_seen_by_the_socket_as_such() throws Exception {
        azure.fault(Server.WIRE, "", FaultAction.reset(), Fault.ALWAYS);

        try (Socket socket = new Socket(
                azure.addresses().wire().host(), azure.addresses().wire().port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write("GET /?comp=versions HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void a_stale_answer_is_the_one_before_the_last_change() throws Exception {
        azure.setIncarnation(7);
        String before = goalState();
        azure.setIncarnation(8);
        String now = goalState();
        azure.fault(Server.WIRE, "comp=goalstate", FaultAction.stale(), 1);

        String stale = goalState();

        assertThat(stale).isEqualTo(before).isNotEqualTo(now);
        assertThat(goalState()).isEqualTo(now);
    }

    @Test
    void without_an_earlier_answer_a_stale_one_is_the_right_one() throws Exception {
        azure.fault(Server.WIRE, "", FaultAction.stale(), Fault.ALWAYS);

        assertThat(versionsStatus()).isEqualTo(200);
    }

    @Test
    void a_server_that_is_down_refuses_connections_until_it_is_up_again() throws Exception {
        Client.await(azure.refuse(Server.WIRE));

        assertThatThrownBy(this::versionsStatus).isInstanceOf(ConnectException.class);
        assertThat(client.get(hostPlugin("/versions")).statusCode()).isEqualTo(200);
        Client.await(azure.accept(Server.WIRE));
        assertThat(versionsStatus()).isEqualTo(200);
    }

    @Test
    void a_clock_that_is_ahead_dates_what_is_published() throws Exception {
        azure.setClockSkew(Duration.ofDays(400));

        azure.publish(Goal.EMPTY).viaFastTrack();

        String settings = client.get(hostPlugin("/vmSettings"), hostHeaders()).body();
        assertThat(Json.parse(settings).path("extensionsLastModifiedTickCount").asLong())
                .isGreaterThan(Publication.ticks(Instant.now().plus(Duration.ofDays(399))));
    }

    @Test
    void a_hanging_request_ends_without_an_answer() {
        azure.fault(Server.WIRE, "", FaultAction.hang(Duration.ofMillis(50)), Fault.ALWAYS);

        assertThatThrownBy(this::versionsStatus)
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void a_delayed_answer_is_the_right_one() throws Exception {
        azure.fault(Server.WIRE, "", FaultAction.delay(Duration.ofMillis(200)), Fault.ALWAYS);
        long start = System.nanoTime();

        assertThat(versions()).contains("2012-11-30");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(190));
    }

    @Test
    void a_truncated_answer_is_noticed_by_the_client() {
        azure.fault(Server.WIRE, "", FaultAction.truncate(0.5), Fault.ALWAYS);

        assertThatThrownBy(this::versions).isInstanceOf(IOException.class);
    }

    @Test
    void a_slow_answer_is_complete() throws Exception {
        String whole = versions();
        azure.fault(Server.WIRE, "", FaultAction.slow(1000), Fault.ALWAYS);

        assertThat(versions()).isEqualTo(whole);
    }

    @Test
    void bodies_can_be_spoilt() throws Exception {
        String right = versions();

        azure.fault(Server.WIRE, "", FaultAction.garbage(), 1);
        assertThat(versions()).startsWith("<<<not xml");
        azure.fault(Server.WIRE, "", FaultAction.empty(), 1);
        assertThat(versions()).isEmpty();
        azure.fault(Server.WIRE, "", FaultAction.corrupt(), 1);
        assertThat(versions()).startsWith("<?xml").isNotEqualTo(right);
        azure.fault(Server.WIRE, "", FaultAction.bom(), 1);
        assertThat(versions()).isEqualTo("\uFEFF" + right);
        azure.fault(Server.WIRE, "", FaultAction.body("other"), 1);
        assertThat(versions()).isEqualTo("other");
        assertThat(versions()).isEqualTo(right);
    }

    @Test
    void a_redirect_names_its_target() throws Exception {
        azure.fault(Server.WIRE, "", FaultAction.redirect("http://192.0.2.1/"), 1);

        var answer = client.get(wire("/?comp=versions"));

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("location")).contains("http://192.0.2.1/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status:503",
                "status:400:InvalidContainerConfiguration",
                "reset",
                "hang",
                "hang:2.5",
                "delay:1",
                "truncate:0.3",
                "slow:100",
                "garbage",
                "empty",
                "corrupt",
                "bom",
                "body:",
                "redirect:http://x/"
            })
    void every_form_of_an_action_is_understood(String text) {
        assertThat(FaultAction.parse(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "status", "status:abc", "status:999", "delay:", "delay:-1", "delay:NaN", "explode"})
    void other_texts_are_no_actions(String text) {
        assertThat(FaultAction.parse(text)).isEmpty();
    }

    private int versionsStatus() throws Exception {
        return client.get(wire("/?comp=versions")).statusCode();
    }

    private String versions() throws Exception {
        return client.get(wire("/?comp=versions")).body();
    }
}
