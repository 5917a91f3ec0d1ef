package io.goalstated.wire;

import static io.goalstated.wire.HttpBench.failure;
import static io.goalstated.wire.HttpBench.get;
import static io.goalstated.wire.ScriptedServer.answer;
import static io.goalstated.wire.ScriptedServer.rawThenClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.secret.Secret;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Storage over TLS, with a root made here, directly and through a proxy. */
class SecureStorageTest {
    private static final String NAME = "storage.example";
    private static final RetryPolicy TWICE = RetryPolicy.DEFAULT.atMost(2);

    @TempDir
    Path directory;

    private HttpBench bench;
    private ServerCertificates certificates;
    private ScriptedServer storage;
    private TunnelProxy proxy;
    private VertxHttp http;

    @BeforeEach
    void start() throws Exception {
        bench = new HttpBench();
        certificates = new ServerCertificates();
        storage = bench.server;
        http = bench.http;
        proxy = new TunnelProxy(bench.vertx, storage.endpoint());
    }

    @AfterEach
    void stop() throws Exception {
        get(http.close());
        bench.stop();
    }

    private void serve(NetServerOptions options) throws Exception {
        storage = new ScriptedServer(bench.vertx, options);
        http = bench.http(ProxyRules.NONE, certificates.trust());
    }

    private void serveBehindProxy(NetServerOptions options, String noProxy) throws Exception {
        storage = new ScriptedServer(bench.vertx, options);
        proxy = new TunnelProxy(bench.vertx, storage.endpoint());
        http = bench.http(
                ProxyRules.of(
                        Optional.empty(),
                        Optional.empty(),
                        Map.of("https_proxy", "http://user:secret@127.0.0.1:" + proxy.port(), "no_proxy", noProxy)),
                certificates.trust());
    }

    private HttpCall call(String host) {
        return HttpCall.get("https://" + host + ":" + storage.endpoint().port() + "/p.zip?sig=s", Map.of())
                .throughProxy()
                .withRetry(TWICE);
    }

    @Test
    void a_server_that_a_trusted_root_vouches_for_is_believed() throws Exception {
        serve(certificates.server("127.0.0.1"));
        storage.otherwise(answer(200, "content"));

        assertThat(get(http.send(call("127.0.0.1"))).text()).isEqualTo("content");
        assertThat(storage.requests().get(0).uri()).isEqualTo("/p.zip?sig=s");
    }

    @Test
    void a_server_of_another_name_gets_no_request() throws Exception {
        serve(certificates.server("elsewhere.example"));

        HttpFailure failure = failure(http.send(call("127.0.0.1")));

        assertThat(failure.kind()).isEqualTo(HttpFailure.Kind.UNREACHABLE);
        assertThat(failure.getMessage()).doesNotContain("sig=");
        assertThat(storage.requests()).isEmpty();
    }

    @Test
    void a_server_that_nobody_trusted_vouches_for_gets_no_request() throws Exception {
        serve(new ServerCertificates().server("127.0.0.1"));

        assertThat(failure(http.send(call("127.0.0.1"))).kind()).isEqualTo(HttpFailure.Kind.UNREACHABLE);
        assertThat(storage.requests()).isEmpty();
    }

    @Test
    void a_server_whose_certificate_has_expired_gets_no_request() throws Exception {
        serve(certificates.server("127.0.0.1", Instant.now().minus(Duration.ofDays(365))));

        assertThat(failure(http.send(call("127.0.0.1"))).kind()).isEqualTo(HttpFailure.Kind.UNREACHABLE);
        assertThat(storage.requests()).isEmpty();
    }

    @Test
    void the_test_root_is_not_believed_where_it_was_not_handed_in() throws Exception {
        storage = new ScriptedServer(bench.vertx, certificates.server("127.0.0.1"));
        http = bench.http(Endpoints.at("127.0.0.1"), ProxyRules.NONE);

        assertThat(failure(http.send(call("127.0.0.1"))).kind()).isEqualTo(HttpFailure.Kind.UNREACHABLE);
        assertThat(storage.requests()).isEmpty();
    }

    @Test
    void a_server_that_does_not_speak_tls_is_unreachable() throws Exception {
        serve(new NetServerOptions());
        NetServer mail = bench.vertx.createNetServer().connectHandler(socket -> socket.write("220 ready\r\n"));
        get(mail.listen(0, "127.0.0.1"));

        HttpFailure failure = failure(http.send(HttpCall.get("https://127.0.0.1:" + mail.actualPort() + "/", Map.of())
                .throughProxy()
                .withRetry(TWICE)));

        assertThat(failure.kind()).isEqualTo(HttpFailure.Kind.UNREACHABLE);
        get(mail.close());
    }

    @Test
    void a_proxy_is_asked_for_a_tunnel_and_sees_nothing_of_what_passes() throws Exception {
        serveBehindProxy(certificates.server(NAME), "");
        storage.otherwise(answer(200, "content"));

        HttpAnswer answer = get(http.send(call(NAME)));

        assertThat(answer.text()).isEqualTo("content");
        assertThat(storage.requests().get(0).uri()).isEqualTo("/p.zip?sig=s");
        assertThat(storage.requests().get(0).headers())
                .containsKey("user-agent")
                .doesNotContainKey("proxy-authorization");
        assertThat(proxy.requests())
                .singleElement()
                .asString()
                .startsWith("CONNECT " + NAME + ":" + storage.endpoint().port() + " HTTP/1.1\r\n")
                .doesNotContain("sig=", "secret", "p.zip");
    }

    @Test
    void the_name_is_verified_through_the_tunnel_too() throws Exception {
        serveBehindProxy(certificates.server("elsewhere.example"), "");

        assertThat(failure(http.send(call(NAME))).kind()).isEqualTo(HttpFailure.Kind.UNREACHABLE);
        assertThat(storage.requests()).isEmpty();
    }

    @Test
    void a_file_comes_through_the_tunnel_and_goes_on_where_it_broke_off() throws Exception {
        serveBehindProxy(certificates.server(NAME), "");
        storage.then(
                rawThenClose(
                        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nETag: \"a\"\r\nAccept-Ranges: bytes\r\n\r\n01234"),
                answer(206, "56789", "Content-Range: bytes 5-9/10", "ETag: \"a\""));
        Path target = directory.resolve("p.zip");

        get(http.download(call(NAME), target));

        assertThat(target).hasContent("0123456789");
        assertThat(proxy.requests()).hasSize(2);
    }

    @Test
    void an_exempt_server_is_asked_directly() throws Exception {
        serveBehindProxy(certificates.server("127.0.0.1"), "localhost, 127.0.0.0/8");
        storage.otherwise(answer(200, "content"));

        assertThat(get(http.send(call("127.0.0.1"))).text()).isEqualTo("content");
        assertThat(proxy.requests()).isEmpty();
    }

    @Test
    void a_proxy_that_refuses_is_asked_again_and_then_told_of() throws Exception {
        serveBehindProxy(certificates.server(NAME), "");
        proxy.refuse("407 Proxy Authentication Required");

        HttpFailure failure = failure(http.send(call(NAME)));

        assertThat(failure.kind()).isEqualTo(HttpFailure.Kind.UNREACHABLE);
        assertThat(failure.getMessage()).contains("407").doesNotContain("sig=");
        assertThat(proxy.requests()).hasSize(2);
        assertThat(storage.requests()).isEmpty();
    }

    @Test
    @Conforms("OPS-68")
    void the_proxy_is_shown_the_owners_credentials_and_the_server_behind_it_is_not() throws Exception {
        serveBehindProxy(certificates.server(NAME), "");
        storage.otherwise(answer(200, "content"));
        ProxyRules rules = ProxyRules.of(Optional.of("127.0.0.1"), Optional.of(proxy.port()), Map.of())
                .with(new ProxyRules.Credentials("agent", Secret.wiping("pass:word".toCharArray())));
        VertxHttp proxied = bench.http(rules, certificates.trust());

        assertThat(get(proxied.send(call(NAME))).text()).isEqualTo("content");

        String shown = Base64.getEncoder().encodeToString("agent:pass:word".getBytes(StandardCharsets.US_ASCII));
        assertThat(proxy.requests())
                .singleElement()
                .satisfies(head -> assertThat(head.toLowerCase(Locale.ROOT))
                        .contains("proxy-authorization: basic " + shown.toLowerCase(Locale.ROOT)));
        assertThat(storage.requests().get(0).headers().keySet()).doesNotContain("proxy-authorization");
        get(proxied.close());
    }

    @Test
    void the_platform_itself_is_never_asked_through_a_proxy() throws Exception {
        serveBehindProxy(certificates.server(NAME), "");
        bench.server.otherwise(answer(200, "wireserver"));
        VertxHttp proxied = bench.http(
                ProxyRules.of(Optional.of("127.0.0.1"), Optional.of(proxy.port()), Map.of()), certificates.trust());

        HttpAnswer answer =
                get(proxied.send(HttpCall.with("POST", bench.server.url("/machine"), Map.of(), Buffer.buffer("x"))));

        assertThat(answer.text()).isEqualTo("wireserver");
        assertThat(proxy.requests()).isEmpty();
        get(proxied.close());
    }
}
