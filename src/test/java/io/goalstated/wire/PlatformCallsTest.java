package io.goalstated.wire;

import static io.goalstated.wire.HttpBench.get;
import static io.goalstated.wire.ScriptedServer.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The clients of the platform where both the owner's configuration and the environment name a proxy. */
class PlatformCallsTest {
    private HttpBench bench;
    private ScriptedServer proxy;

    @BeforeEach
    void start() throws Exception {
        bench = new HttpBench();
        proxy = new ScriptedServer(bench.vertx);
    }

    @AfterEach
    void stop() throws Exception {
        proxy.stop();
        bench.stop();
    }

    private void callEverything(ProxyRules proxies) throws Exception {
        VertxHttp http = bench.http(bench.endpoints(), proxies);
        Endpoint endpoint = bench.server.endpoint();
        WireServer wireServer = new WireServer(http, bench.timers, endpoint);
        HostPlugin hostPlugin = new HostPlugin(http, wireServer, endpoint, () -> "a-guid");
        InstanceMetadata metadata = new InstanceMetadata(http, endpoint, "3.1.2.3");
        bench.server.then(answer(200, Platform.goalStateXml("1", "c", Optional.empty())));
        get(wireServer.goalState());
        bench.server.otherwise(answer(202, "{}"));
        get(wireServer.report(Health.READY));
        get(wireServer.reportAsJson(Health.READY, "goalstated"));
        get(wireServer.reportFingerprint("SHA256x"));
        get(wireServer.telemetry("<TelemetryData/>"));
        get(wireServer.observed(List.of()));
        get(wireServer.document(bench.server.url("/certificates"), "MII", Cipher.AES128_CBC));
        get(hostPlugin.vmSettings(Optional.empty()).otherwiseEmpty());
        get(metadata.compute());
        get(metadata.probe());
        get(metadata.instance(UUID.randomUUID()));
        get(http.close());
    }

    @Test
    @Conforms({"03#113", "03R#14", "OPS-68"})
    void no_call_to_the_platform_goes_through_a_proxy() throws Exception {
        String url = "http://127.0.0.1:" + proxy.endpoint().port();

        callEverything(ProxyRules.of(Optional.empty(), Optional.empty(), Map.of("http_proxy", url, "HTTP_PROXY", url)));
        callEverything(ProxyRules.of(
                Optional.of("127.0.0.1"), Optional.of(proxy.endpoint().port()), Map.of()));

        assertThat(proxy.connections()).isZero();
        assertThat(bench.server.requests()).hasSizeGreaterThanOrEqualTo(20);
    }
}
