package io.goalstated.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.event.AgentEvent;
import io.goalstated.event.Operation;
import io.goalstated.goalstate.ExtensionsConfig;
import io.goalstated.goalstate.ExtensionsGoalState;
import io.goalstated.goalstate.Incarnation;
import io.goalstated.goalstate.MalformedGoalState;
import io.goalstated.goalstate.VmSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnnouncementsTest {
    private static List<String> told(ExtensionsGoalState goal, Operation operation) {
        return Announcements.news(goal).stream()
                .filter(event -> event.operation() == operation)
                .map(event -> event.success() + " " + event.message())
                .toList();
    }

    private static ExtensionsGoalState fastTrack(String hostPlugin) throws MalformedGoalState {
        return VmSettings.parse(
                        "1",
                        "{\"hostGAPluginVersion\":\"" + hostPlugin
                                + "\",\"extensionGoalStates\":[{\"name\":\"Contoso.Probe\",\"version\":\"1.0.0\",\"state\":\"enabled\"}]}")
                .goalState();
    }

    @ParameterizedTest
    @CsvSource({"1.0.8.158, 0", "1.0.8.159, 1"})
    void a_host_that_leaves_signatures_out_makes_nobody_call_a_package_unsigned(String hostPlugin, int events)
            throws MalformedGoalState {
        assertThat(told(fastTrack(hostPlugin), Operation.EXTENSION_SIGNED)).hasSize(events);
    }

    @Test
    void a_plugin_that_cannot_be_named_is_told_of() throws MalformedGoalState {
        ExtensionsGoalState goal = ExtensionsConfig.parse(
                new Incarnation("1"),
                "<Extensions><Plugins><Plugin name=\"\" version=\"1.0\"/><Plugin name=\"Contoso.Probe\"/></Plugins></Extensions>");

        assertThat(told(goal, Operation.INVALID_EXTENSION_CONFIG))
                .containsExactlyInAnyOrder(
                        "false the goal state names a handler without a name: name= version=1.0",
                        "false no version of the handler is requested: name=Contoso.Probe version=");
        assertThat(Announcements.news(goal)).allMatch(event -> event.subject().isEmpty());
    }

    @Test
    void every_goal_state_is_told_of_first() throws MalformedGoalState {
        AgentEvent first = Announcements.news(fastTrack("1.0.8.175")).get(0);

        assertThat(first.operation()).isEqualTo(Operation.GOAL_STATE);
        assertThat(first.message()).startsWith("Fetched new goal state [etag_1 ");
    }
}
