package io.goalstated.plan;

import static io.goalstated.plan.Goal.disabled;
import static io.goalstated.plan.Goal.enabled;
import static io.goalstated.plan.Goal.uninstall;
import static io.goalstated.plan.Scenario.given;
import static io.goalstated.plan.Scenario.givenNothing;

import io.goalstated.Conforms;
import org.junit.jupiter.api.Test;

/** Several extensions of one handler: spec 02 §9 and the rows of §5.7 about it. */
class MultiConfigPlanTest {
    private static final String CODES = "AZURE_GUEST_AGENT_DISABLE_CMD_EXIT_CODES_MULTIPLE_EXTENSIONS=";

    private static Goal three(String version) {
        return enabled(version).extension("one", 1).extension("two", 2).extension("three", 3);
    }

    /** Two of the three are gone: they are worked on first. */
    private static Goal onlyThree(String version) {
        return enabled(version)
                .extension("one", 1, "disabled")
                .extension("two", 2, "disabled")
                .extension("three", 3);
    }

    @Test
    @Conforms({"02#67", "B20"})
    void a_new_handler_is_installed_once_and_enabled_for_each_extension() {
        givenNothing()
                .offering("1.0")
                .supportingMultiConfig()
                .when(three("1.0"))
                .thenRuns(
                        "1.0 fetch",
                        "1.0 install #1/one",
                        "1.0 enable #1/one",
                        "1.0 enable #2/two",
                        "1.0 enable #3/three")
                .thenLeaves("1.0 Enabled {one, three, two}")
                .thenReports("1.0 Ready: Plugin enabled");
    }

    @Test
    void each_extension_has_a_plan_of_its_own() {
        given("1.0 Enabled one two")
                .offering("1.0")
                .supportingMultiConfig()
                .when(enabled("1.0").extension("one", 1).extension("two", 5))
                .thenPlans("""
                        Test.Ext.one 1.0: enable
                          write the settings for 1.0
                          run enable of 1.0 #1/one: bin/enable, stop if it fails
                          record one of 1.0 as enabled
                          record 1.0 as Enabled
                          report 1.0 Ready: Plugin enabled
                        Test.Ext.two 1.0: enable
                          write the settings for 1.0
                          run enable of 1.0 #5/two: bin/enable, stop if it fails
                          record two of 1.0 as enabled
                          record 1.0 as Enabled
                          report 1.0 Ready: Plugin enabled
                        """);
    }

    @Test
    @Conforms("02#68")
    void a_failed_install_is_tried_again_for_the_next_extension() {
        givenNothing()
                .offering("1.0")
                .supportingMultiConfig()
                .failing("1.0 install/one", 1)
                .when(three("1.0"))
                .thenRuns(
                        "1.0 fetch",
                        "1.0 install #1/one = 1",
                        "1.0 install #2/two",
                        "1.0 enable #2/two",
                        "1.0 enable #3/three")
                .thenLeaves("1.0 Enabled {three, two}")
                .thenReports("1.0 Ready: Plugin enabled");
    }

    @Test
    @Conforms("02#69")
    void a_failed_enable_of_one_extension_leaves_the_handler_ready() {
        givenNothing()
                .offering("1.0")
                .supportingMultiConfig()
                .failing("1.0 enable/three", 1)
                .when(three("1.0"))
                .thenLeaves("1.0 Enabled {one, two}")
                .thenReports("1.0 Ready: Plugin enabled");
    }

    @Test
    @Conforms("02#70")
    void an_extension_that_is_asked_to_be_disabled_loses_its_files() {
        given("1.0 Enabled one two")
                .offering("1.0")
                .supportingMultiConfig()
                .when(enabled("1.0").extension("one", 4).extension("two", 5, "disabled"))
                .thenPlans("""
                        Test.Ext.two 1.0: enable
                          write the settings for 1.0
                          run disable of 1.0 #5/two: bin/disable, go on if it fails
                          remove the files of two from 1.0
                        Test.Ext.one 1.0: enable
                          write the settings for 1.0
                          run enable of 1.0 #4/one: bin/enable, stop if it fails
                          record one of 1.0 as enabled
                          record 1.0 as Enabled
                          report 1.0 Ready: Plugin enabled
                        """)
                .thenRuns("1.0 disable #5/two", "1.0 enable #4/one")
                .thenLeaves("1.0 Enabled {one}");
    }

    @Test
    @Conforms("02#71")
    void a_failed_disable_of_one_extension_is_ignored() {
        given("1.0 Enabled one two")
                .offering("1.0")
                .supportingMultiConfig()
                .failing("1.0 disable", 1)
                .when(enabled("1.0").extension("one", 4).extension("two", 5, "disabled"))
                .thenRuns("1.0 disable #5/two = 1", "1.0 enable #4/one")
                .thenLeaves("1.0 Enabled {one}")
                .thenReports("1.0 Ready: Plugin enabled");
    }

    @Test
    void an_extension_that_was_never_enabled_is_not_disabled() {
        given("1.0 Enabled one")
                .offering("1.0")
                .supportingMultiConfig()
                .when(enabled("1.0").extension("two", 5, "disabled"))
                .thenPlans("""
                        Test.Ext.two 1.0: enable
                          remove the files of two from 1.0
                        """)
                .thenRunsNothing()
                .thenLeaves("1.0 Enabled {one}");
    }

    @Test
    void a_handler_whose_last_extension_is_disabled_is_disabled() {
        given("1.0 Enabled one two")
                .offering("1.0")
                .supportingMultiConfig()
                .when(enabled("1.0").extension("one", 4, "disabled").extension("two", 5, "disabled"))
                .thenRuns("1.0 disable #4/one", "1.0 disable #5/two")
                .thenLeaves("1.0 Installed")
                .thenReports("1.0 NotReady 0: Plugin disabled");
    }

    @Test
    void a_new_handler_with_only_disabled_extensions_is_installed_only() {
        givenNothing()
                .offering("1.0")
                .supportingMultiConfig()
                .when(enabled("1.0").extension("one", 4, "disabled"))
                .thenRuns("1.0 fetch", "1.0 install #4/one")
                .thenLeaves("1.0 Installed")
                .thenReports("1.0 NotReady 0: Plugin installed but not enabled");
    }

    @Test
    @Conforms("02#72")
    void an_update_disables_all_that_were_enabled_and_enables_what_is_asked_for() {
        given("1.0 Enabled one two three")
                .offering("1.0", "1.1")
                .supportingMultiConfig()
                .when(onlyThree("1.1"))
                .thenRuns(
                        "1.1 fetch",
                        "1.0 disable #1/one",
                        "1.0 disable #2/two",
                        "1.0 disable #3/three",
                        "1.1 update #1/one (1.0 -> 1.1)",
                        "1.0 uninstall #1/one",
                        "1.1 install #1/one",
                        "1.1 enable #3/three")
                .thenLeaves("1.1 Enabled {three}")
                .thenReports("1.1 Ready: Plugin enabled");
    }

    @Test
    @Conforms("02#73")
    void update_is_told_how_the_disable_of_each_extension_ended() {
        given("1.0 Enabled one three")
                .offering("1.0", "1.1")
                .supportingMultiConfig()
                .goingOnWhenUpdateFails("1.1")
                .failing("1.0 disable/three", 7)
                .when(three("1.1"))
                .thenTells("1.1 update/one", CODES + "one:0,two:NOT_RUN,three:7");
    }

    @Test
    void after_a_failed_update_the_next_extension_tries_again_without_another_disable() {
        given("1.0 Enabled one two")
                .offering("1.0", "1.1")
                .supportingMultiConfig()
                .failing("1.1 update/one", 1)
                .when(enabled("1.1").extension("one", 1).extension("two", 2))
                .thenRuns(
                        "1.1 fetch",
                        "1.0 disable #1/one",
                        "1.0 disable #2/two",
                        "1.1 update #1/one (1.0 -> 1.1) = 1",
                        "1.1 update #2/two (1.0 -> 1.1)",
                        "1.0 uninstall #2/two",
                        "1.1 install #2/two",
                        "1.1 enable #2/two")
                .thenLeaves("1.1 Enabled {two}");
    }

    @Test
    void a_failed_disable_during_an_update_is_repeated_for_the_next_extension_those_before_it_are_not() {
        given("1.0 Enabled one two")
                .offering("1.0", "1.1")
                .supportingMultiConfig()
                .failing("1.0 disable/two", 1)
                .when(enabled("1.1").extension("one", 1).extension("two", 2))
                .thenRuns("1.1 fetch", "1.0 disable #1/one", "1.0 disable #2/two = 1", "1.0 disable #2/two = 1")
                .thenLeaves("1.0 Enabled {two}, 1.1 NotInstalled")
                .thenReports("1.1 NotReady 1008: exit 1; ContinueOnUpdate: False");
    }

    @Test
    void an_enabled_extension_that_the_goal_state_does_not_name_is_not_disabled_by_an_update() {
        given("1.0 Enabled one two")
                .offering("1.0", "1.1")
                .supportingMultiConfig()
                .when(enabled("1.1").extension("one", 1))
                .thenRuns(
                        "1.1 fetch",
                        "1.0 disable #1/one",
                        "1.1 update #1/one (1.0 -> 1.1)",
                        "1.0 uninstall #1/one",
                        "1.1 install #1/one",
                        "1.1 enable #1/one");
    }

    @Test
    @Conforms("02#74")
    void a_handler_that_does_not_support_several_extensions_fails_for_each() {
        givenNothing()
                .offering("1.0")
                .when(enabled("1.0").extension("one", 1).extension("two", 2))
                .thenRuns("1.0 fetch")
                .thenLeaves("1.0 NotInstalled")
                .thenReports("1.0 NotReady -1: Handler Test.Ext does not support MultiConfig "
                        + "but CRP expects it, failing due to inconsistent data");
    }

    @Test
    @Conforms("02#74")
    void support_for_several_extensions_is_checked_every_time() {
        given("1.0 Enabled one")
                .offering("1.0")
                .when(enabled("1.0").extension("one", 1))
                .thenPlans("""
                        Test.Ext.one 1.0: enable
                          report error -1: Handler Test.Ext does not support MultiConfig but CRP expects it, failing due \
                        to inconsistent data
                        """);
    }

    @Test
    void uninstall_disables_every_extension_recorded_as_enabled_and_runs_once() {
        given("1.0 Enabled one two zero")
                .supportingMultiConfig()
                .when(uninstall("1.0").extension("two", 2).extension("one", 1).extension("three", 3))
                .thenRuns("1.0 disable #2/two", "1.0 disable #1/one", "1.0 disable #0/zero", "1.0 uninstall #2/two")
                .thenLeaves("");
    }

    @Test
    void a_failed_disable_of_one_extension_keeps_the_handler_from_being_uninstalled() {
        given("1.0 Enabled one two")
                .supportingMultiConfig()
                .failing("1.0 disable/two", 2)
                .when(uninstall("1.0").extension("one", 1))
                .thenRuns("1.0 disable #1/one", "1.0 disable #0/two = 2")
                .thenLeaves("1.0 Enabled {two}")
                .thenReports("1.0 NotReady 1010: exit 2");
    }

    @Test
    void disabling_the_whole_handler_takes_one_extension_after_the_other() {
        given("1.0 Enabled one two")
                .supportingMultiConfig()
                .when(disabled("1.0").extension("one", 1).extension("two", 2).extension("three", 3))
                .thenRuns("1.0 disable #1/one", "1.0 disable #2/two")
                .thenLeaves("1.0 Installed")
                .thenReports("1.0 NotReady 0: Plugin disabled");
    }

    @Test
    void a_disabled_extension_of_a_handler_still_in_use_leaves_the_handler_enabled() {
        given("1.0 Enabled one two")
                .supportingMultiConfig()
                .when(disabled("1.0").extension("one", 1))
                .thenPlans("""
                        Test.Ext.one 1.0: disable
                          run disable of 1.0 #1/one: bin/disable, stop if it fails
                          record one of 1.0 as disabled
                        """)
                .thenLeaves("1.0 Enabled {two}");
    }

    @Test
    void a_failed_disable_of_a_disabled_handler_keeps_its_record() {
        given("1.0 Enabled one")
                .supportingMultiConfig()
                .failing("1.0 disable", 2)
                .when(disabled("1.0").extension("one", 1))
                .thenLeaves("1.0 Enabled {one}")
                .thenReports("1.0 NotReady 1010: exit 2");
    }
}
