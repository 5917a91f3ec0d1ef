package io.goalstated.goalstate;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.goalstate.ProcessingOrder.Item;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessingOrderTest {
    /** Each handler is written {@code name:state:level}, or {@code name:state} when it has no settings. */
    private static List<String> order(String... handlers) throws MalformedGoalState {
        StringBuilder plugins = new StringBuilder();
        StringBuilder settings = new StringBuilder();
        for (String handler : handlers) {
            String[] parts = handler.split(":", -1);
            plugins.append("<Plugin name='" + parts[0] + "' version='1' state='" + parts[1] + "'/>");
            if (parts.length > 2) {
                settings.append("<Plugin name='" + parts[0] + "' version='1'><DependsOn dependencyLevel='" + parts[2]
                        + "'/><RuntimeSettings seqNo='0'/></Plugin>");
            }
        }
        return names("<Plugins>" + plugins + "</Plugins><PluginSettings>" + settings + "</PluginSettings>");
    }

    private static List<String> names(String config) throws MalformedGoalState {
        ExtensionsGoalState goalState =
                ExtensionsConfig.parse(new Incarnation("1"), "<Extensions>" + config + "</Extensions>");
        return ProcessingOrder.of(goalState.handlers()).stream()
                .map(Item::fullName)
                .toList();
    }

    @Conforms("02#60")
    @Test
    void lower_levels_go_first_and_ties_keep_the_documents_order() throws MalformedGoalState {
        assertThat(order(
                        "A:enabled:3",
                        "B:enabled:2",
                        "C:enabled:2",
                        "D:enabled:1",
                        "E:enabled:1",
                        "F:enabled:1",
                        "G:enabled:1"))
                .containsExactly("D", "E", "F", "G", "B", "C", "A");
    }

    @Conforms("02#63")
    @Test
    void removals_go_before_everything_the_deepest_first() throws MalformedGoalState {
        assertThat(order("A:enabled:1", "B:uninstall:1", "C:disabled:2", "D:uninstall", "E:enabled", "F:uninstall:2"))
                .containsExactly("C", "F", "B", "D", "E", "A");
    }

    @Test
    void a_disabled_extension_of_an_enabled_handler_is_a_removal() throws MalformedGoalState {
        assertThat(
                        names(
                                "<Plugins><Plugin name='A.B' version='1' state='enabled'/></Plugins><PluginSettings>"
                                        + "<Plugin name='A.B' version='1'><DependsOn name='two' dependencyLevel='5'/>"
                                        + "<ExtensionRuntimeSettings seqNo='0' name='one'/>"
                                        + "<ExtensionRuntimeSettings seqNo='0' name='two' state='disabled'/></Plugin></PluginSettings>"))
                .containsExactly("A.B.two", "A.B.one");
    }

    @Test
    void a_handler_whose_state_is_unknown_holds_nobody_up() throws MalformedGoalState {
        assertThat(order("A:enabled:1", "B::1", "C:odd:2")).containsExactly("C", "B", "A");
    }

    @Test
    void the_sort_key_is_the_level_or_its_mirror_image() throws MalformedGoalState {
        ExtensionsGoalState goalState = ExtensionsConfig.parse(
                new Incarnation("1"),
                "<Extensions><Plugins><Plugin name='A' version='1' state='enabled'/>"
                        + "<Plugin name='B' version='1' state='uninstall'/></Plugins></Extensions>");

        assertThat(ProcessingOrder.of(goalState.handlers()))
                .extracting(Item::sortKey)
                .containsExactly(-1, 0);
    }
}
