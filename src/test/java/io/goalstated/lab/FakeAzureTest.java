package io.goalstated.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.net.BindException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

final class FakeAzureTest extends LabTest {
    @Test
    void a_status_can_be_waited_for() throws Exception {
        Future<StatusReport> awaited =
                azure.awaitStatus(report -> report.handlerStatus("X").equals("Ready"));

        report("NotReady", "transitioning");
        assertThat(awaited.isComplete()).isFalse();
        report("Ready", "success");

        StatusReport found = Client.await(awaited);
        assertThat(found.extensionStatus("X")).isEqualTo("success");
        assertThat(found.sequenceNumber("X")).isEqualTo(4);
    }

    @Test
    void an_outdated_status_is_not_taken_for_the_newest() {
        report("Ready", "success");
        report("NotReady", "error");

        Future<StatusReport> awaited =
                azure.awaitStatus(report -> report.handlerStatus("X").equals("Ready"), Duration.ofMillis(50));

        assertThatThrownBy(() -> Client.await(awaited))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(TimeoutException.class)
                .hasMessageContaining("no such status report within 50 ms");
    }

    @Test
    void a_request_of_the_past_counts_as_waited_for() throws Exception {
        client.get(wire("/?comp=versions"));
        client.get(hostPlugin("/health"));

        RecordedRequest found = Client.await(azure.awaitRequest(request -> request.server() == Server.WIRE));

        assertThat(found.path()).isEqualTo("/?comp=versions");
        assertThat(found).hasToString("wire GET /?comp=versions 200");
    }

    @Test
    void requests_are_numbered_over_all_servers() throws Exception {
        client.get(wire("/?comp=versions"));
        client.get(hostPlugin("/health"));

        assertThat(azure.requests().all()).extracting(RecordedRequest::number).containsExactly(1L, 2L);
    }

    @Test
    void a_status_that_is_no_json_is_kept_with_its_problem() {
        azure.statuses().add(StatusReport.read(Buffer.buffer("{\"version\":"), "BlockBlob", StatusReport.Via.DIRECT));

        StatusReport report = azure.statuses().last().orElseThrow();
        assertThat(report.problem()).isPresent();
        assertThat(report.handlers()).isEmpty();
    }

    @Test
    void history_forgets_the_oldest_beyond_its_limit() {
        History<Integer> history = new History<>(vertx, "number", 2);

        history.add(1);
        history.add(2);
        history.add(3);

        assertThat(history.all()).containsExactly(2, 3);
    }

    @Test
    void a_taken_address_fails_the_start_and_leaves_nothing_open() {
        Address taken = azure.addresses().imds();

        Future<FakeAzure> second =
                FakeAzure.start(vertx, new Addresses(Address.ANY, Address.ANY, Address.ANY, taken, Optional.empty()));

        assertThatThrownBy(() -> Client.await(second)).hasCauseInstanceOf(BindException.class);
    }

    @Test
    void an_admin_api_for_everybody_is_refused() {
        assertThatThrownBy(() -> Addresses.EPHEMERAL.withAdmin(new Address("0.0.0.0", 0)))
                .hasMessageContaining("loopback");
    }

    @Test
    void an_address_that_is_none_is_named() {
        assertThatThrownBy(() -> Address.parse("localhost")).hasMessageContaining("'localhost' is no address");
        assertThat(Address.parse("127.0.0.1:80").url()).isEqualTo("http://127.0.0.1");
    }

    private void report(String handler, String extension) {
        azure.statuses()
                .add(StatusReport.read(
                        Buffer.buffer("""
                                {"aggregateStatus": {"handlerAggregateStatus": [{"handlerName": "X", "status": "%s",
                                 "runtimeSettingsStatus": {"sequenceNumber": 4, "settingsStatus": {"status": {"status": "%s"}}}}]}}""".formatted(handler, extension)), "BlockBlob", StatusReport.Via.HOST));
    }
}
