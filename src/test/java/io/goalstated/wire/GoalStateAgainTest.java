package io.goalstated.wire;

import static io.goalstated.wire.HttpBench.get;
import static io.goalstated.wire.ScriptedServer.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.goalstate.GoalStateDocument;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same goal state is answered thousands of times a day. */
class GoalStateAgainTest {
    private HttpBench bench;
    private WireServer wireServer;

    @BeforeEach
    void start() throws Exception {
        bench = new HttpBench();
        wireServer =
                new WireServer(bench.http(bench.endpoints(), ProxyRules.NONE), bench.timers, bench.server.endpoint());
    }

    @AfterEach
    void stop() throws Exception {
        bench.stop();
    }

    @Test
    void the_same_text_is_the_same_document_and_another_one_is_read() throws Exception {
        String first = Platform.goalStateXml("1", "c", Optional.empty());
        String second = Platform.goalStateXml("2", "d", Optional.empty());
        bench.server.then(answer(200, first)).then(answer(200, first)).then(answer(200, second));

        GoalStateDocument once = get(wireServer.goalState());
        GoalStateDocument twice = get(wireServer.goalState());
        GoalStateDocument other = get(wireServer.goalState());

        assertThat(twice).isSameAs(once);
        assertThat(other.containerId()).isEqualTo("d");
        assertThat(wireServer.latest()).contains(other);
        assertThat(wireServer.latestText()).isEqualTo(second);
    }

    @Test
    void garbage_in_between_spoils_nothing() throws Exception {
        String text = Platform.goalStateXml("1", "c", Optional.empty());
        bench.server.then(answer(200, text)).then(answer(200, "<GoalState")).then(answer(200, text));

        GoalStateDocument once = get(wireServer.goalState());
        assertThat(wireServer
                        .goalState()
                        .otherwiseEmpty()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get())
                .isNull();

        assertThat(get(wireServer.goalState())).isSameAs(once);
    }
}
