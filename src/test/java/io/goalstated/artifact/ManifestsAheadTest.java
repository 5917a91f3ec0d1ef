package io.goalstated.artifact;

import static io.goalstated.artifact.ArtifactBench.HANDLER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import io.goalstated.goalstate.ExtensionsGoalState;
import io.goalstated.goalstate.HandlerGoal;
import io.goalstated.goalstate.ManifestFact;
import io.goalstated.goalstate.RequestedState;
import io.goalstated.goalstate.Ticks;
import io.goalstated.platform.DirectOffload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ManifestsAheadTest {
    private static final String A = "https://a.example/m.xml";
    private static final String B = "https://b.example/m.xml";
    private static final String TEXT = "<PluginVersionManifest><Plugins><Plugin><Version>1.2.3</Version><Uris>"
            + "<Uri>https://a.example/p.zip</Uri></Uris></Plugin></Plugins></PluginVersionManifest>";

    private final ArtifactBench bench = new ArtifactBench(Path.of("unused"));
    private final List<String> kept = new ArrayList<>();
    private final ManifestsAhead ahead = new ManifestsAhead(
            new ManifestFetcher(bench.channels(), bench.locations, new DirectOffload(), new ArtifactBench.InOrder()),
            bench.platform.timers,
            () -> false,
            (handler, text) -> kept.add(handler + " " + text));

    ManifestsAheadTest() {
        bench.http.on("GET " + A, 200, TEXT);
        bench.http.on("GET " + B, 200, TEXT);
    }

    @Test
    void what_was_foreseen_is_asked_for_once() {
        ahead.foresee(goal(handler(RequestedState.ENABLED, A)));
        assertThat(bench.downloads()).containsExactly("GET " + A);

        assertThat(known(handler(RequestedState.ENABLED, A))).isTrue();

        assertThat(bench.downloads()).isEmpty();
    }

    @Test
    void a_manifest_is_kept_once_its_goal_state_is_in_force() {
        ahead.foresee(goal(handler(RequestedState.ENABLED, A)));
        assertThat(kept).isEmpty();

        ahead.manifest(handler(RequestedState.ENABLED, A));

        assertThat(kept).containsExactly("Example.Probe " + TEXT);
    }

    @Test
    void nothing_is_kept_of_a_manifest_that_cannot_be_had() {
        assertThat(known(handler(RequestedState.ENABLED, "https://c.example/m.xml")))
                .isFalse();

        assertThat(kept).isEmpty();
    }

    @Test
    void an_answer_is_used_once() {
        ahead.foresee(goal(handler(RequestedState.ENABLED, A)));

        assertThat(known(handler(RequestedState.ENABLED, A))).isTrue();
        assertThat(known(handler(RequestedState.ENABLED, A))).isTrue();

        assertThat(bench.downloads()).containsExactly("GET " + A, "GET " + A);
    }

    @Test
    void a_manifest_of_another_place_is_asked_for_there() {
        ahead.foresee(goal(handler(RequestedState.ENABLED, A)));

        assertThat(known(handler(RequestedState.ENABLED, B))).isTrue();

        assertThat(bench.downloads()).containsExactly("GET " + A, "GET " + B);
    }

    @Test
    void an_answer_to_a_goal_state_that_never_came_into_force_gets_too_old() {
        ahead.foresee(goal(handler(RequestedState.ENABLED, A)));
        bench.platform.timers.advance(Duration.ofSeconds(11));

        assertThat(known(handler(RequestedState.ENABLED, A))).isTrue();

        assertThat(bench.downloads()).containsExactly("GET " + A, "GET " + A);
    }

    @Test
    void for_a_removal_nothing_is_asked() {
        ahead.foresee(goal(handler(RequestedState.UNINSTALL, A)));

        assertThat(bench.downloads()).isEmpty();
    }

    private boolean known(HandlerGoal handler) {
        return ahead.manifest(handler).result() instanceof ManifestFact.Known;
    }

    private static HandlerGoal handler(RequestedState state, String uri) {
        return new HandlerGoal(
                HANDLER,
                ArtifactBench.VERSION,
                state,
                false,
                List.of(uri),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private static ExtensionsGoalState goal(HandlerGoal handler) {
        return new ExtensionsGoalState(
                "etag_1",
                ExtensionsGoalState.Source.FAST_TRACK,
                ExtensionsGoalState.Channel.HOST_PLUGIN,
                ExtensionsGoalState.ZERO_GUID,
                ExtensionsGoalState.ZERO_GUID,
                new Ticks(1),
                NullNode.getInstance(),
                Optional.empty(),
                ExtensionsGoalState.BlobType.BLOCK,
                List.of(),
                List.of(),
                List.of(handler),
                List.of(),
                false,
                Optional.empty(),
                true);
    }
}
