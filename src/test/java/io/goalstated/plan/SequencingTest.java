package io.goalstated.plan;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.goalstate.ExtensionSettings.Dependency;
import io.goalstated.goalstate.RequestedState;
import io.goalstated.plan.Sequencing.ExtensionState;
import io.goalstated.plan.Sequencing.Gate;
import io.goalstated.plan.Sequencing.Progress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who waits for whom: spec 02 §8, W-10. Handlers are called by one letter. */
class SequencingTest {
    private static final Progress SUCCESS = new Progress.Done(ExtensionState.SUCCESS);
    private static final Progress FAILED = new Progress.Failed();

    private final Map<String, Progress> progress = new HashMap<>();

    private static Goal enabled(String name, int level, Dependency... dependsOn) {
        return Goal.handler(name, RequestedState.ENABLED).level(level, dependsOn);
    }

    private static Goal uninstalled(String name, int level) {
        return Goal.handler(name, RequestedState.UNINSTALL).level(level);
    }

    private static Dependency on(String handler) {
        return new Dependency(handler, Optional.empty());
    }

    private static Dependency on(String handler, String extension) {
        return new Dependency(handler, Optional.of(extension));
    }

    private static List<Item> items(Goal... goals) {
        return Item.of(List.of(goals).stream().map(Goal::handler).toList());
    }

    /** Levels A3 B2 C2 D1 E1 F1 G1, as in the example of the specification. */
    private static List<Item> sevenHandlers() {
        return items(
                enabled("A", 3),
                enabled("B", 2),
                enabled("C", 2),
                enabled("D", 1),
                enabled("E", 1),
                enabled("F", 1),
                enabled("G", 1));
    }

    private SequencingTest when(String fullName, Progress itsProgress) {
        progress.put(fullName, itsProgress);
        return this;
    }

    /** One line for each item: {@code B waits for D}, {@code B open}, {@code B skipped: why}. */
    private String gates(List<Item> items) {
        Sequencing sequencing = new Sequencing(items);
        List<String> lines = new ArrayList<>();
        for (Item item : items) {
            Gate gate = sequencing.gate(item, other -> progress.getOrDefault(other.fullName(), new Progress.Pending()));
            lines.add(item.fullName() + " " + text(gate));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String text(Gate gate) {
        if (gate instanceof Gate.Wait wait) {
            return "waits for " + (wait.itsStatus() ? "the status of " : "") + wait.forWhom();
        }
        return gate instanceof Gate.Skip skip ? "skipped: " + skip.message() : "open";
    }

    /** {@code A<-B,C} for each item: those that must be through before it. */
    private static String predecessors(List<Item> items) {
        Sequencing sequencing = new Sequencing(items);
        return items.stream()
                .map(item -> item.fullName() + "<-"
                        + sequencing.predecessors(item).stream()
                                .map(Item::fullName)
                                .collect(joining(",")))
                .collect(joining(" "));
    }

    @Test
    @Conforms("02#60")
    void lower_levels_go_first_and_ties_keep_the_order_of_the_document() {
        assertThat(sevenHandlers().stream().map(Item::fullName).collect(joining(" ")))
                .isEqualTo("D E F G B C A");
    }

    @Test
    @Conforms("02#60")
    void levels_alone_let_one_go_after_another_up_to_the_highest() {
        assertThat(predecessors(sevenHandlers()))
                .isEqualTo("D<- E<-D F<-D,E G<-D,E,F B<-D,E,F,G C<-D,E,F,G,B A<-D,E,F,G,B,C");
    }

    @Test
    void those_of_the_highest_level_go_beside_one_another() {
        assertThat(predecessors(items(enabled("A", 1), enabled("B", 1), enabled("C", 0))))
                .isEqualTo("C<- A<-C B<-C");
    }

    @Test
    void the_first_that_is_not_through_is_the_one_waited_for() {
        assertThat(when("D", SUCCESS).gates(sevenHandlers())).isEqualTo("""
            D open
            E open
            F waits for E
            G waits for E
            B waits for E
            C waits for E
            A waits for E
            """);
    }

    @Test
    @Conforms("02#61")
    void levels_alone_skip_everything_after_a_failure() {
        assertThat(when("D", SUCCESS).when("E", FAILED).gates(sevenHandlers())).isEqualTo("""
            D open
            E open
            F skipped: Skipping processing of extensions since execution of dependent extension E failed
            G skipped: Skipping processing of extensions since execution of dependent extension E failed
            B skipped: Skipping processing of extensions since execution of dependent extension E failed
            C skipped: Skipping processing of extensions since execution of dependent extension E failed
            A skipped: Skipping processing of extensions since execution of dependent extension E failed
            """);
    }

    @Test
    @Conforms("02#62")
    void a_failure_does_not_concern_others_of_its_level() {
        List<Item> items = items(enabled("A", 1), enabled("B", 1), enabled("C", 1));

        assertThat(when("A", FAILED).gates(items)).isEqualTo("""
            A open
            B open
            C open
            """);
    }

    @Test
    void without_levels_nobody_waits_not_even_for_a_removal() {
        List<Item> items = items(enabled("A", 0), uninstalled("B", 0), Goal.handler("C", RequestedState.ENABLED));

        assertThat(predecessors(items)).isEqualTo("B<- A<- C<-");
    }

    @Test
    @Conforms("02#63")
    void removals_go_before_all_others_the_deepest_dependants_first() {
        List<Item> items =
                items(enabled("A", 1), uninstalled("B", 1), uninstalled("C", 2), enabled("D", 0), uninstalled("E", 0));

        assertThat(predecessors(items)).isEqualTo("C<- B<-C E<-C,B D<-C,B,E A<-C,B,E,D");
    }

    @Test
    void a_removal_above_level_0_is_waited_for_even_when_all_others_are_at_level_0() {
        List<Item> items = items(enabled("A", 0), uninstalled("B", 1));

        assertThat(gates(items)).isEqualTo("""
            B open
            A waits for B
            """);
    }

    @Test
    void a_disabled_handler_counts_as_a_removal() {
        List<Item> items = items(
                enabled("A", 1), Goal.handler("B", RequestedState.DISABLED).level(1));

        assertThat(predecessors(items)).isEqualTo("B<- A<-B");
    }

    @Test
    void a_failed_removal_holds_up_nobody() {
        List<Item> items = items(enabled("A", 1), uninstalled("B", 1));

        assertThat(when("B", FAILED).gates(items)).contains("A open");
    }

    @Test
    void the_status_of_a_removal_does_not_matter() {
        List<Item> items = items(enabled("A", 1), uninstalled("B", 1));

        assertThat(when("B", new Progress.Done(ExtensionState.ERROR)).gates(items))
                .contains("A open");
    }

    @Test
    @Conforms("02#64")
    void a_dependency_whose_status_is_not_final_is_waited_for() {
        List<Item> items = items(enabled("A", 1), enabled("B", 0));

        assertThat(when("B", new Progress.Done(ExtensionState.UNFINISHED)).gates(items))
                .isEqualTo("""
                    B open
                    A waits for the status of B
                    """);
    }

    @Test
    @Conforms("02#64")
    void the_end_of_the_time_for_a_dependency_has_the_text_of_the_reference() {
        assertThat(Sequencing.timedOut("Test.Ext.one", "transitioning"))
                .isEqualTo(
                        "Dependent Extension Test.Ext.one did not reach a terminal state within the allowed timeout. "
                                + "Last status was transitioning");
    }

    @Test
    @Conforms("02#65")
    void a_dependency_that_reports_an_error_stops_its_dependants() {
        List<Item> items = items(enabled("A", 1), enabled("B", 0));

        assertThat(when("B", new Progress.Done(ExtensionState.ERROR)).gates(items))
                .isEqualTo("""
                    B open
                    A skipped: Dependent Extension B did not succeed. Status was error
                    """);
    }

    @Test
    @Conforms("02#66")
    void a_dependency_without_settings_is_through_when_its_commands_are() {
        List<Item> items = items(enabled("A", 1), Goal.handler("B", RequestedState.ENABLED));

        assertThat(when("B", new Progress.Done(ExtensionState.NOT_EXPECTED)).gates(items))
                .contains("A open");
    }

    @Test
    @Conforms("02#81")
    void what_depends_on_a_denied_handler_is_skipped() {
        List<Item> items = items(enabled("A", 2), enabled("B", 1));

        assertThat(when("B", FAILED).gates(items))
                .contains(
                        "A skipped: Skipping processing of extensions since execution of dependent extension B failed");
    }

    @Test
    void names_decide_when_everybody_above_level_0_gives_them() {
        List<Item> items = items(
                enabled("A", 2, on("B")),
                enabled("B", 1, on("D")),
                enabled("C", 1, on("E")),
                enabled("D", 0),
                enabled("E", 0));

        assertThat(predecessors(items)).isEqualTo("D<- E<- B<-D C<-E A<-B");
    }

    @Test
    void levels_decide_when_one_above_level_0_gives_no_name() {
        List<Item> items = items(enabled("A", 2, on("B")), enabled("B", 1), enabled("C", 1, on("D")), enabled("D", 0));

        assertThat(predecessors(items)).isEqualTo("D<- B<-D C<-D,B A<-D,B,C");
    }

    @Test
    void with_names_an_unrelated_failure_stops_nobody() {
        List<Item> items = items(enabled("A", 1, on("B")), enabled("B", 0), enabled("C", 0));

        assertThat(when("B", SUCCESS).when("C", FAILED).gates(items)).contains("A open");
    }

    @Test
    void with_names_removals_still_go_first() {
        List<Item> items = items(enabled("A", 1, on("B")), enabled("B", 0), uninstalled("C", 1));

        assertThat(predecessors(items)).isEqualTo("C<- B<-C A<-C,B");
    }

    @Test
    void names_of_handlers_are_found_in_any_case() {
        List<Item> items = items(enabled("Dep.One", 0), enabled("A", 1, on("dep.ONE")));

        assertThat(predecessors(items)).isEqualTo("Dep.One<- A<-Dep.One");
    }

    @Test
    void a_name_that_no_handler_has_leaves_the_decision_to_the_levels() {
        List<Item> items = items(enabled("B", 0), enabled("A", 1, on("Gone")));

        assertThat(predecessors(items)).isEqualTo("B<- A<-B");
    }

    @Test
    void a_name_of_the_same_or_a_higher_level_is_not_waited_for_so_that_there_are_no_circles() {
        List<Item> items = items(
                enabled("A", 1, on("B")), enabled("B", 1, on("A")), enabled("C", 1, on("D")), enabled("D", 2, on("C")));

        assertThat(predecessors(items)).isEqualTo("A<- B<- C<- D<-C");
    }

    @Test
    void one_extension_of_a_handler_can_be_waited_for() {
        List<Item> items = items(
                Goal.handler("M", RequestedState.ENABLED).extension("one", 0).extension("two", 0),
                enabled("A", 1, on("M", "two")));

        assertThat(predecessors(items)).isEqualTo("M.one<- M.two<- A<-M.two");
    }

    @Test
    void all_extensions_of_a_handler_are_waited_for_when_only_the_handler_is_named() {
        List<Item> items = items(
                Goal.handler("M", RequestedState.ENABLED).extension("one", 0).extension("two", 0),
                enabled("A", 1, on("M")));

        assertThat(predecessors(items)).isEqualTo("M.one<- M.two<- A<-M.one,M.two");
    }

    @Test
    void a_single_config_handler_is_found_whatever_extension_is_named_with_it() {
        List<Item> items = items(enabled("B", 0), enabled("A", 1, on("B", "B")));

        assertThat(predecessors(items)).isEqualTo("B<- A<-B");
    }

    @Test
    void an_extension_of_a_handler_can_wait_for_another_of_the_same_handler() {
        List<Item> items = items(Goal.handler("M", RequestedState.ENABLED)
                .extension("late", 2, on("M", "early"))
                .extension("early", 0));

        assertThat(predecessors(items)).isEqualTo("M.early<- M.late<-M.early");
    }
}
