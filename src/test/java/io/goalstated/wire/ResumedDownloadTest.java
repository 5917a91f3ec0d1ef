package io.goalstated.wire;

import static io.goalstated.wire.HttpBench.failure;
import static io.goalstated.wire.HttpBench.get;
import static io.goalstated.wire.ScriptedServer.answer;
import static io.goalstated.wire.ScriptedServer.rawThenClose;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumedDownloadTest {
    private static final String PARTS = "Accept-Ranges: bytes\r\n";

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

    private HttpCall call() {
        return HttpCall.get(server.url("/p.zip"), Map.of("x-ms-version", "1"));
    }

    private Path target() {
        return directory.resolve("p.zip");
    }

    /** The beginning of ten bytes, of version {@code "a"}. */
    private ScriptedServer.Reply half() {
        return breakingOff("HTTP/1.1 200 OK\r\nContent-Length: 10\r\nETag: \"a\"\r\n" + PARTS + "\r\n01234");
    }

    /** Closes once the client reads that; of what breaks off before, nothing may be known to it. */
    private ScriptedServer.Reply breakingOff(String bytes) {
        return socket -> {
            socket.write(bytes);
            bench.vertx.setPeriodic(1, look -> {
                if (Files.exists(target())) {
                    bench.vertx.cancelTimer(look);
                    socket.close();
                }
            });
        };
    }

    private static ScriptedServer.Reply part(String range, String etag, String body) {
        return answer(206, body, "Content-Range: bytes " + range, "ETag: " + etag);
    }

    private Map<String, String> headers(int request) {
        return server.requests().get(request).headers();
    }

    @Test
    void what_has_arrived_is_not_asked_for_again() throws Exception {
        server.then(half(), part("5-9/10", "\"a\"", "56789"));

        HttpAnswer answer = get(bench.http.download(call(), target()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(target()).hasContent("0123456789");
        assertThat(headers(0)).doesNotContainKeys("range", "if-range");
        assertThat(headers(1))
                .containsEntry("range", "bytes=5-")
                .containsEntry("if-range", "\"a\"")
                .containsEntry("x-ms-version", "1");
    }

    @Test
    void another_version_replaces_what_has_arrived() throws Exception {
        server.then(half(), answer(200, "something longer", "ETag: \"b\""));

        get(bench.http.download(call(), target()));

        assertThat(target()).hasContent("something longer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes 5-9/10|\"b\"",
                "bytes 5-9/10|W/\"a\"",
                "bytes 5-9/10|",
                "bytes 4-9/10|\"a\"",
                "bytes 6-10/11|\"a\"",
                "bytes 5-9/11|\"a\"",
                "bytes 5-8/10|\"a\"",
                "bytes 5-9/*|\"a\"",
                "|\"a\""
            })
    void a_part_that_does_not_fit_exactly_is_thrown_away_with_what_has_arrived(String heading) throws Exception {
        String[] said = heading.split("\\|", -1);
        server.then(
                half(),
                answer(206, "56789", "Content-Range: " + said[0], "ETag: " + said[1]),
                answer(200, "all of it"));

        get(bench.http.download(call(), target()));

        assertThat(target()).hasContent("all of it");
        assertThat(headers(2)).doesNotContainKeys("range", "if-range");
    }

    @Test
    void a_file_that_has_become_shorter_is_fetched_anew() throws Exception {
        server.then(half(), answer(416, "", "Content-Range: bytes */3"), answer(200, "new"));

        get(bench.http.download(call(), target()));

        assertThat(target()).hasContent("new");
        assertThat(headers(2)).doesNotContainKey("range");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ETag: W/\"a\"\r\nAccept-Ranges: bytes",
                "ETag: \"a\"",
                "Accept-Ranges: bytes",
                "ETag: \"a\"\r\nAccept-Ranges: none"
            })
    void a_server_that_does_not_promise_parts_of_one_version_is_not_asked_for_any(String heading) throws Exception {
        server.then(
                rawThenClose("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n" + heading + "\r\n\r\n01234"),
                answer(200, "all of it"));

        get(bench.http.download(call(), target()));

        assertThat(target()).hasContent("all of it");
        assertThat(headers(1)).doesNotContainKeys("range", "if-range");
    }

    @Test
    void an_error_in_between_does_not_cost_what_has_arrived() throws Exception {
        server.then(half(), answer(503, "busy"), part("5-9/10", "\"a\"", "56789"));

        get(bench.http.download(call(), target()));

        assertThat(target()).hasContent("0123456789");
    }

    @Test
    void a_part_that_nobody_asked_for_is_no_file() throws Exception {
        server.otherwise(part("0-4/10", "\"a\"", "01234"));

        HttpFailure failure = failure(bench.http.download(call().withRetry(RetryPolicy.DEFAULT.atMost(2)), target()));

        assertThat(failure.status()).isEqualTo(206);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void nothing_is_left_when_the_rest_cannot_be_had() throws Exception {
        server.then(half()).otherwise(answer(404, "gone"));

        assertThat(get(bench.http.download(call(), target())).status()).isEqualTo(404);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void a_rest_that_makes_the_file_too_large_ends_the_call() throws Exception {
        server.then(
                breakingOff("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nETag: \"a\"\r\n" + PARTS
                        + "\r\n5\r\n01234\r\n"),
                part("5-99/100", "\"a\"", "x".repeat(95)));

        HttpFailure failure = failure(bench.http.download(call().withMaxBytes(50), target()));

        assertThat(failure.kind()).isEqualTo(HttpFailure.Kind.TOO_LARGE);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void a_length_other_than_announced_is_a_failure() throws Exception {
        server.then(half(), part("5-9/10", "\"a\"", "567"), answer(200, "all of it"));

        get(bench.http.download(call(), target()));

        assertThat(target()).hasContent("all of it");
    }
}
