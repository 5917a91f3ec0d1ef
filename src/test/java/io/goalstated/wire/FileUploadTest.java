package io.goalstated.wire;

import static io.goalstated.wire.HttpBench.failure;
import static io.goalstated.wire.HttpBench.get;
import static io.goalstated.wire.ScriptedServer.answer;
import static io.goalstated.wire.ScriptedServer.hangUp;
import static io.goalstated.wire.ScriptedServer.silence;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileUploadTest {
    @TempDir
    Path directory;

    private HttpBench bench;
    private ScriptedServer server;

    @BeforeEach
    void start() throws Exception {
        bench = new HttpBench();
        server = bench.server;
    }

    @AfterEach
    void stop() throws Exception {
        bench.stop();
    }

    private HttpCall put() {
        return HttpCall.with("PUT", server.url("/vmAgentLog"), Map.of("x-ms-version", "1"), Buffer.buffer())
                .withRetry(RetryPolicy.DEFAULT.atMost(1));
    }

    private Path file(String content) throws Exception {
        return Files.writeString(directory.resolve("logs.zip"), content);
    }

    @Test
    void a_file_of_many_pieces_arrives_whole_with_its_length_announced() throws Exception {
        String content = "0123456789".repeat(30_000) + "end";

        HttpAnswer answer = get(bench.http.upload(put(), file(content)));

        ScriptedServer.Request request = server.requests().get(0);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(request.body()).isEqualTo(content);
        assertThat(request.headers())
                .containsEntry("content-length", "300003")
                .containsEntry("x-ms-version", "1")
                .doesNotContainKey("transfer-encoding");
        assertThat(bench.http.traffic().shares())
                .singleElement()
                .satisfies(share -> assertThat(share.sent()).isEqualTo(300_003));
    }

    @Test
    void an_empty_file_is_a_body_too() throws Exception {
        assertThat(get(bench.http.upload(put(), file(""))).status()).isEqualTo(200);

        assertThat(server.requests().get(0).headers()).containsEntry("content-length", "0");
    }

    @Test
    void each_attempt_sends_the_file_from_its_start() throws Exception {
        server.then(answer(503, "busy"), hangUp(), answer(201, ""));

        HttpAnswer answer = get(bench.http.upload(
                put().withRetry(new RetryPolicy(
                        3, Duration.ofMillis(1), Duration.ofMillis(1), 3, RetryPolicy.DEFAULT.retryStatuses())),
                file("content")));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(server.requests())
                .hasSize(3)
                .allMatch(request -> request.body().equals("content"));
    }

    @Test
    void a_file_that_is_not_there_fails_at_once_and_is_no_outage_of_the_server() throws Exception {
        HttpFailure failure =
                failure(bench.http.upload(put().withRetry(RetryPolicy.DEFAULT), directory.resolve("none.zip")));

        assertThat(failure.kind()).isEqualTo(HttpFailure.Kind.DISK);
        assertThat(failure.getMessage()).contains("none.zip");
        assertThat(bench.http.outages().present()).isEmpty();
    }

    @Test
    void a_server_that_does_not_answer_is_given_up() throws Exception {
        server.then(silence());

        HttpFailure failure = failure(bench.http.upload(put().withIdle(Duration.ofMillis(300)), file("content")));

        assertThat(failure.kind()).isEqualTo(HttpFailure.Kind.TIMEOUT);
    }
}
