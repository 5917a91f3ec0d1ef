package io.goalstated.wire;

import static io.goalstated.wire.HttpBench.failure;
import static io.goalstated.wire.HttpBench.get;
import static io.goalstated.wire.ScriptedServer.answer;
import static io.goalstated.wire.ScriptedServer.raw;
import static io.goalstated.wire.ScriptedServer.rawThenClose;
import static io.goalstated.wire.ScriptedServer.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.goalstated.Conforms;
import io.goalstated.secret.Secret;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VertxHttpTest {
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

    private HttpCall get200(String uri) {
        return HttpCall.get(server.url(uri), Map.of());
    }

    @Test
    @Conforms("OPS-99")
    void a_request_carries_our_name_and_nothing_that_a_proxy_could_trip_over() throws Exception {
        get(bench.http.send(HttpCall.get(server.url("/a?b=c%2F$d"), Map.of("x-ms-version", "2012-11-30"))));

        ScriptedServer.Request request = server.requests().get(0);
        assertThat(request.uri()).isEqualTo("/a?b=c%2F$d");
        assertThat(request.headers())
                .containsEntry("user-agent", "WALinuxAgent/3.1.2.3")
                .containsEntry("accept-encoding", "identity")
                .containsEntry("x-ms-version", "2012-11-30")
                .containsOnlyKeys("host", "user-agent", "accept-encoding", "x-ms-version");
    }

    @Test
    @Conforms("OPS-99")
    void a_body_is_announced_with_its_length() throws Exception {
        get(bench.http.send(HttpCall.with("PUT", server.url("/"), Map.of(), Buffer.buffer("héllo"))));
        get(bench.http.send(HttpCall.with("PUT", server.url("/"), Map.of(), Buffer.buffer())));

        assertThat(server.requests().get(0).headers())
                .containsEntry("content-length", "6")
                .doesNotContainKeys("expect", "transfer-encoding");
        assertThat(server.requests().get(0).body()).isEqualTo("héllo");
        assertThat(server.requests().get(1).headers()).containsEntry("content-length", "0");
    }

    @Test
    void calls_after_one_another_share_a_connection() throws Exception {
        for (int i = 0; i < 5; i++) {
            get(bench.http.send(get200("/" + i)));
        }

        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void a_call_does_not_wait_for_another_that_hangs() throws Exception {
        Promise<Void> arrived = Promise.promise();
        server.then(socket -> arrived.complete());
        var hanging = bench.http.send(get200("/hangs"));
        get(arrived.future());

        assertThat(get(bench.http.send(get200("/quick"))).status()).isEqualTo(200);
        assertThat(hanging.isComplete()).isFalse();
    }

    @Test
    @Conforms("01#13.59")
    void a_kept_connection_that_the_server_closed_costs_neither_an_error_nor_a_pause() throws Exception {
        get(bench.http.send(get200("/first")));
        server.dropConnections();

        assertThat(get(bench.http.send(get200("/second"))).status()).isEqualTo(200);
        assertThat(bench.timers.pauses()).isEmpty();
    }

    @Test
    @Conforms("01#13.59")
    void a_reused_connection_that_closes_on_the_request_leads_to_one_new_connection_at_once() throws Exception {
        server.then(answer(200, ""), ScriptedServer.hangUp(), answer(200, "again"));
        get(bench.http.send(get200("/first")));

        HttpAnswer answer = get(bench.http.send(get200("/second").withRetry(RetryPolicy.ONCE)));

        assertThat(answer.text()).isEqualTo("again");
        assertThat(bench.timers.pauses()).isEmpty();
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void a_new_connection_that_closes_on_the_request_is_a_failed_attempt() throws Exception {
        server.then(ScriptedServer.hangUp(), answer(200, "ok"));

        assertThat(get(bench.http.send(get200("/"))).text()).isEqualTo("ok");
        assertThat(bench.timers.pauses()).containsExactly(Duration.ofSeconds(2));
    }

    @Test
    void a_server_that_keeps_failing_is_asked_six_times_with_growing_pauses() throws Exception {
        server.otherwise(answer(500, "sorry"));

        HttpFailure failure = failure(bench.http.send(get200("/x?sig=secret")));

        assertThat(failure.kind()).isEqualTo(HttpFailure.Kind.EXHAUSTED);
        assertThat(failure.status()).isEqualTo(500);
        assertThat(failure.getMessage()).contains("GET http://127.0.0.1", "/x: 500", "sorry", "(6 attempts)");
        assertThat(failure.getMessage()).doesNotContain("secret");
        assertThat(bench.timers.pauses()).extracting(Duration::toSeconds).containsExactly(2L, 3L, 5L, 8L, 13L);
    }

    @Test
    @Conforms("OPS-100")
    void a_throttling_server_is_asked_up_to_25_times_a_second_apart() throws Exception {
        server.otherwise(answer(403, "no"));

        HttpFailure failure = failure(bench.http.send(get200("/")));

        assertThat(failure.status()).isEqualTo(403);
        assertThat(server.requests()).hasSize(25);
        assertThat(bench.timers.pauses()).hasSize(24).containsOnly(Duration.ofSeconds(1));
    }

    @Test
    @Conforms("OPS-100")
    void statuses_that_nobody_retries_come_back_at_once() throws Exception {
        for (int status : List.of(201, 400, 401, 404, 421)) {
            server.then(answer(status, "said"));

            assertThat(get(bench.http.send(get200("/"))).status()).isEqualTo(status);
        }
        assertThat(bench.timers.pauses()).isEmpty();
    }

    @Test
    @Conforms("01#13.57")
    void a_redirect_is_not_followed() throws Exception {
        server.then(answer(302, "", "Location: " + server.url("/elsewhere")));

        assertThat(get(bench.http.send(get200("/"))).isOk()).isFalse();
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void gone_and_an_invalid_container_end_the_call() throws Exception {
        server.then(answer(410, "deleted"), answer(400, "<Code>InvalidContainerConfiguration</Code>"));

        assertThat(failure(bench.http.send(get200("/"))).kind()).isEqualTo(HttpFailure.Kind.RESOURCE_GONE);
        assertThat(failure(bench.http.send(get200("/"))).kind()).isEqualTo(HttpFailure.Kind.INVALID_CONTAINER);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void a_raw_call_gets_every_answer_after_one_attempt() throws Exception {
        for (int status : List.of(304, 404, 410, 500, 503)) {
            server.then(answer(status, ""));

            assertThat(get(bench.http.send(get200("/").withRetry(RetryPolicy.ONCE)))
                            .status())
                    .isEqualTo(status);
        }
        assertThat(server.requests()).hasSize(5);
    }

    @Test
    void a_silent_server_is_a_timeout() throws Exception {
        server.otherwise(silence());

        HttpFailure failure = failure(
                bench.http.send(get200("/").withIdle(Duration.ofMillis(100)).withRetry(RetryPolicy.DEFAULT.atMost(2))));

        assertThat(failure.kind()).isEqualTo(HttpFailure.Kind.TIMEOUT);
        // On a busy machine the time may be over before a request has come as far as the server.
        assertThat(bench.timers.pauses()).hasSize(1);
    }

    @Test
    void a_server_that_stops_in_the_middle_of_a_body_is_a_timeout() throws Exception {
        server.otherwise(raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"));

        HttpFailure failure = failure(
                bench.http.send(get200("/").withIdle(Duration.ofMillis(100)).withRetry(RetryPolicy.ONCE)));

        assertThat(failure.kind()).isEqualTo(HttpFailure.Kind.TIMEOUT);
    }

    @Test
    void a_refused_connection_is_unreachable() throws Exception {
        // Bound and not listening: nobody else can take the port meanwhile.
        try (Socket port = new Socket()) {
            port.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            HttpCall call = HttpCall.get("http://127.0.0.1:" + port.getLocalPort() + "/", Map.of());

            HttpFailure failure = failure(bench.http.send(call.withRetry(RetryPolicy.DEFAULT.atMost(1))));

            assertThat(failure.kind()).isEqualTo(HttpFailure.Kind.UNREACHABLE);
        }
    }

    @Test
    void a_body_shorter_than_announced_is_a_failure() throws Exception {
        server.otherwise(rawThenClose("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"));

        HttpFailure failure = failure(bench.http.send(get200("/").withRetry(RetryPolicy.DEFAULT.atMost(3))));

        assertThat(failure.kind()).isEqualTo(HttpFailure.Kind.UNREACHABLE);
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    @Conforms("01#13.58")
    void a_document_beyond_the_limit_fails_without_another_attempt() throws Exception {
        server.then(
                answer(200, "x".repeat(11)),
                rawThenClose("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + "x".repeat(11)),
                answer(200, "x".repeat(10)));
        HttpCall call = get200("/").withMaxBytes(10);

        assertThat(failure(bench.http.send(call)).kind()).isEqualTo(HttpFailure.Kind.TOO_LARGE);
        assertThat(failure(bench.http.send(call)).kind()).isEqualTo(HttpFailure.Kind.TOO_LARGE);
        assertThat(get(bench.http.send(call)).text()).hasSize(10);
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void garbage_instead_of_an_answer_is_a_failure() throws Exception {
        server.otherwise(rawThenClose("SSH-2.0-OpenSSH_9.2\r\n\r\n"));

        HttpFailure failure = failure(bench.http.send(get200("/").withRetry(RetryPolicy.ONCE)));

        assertThat(failure.kind()).isEqualTo(HttpFailure.Kind.UNREACHABLE);
    }

    @Test
    @Conforms("01#13.56")
    void a_byte_order_mark_is_no_part_of_the_text() throws Exception {
        server.then(answer(200, "\uFEFFtext"));

        assertThat(get(bench.http.send(get200("/"))).text()).isEqualTo("text");
    }

    @Test
    void a_download_is_a_private_file_on_a_connection_of_its_own() throws Exception {
        String content = "0123456789".repeat(100_000);
        server.then(answer(200, ""), answer(200, content));
        get(bench.http.send(get200("/short")));
        Path target = directory.resolve("package.zip");

        HttpAnswer answer = get(bench.http.download(get200("/long"), target));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().length()).isZero();
        assertThat(target).hasContent(content);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rw-------");
        assertThat(server.requests().get(1).connection()).isEqualTo(2);
    }

    @Test
    void no_download_waits_for_a_connection() throws Exception {
        server.otherwise(ScriptedServer.silence());

        for (int i = 0; i < VertxHttp.DOWNLOADS; i++) {
            var unused = bench.http.download(get200("/"), directory.resolve("package" + i));
        }

        await("all are asked for at once").until(() -> server.requests().size() == VertxHttp.DOWNLOADS);
    }

    @Test
    void a_download_that_breaks_off_is_begun_anew() throws Exception {
        server.then(rawThenClose("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"), answer(200, "all of it"));
        Path target = directory.resolve("package.zip");

        get(bench.http.download(get200("/"), target));

        assertThat(target).hasContent("all of it");
    }

    @Test
    void nothing_is_left_of_a_failed_download() throws Exception {
        server.otherwise(rawThenClose("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"));

        HttpFailure failure = failure(bench.http.download(
                get200("/").withRetry(RetryPolicy.DEFAULT.atMost(1)), directory.resolve("package.zip")));

        assertThat(failure.kind()).isEqualTo(HttpFailure.Kind.UNREACHABLE);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void a_download_that_stalls_fails_and_leaves_nothing() throws Exception {
        server.otherwise(raw("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"));

        HttpFailure failure = failure(bench.http.download(
                get200("/").withIdle(Duration.ofMillis(100)).withRetry(RetryPolicy.DEFAULT.atMost(1)),
                directory.resolve("package.zip")));

        assertThat(failure.kind()).isEqualTo(HttpFailure.Kind.TIMEOUT);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    @Conforms("01#13.58")
    void a_package_beyond_the_limit_leaves_nothing() throws Exception {
        server.then(rawThenClose("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + "x".repeat(2_000_000)));

        HttpFailure failure =
                failure(bench.http.download(get200("/").withMaxBytes(1_000_000), directory.resolve("package.zip")));

        assertThat(failure.kind()).isEqualTo(HttpFailure.Kind.TOO_LARGE);
        assertThat(directory).isEmptyDirectory();
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void an_error_page_is_not_taken_for_the_file() throws Exception {
        server.then(answer(404, "no such blob"));

        HttpAnswer answer = get(bench.http.download(get200("/"), directory.resolve("package.zip")));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).isEqualTo("no such blob");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void a_storage_call_goes_through_the_proxy_in_absolute_form() throws Exception {
        ProxyRules proxies = ProxyRules.of(
                Optional.of("127.0.0.1"), Optional.of(server.endpoint().port()), Map.of());
        VertxHttp http = bench.http(Endpoints.known(), proxies);

        get(http.send(HttpCall.get("http://storage.example/a?b", Map.of()).throughProxy()));

        assertThat(server.requests().get(0).uri()).isEqualTo("http://storage.example/a?b");
        assertThat(server.requests().get(0).headers()).containsEntry("host", "storage.example");
        get(http.close());
    }

    @Test
    @Conforms("OPS-68")
    void a_proxy_that_is_named_while_running_is_used_from_then_on_with_its_credentials() throws Exception {
        ProxyRules without = ProxyRules.of(
                Optional.of("127.0.0.1"), Optional.of(server.endpoint().port()), Map.of());
        AtomicReference<ProxyRules> rules = new AtomicReference<>(without);
        VertxHttp http = bench.httpAsking(rules::get);
        HttpCall call = HttpCall.get("http://storage.example/a", Map.of()).throughProxy();
        get(http.send(call));
        rules.set(without.with(new ProxyRules.Credentials("u", Secret.wiping("p".toCharArray()))));

        get(http.send(call));
        get(http.send(HttpCall.get(server.url("/machine"), Map.of())));

        assertThat(server.requests().get(0).headers()).doesNotContainKey("proxy-authorization");
        assertThat(server.requests().get(1).headers()).containsEntry("proxy-authorization", "Basic dTpw");
        assertThat(server.requests().get(2).headers()).doesNotContainKey("proxy-authorization");
        get(http.close());
    }

    @Test
    @Conforms("OPS-113")
    void urls_that_are_not_storage_are_refused_before_a_connection_is_made() throws Exception {
        VertxHttp http = bench.http(Endpoints.known(), ProxyRules.NONE);

        for (String url : List.of(
                "file:///etc/shadow",
                "ftp://a.example/",
                "http://168.63.129.16/machine",
                "http://169.254.169.254/metadata",
                "https://[fe80::1]/x",
                "http://a.example/x y",
                "http://a.example/\r\nX: y")) {
            HttpFailure failure = failure(http.send(HttpCall.get(url, Map.of()).throughProxy()));

            assertThat(failure.kind()).as(url).isEqualTo(HttpFailure.Kind.REFUSED);
        }
        get(http.close());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nInjected: yes", "a\r\n folded", "a\nb", "a\0b", "a\u007fb"})
    void a_header_that_would_be_more_than_one_is_refused_before_a_connection_is_made(String value) throws Exception {
        HttpFailure failure =
                failure(bench.http.send(HttpCall.get(server.url("/"), Map.of("x-ms-artifact-location", value))));

        assertThat(failure.kind()).isEqualTo(HttpFailure.Kind.REFUSED);
        assertThat(server.connections()).isZero();
    }

    @Test
    void a_server_that_goes_over_to_another_protocol_does_not_hold_the_call() throws Exception {
        server.otherwise(
                rawThenClose("HTTP/1.1 101 Continue\r\n\r\nHTTP/1.1 206 Partial\r\nContent-Length: 5\r\n\r\nhello"));

        assertThat(get(bench.http.send(get200("/").withRetry(RetryPolicy.ONCE))).status())
                .isEqualTo(101);
    }

    @Test
    void closing_ends_a_call_that_waits_for_its_next_attempt() throws Exception {
        server.otherwise(silence());
        var call = bench.http.send(get200("/"));

        get(bench.http.close());

        assertThat(failure(call).getMessage()).contains("the agent stops");
    }
}
