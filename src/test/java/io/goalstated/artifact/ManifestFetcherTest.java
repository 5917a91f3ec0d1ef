package io.goalstated.artifact;

import static io.goalstated.artifact.ArtifactBench.HANDLER;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.extension.VersionNumber;
import io.goalstated.goalstate.ExtensionManifest;
import io.goalstated.goalstate.ExtensionManifest.Release;
import io.goalstated.goalstate.HandlerGoal;
import io.goalstated.goalstate.ManifestFact;
import io.goalstated.goalstate.RequestedState;
import io.goalstated.platform.DirectOffload;
import io.goalstated.wire.HttpCall;
import io.goalstated.wire.Platform;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ManifestFetcherTest {
    private static final String A = "https://a.example/m.xml";
    private static final String B = "https://b.example/m.xml";
    private static final String TEXT = "<PluginVersionManifest><Plugins><Plugin><Version>1.2.3</Version><Uris>"
            + "<Uri>https://a.example/p.zip</Uri></Uris></Plugin></Plugins></PluginVersionManifest>";
    private static final ManifestFact KNOWN = new ManifestFact.Known(new ExtensionManifest(
            List.of(new Release(new VersionNumber("1.2.3"), List.of("https://a.example/p.zip"), false))));

    private final ArtifactBench bench = new ArtifactBench(Path.of("unused"));

    @Test
    void a_manifest_is_fetched_and_its_place_remembered() {
        bench.http.on("GET " + A, 200, TEXT);

        ManifestFact fact = fetch(A);

        assertThat(fact).isEqualTo(KNOWN);
        assertThat(bench.locations.of(HANDLER)).contains(A);
    }

    @Test
    void the_next_uri_is_asked_when_one_fails_or_gives_no_manifest() {
        bench.http.on("GET " + A, 200, "<html>");
        bench.http.on("GET " + B, 200, TEXT);

        ManifestFact fact = fetch("https://c.example/m.xml", A, B);

        assertThat(fact).isEqualTo(KNOWN);
        assertThat(bench.locations.of(HANDLER)).contains(B);
    }

    @Test
    void a_garbled_manifest_is_fetched_over_the_other_channel() {
        bench.http.on("GET " + A, 200, "<html>");
        bench.http.on("GET " + Platform.HG + "/extensionArtifact", 200, TEXT);

        assertThat(fetch(A)).isEqualTo(KNOWN);

        assertThat(bench.downloads()).containsExactly("GET " + A, "GET HG/extensionArtifact");
    }

    @Test
    void a_manifest_that_is_garbled_everywhere_is_asked_for_once_everywhere() {
        bench.http.on("GET " + A, 200, "<html>");
        bench.http.on("GET " + Platform.HG + "/extensionArtifact", 200, "<html>");

        assertThat(fetch(A)).isInstanceOf(ManifestFact.Unreachable.class);

        assertThat(bench.downloads()).containsExactly("GET " + A, "GET HG/extensionArtifact");
    }

    @Test
    void a_failure_is_a_fact_that_names_the_last_cause() {
        ManifestFact fact = fetch(A, B);

        assertThat(fact)
                .isInstanceOfSatisfying(
                        ManifestFact.Unreachable.class,
                        unreachable -> assertThat(unreachable.reason())
                                .startsWith(
                                        "Failed to download the manifest of Example.Probe from all URIs. Last error: ")
                                .contains("404"));
    }

    @Test
    void no_uri_is_a_fact_too() {
        assertThat(fetch()).isEqualTo(new ManifestFact.Unreachable("No manifest uri found"));
    }

    @Test
    void after_five_minutes_no_further_uri_is_asked() {
        bench.http.on("GET " + A, call -> {
            bench.platform.timers.advance(Duration.ofMinutes(6));
            return ArtifactBench.answer(new byte[0]);
        });
        bench.http.on("GET " + B, 200, TEXT);

        assertThat(fetch(A, B))
                .isInstanceOfSatisfying(
                        ManifestFact.Unreachable.class,
                        unreachable -> assertThat(unreachable.reason())
                                .startsWith("Timeout downloading the manifest of Example.Probe"));
    }

    @Test
    void the_host_verifies_manifests_of_fast_track_goal_states() {
        bench.http.on("GET " + Platform.HG + "/extensionArtifact", 200, TEXT);

        assertThat(fetch(true, A)).isEqualTo(KNOWN);

        List<HttpCall> calls = bench.http.calls();
        assertThat(calls.get(calls.size() - 1).headers()).containsEntry("x-ms-verify-from-artifacts-blob", "true");
    }

    private ManifestFact fetch(String... uris) {
        return fetch(false, uris);
    }

    private ManifestFact fetch(boolean verify, String... uris) {
        ManifestFetcher fetcher = new ManifestFetcher(
                bench.channels(), bench.locations, new DirectOffload(), new ArtifactBench.InOrder());
        HandlerGoal goal = new HandlerGoal(
                HANDLER,
                ArtifactBench.VERSION,
                RequestedState.ENABLED,
                false,
                List.of(uris),
                Optional.empty(),
                Optional.empty(),
                List.of());
        Future<ManifestFetcher.Fetched> fetched = fetcher.fetch(goal, verify);
        bench.platform.timers.advance(Duration.ofMinutes(20));
        return fetched.result().fact();
    }
}
