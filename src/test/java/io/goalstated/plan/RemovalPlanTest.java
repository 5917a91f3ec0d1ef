package io.goalstated.plan;

import static io.goalstated.plan.Goal.disabled;
import static io.goalstated.plan.Goal.enabled;
import static io.goalstated.plan.Goal.uninstall;
import static io.goalstated.plan.Scenario.given;
import static io.goalstated.plan.Scenario.givenNothing;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.extension.CommandKind;
import io.goalstated.extension.ErrorCode;
import io.goalstated.extension.HandlerState;
import io.goalstated.extension.VersionNumber;
import io.goalstated.goalstate.InvalidSettings;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Disable and uninstall of single-config handlers: spec 02 §5.4, §5.7. */
class RemovalPlanTest {
    @Test
    @Conforms("02#9")
    void an_enabled_handler_is_disabled_once() {
        given("1.0 Enabled")
                .when(disabled("1.0").seq(4))
                .thenPlans("""
                    Test.Ext 1.0: disable
                      run disable of 1.0 #4: bin/disable, stop if it fails
                      record 1.0 as Installed
                      report 1.0 NotReady: Plugin disabled
                    """)
                .thenReports("1.0 NotReady 0: Plugin disabled")
                .when(disabled("1.0").seq(4))
                .thenPlans("""
                    Test.Ext 1.0: nothing to do
                    """)
                .thenRunsNothing()
                .thenLeaves("1.0 Installed");
    }

    @Test
    void a_disabled_handler_comes_back_without_an_install() {
        given("1.0 Enabled")
                .offering("1.0")
                .when(disabled("1.0").seq(0))
                .when(enabled("1.0").seq(0))
                .thenRuns("1.0 enable #0")
                .thenLeaves("1.0 Enabled");
    }

    @Test
    void a_failed_disable_leaves_the_handler_enabled() {
        given("1.0 Enabled")
                .failing("1.0 disable", 3)
                .when(disabled("1.0").seq(0))
                .thenLeaves("1.0 Enabled")
                .thenReports("1.0 NotReady 1010: exit 3");
    }

    @Test
    void what_was_never_installed_need_not_be_disabled() {
        given("1.0 NotInstalled", "1.1 FailedUpgrade")
                .when(disabled("1.1").seq(0))
                .thenRunsNothing()
                .thenLeaves("1.0 NotInstalled, 1.1 FailedUpgrade");
    }

    @Test
    void the_installed_version_is_disabled_whatever_version_is_named() {
        given("1.0 Enabled").when(disabled("3.0").seq(0)).thenRuns("1.0 disable #0");
    }

    @Test
    @Conforms("02#10")
    void an_enabled_handler_is_disabled_uninstalled_and_deleted() {
        given("1.0 Enabled")
                .when(uninstall("1.0").seq(2))
                .thenPlans("""
                    Test.Ext 1.0: uninstall
                      run disable of 1.0 #2: bin/disable, stop if it fails
                      record 1.0 as Installed
                      run uninstall of 1.0 #2: bin/uninstall, go on if it fails
                      delete 1.0
                    """)
                .thenRuns("1.0 disable #2", "1.0 uninstall #2")
                .thenLeaves("");
    }

    @Test
    void a_handler_without_settings_is_disabled_once_too() {
        given("1.0 Enabled").when(uninstall("1.0")).thenRuns("1.0 disable #0", "1.0 uninstall #0");
    }

    @Test
    void an_installed_handler_is_uninstalled_without_a_disable() {
        given("1.0 Installed")
                .when(uninstall("1.0").seq(0))
                .thenRuns("1.0 uninstall #0")
                .thenLeaves("");
    }

    @Test
    void what_was_never_installed_is_only_deleted() {
        given("1.0 NotInstalled", "1.1 FailedUpgrade")
                .when(uninstall("1.1").seq(0))
                .thenPlans("""
                    Test.Ext 1.1: uninstall
                      delete 1.0
                      delete 1.1
                    """)
                .thenLeaves("");
    }

    @Test
    @Conforms("02#11")
    void there_is_nothing_to_do_for_what_is_uninstalled_already() {
        givenNothing().when(uninstall("1.0").seq(0)).thenPlans("""
            Test.Ext 1.0: nothing to do
            """).thenRunsNothing();
    }

    @Test
    @Conforms("02#12")
    void a_failed_uninstall_deletes_the_directory_all_the_same() {
        given("1.0 Enabled")
                .failing("1.0 uninstall", 1)
                .when(uninstall("1.0").seq(0))
                .thenLeaves("");
    }

    @Test
    @Conforms("02#13")
    void a_failed_disable_keeps_everything_for_the_next_goal_state() {
        given("1.0 Enabled")
                .failing("1.0 disable", 1)
                .when(uninstall("1.0").seq(0))
                .thenRuns("1.0 disable #0 = 1")
                .thenLeaves("1.0 Enabled")
                .thenReports("1.0 NotReady 1010: exit 1")
                .failingNothing()
                .when(uninstall("1.0").seq(0))
                .thenRuns("1.0 disable #0", "1.0 uninstall #0")
                .thenLeaves("");
    }

    @Test
    @Conforms("02#14")
    void a_version_that_nobody_offers_any_more_is_uninstalled() {
        given("1.0 Enabled")
                .offering("2.0")
                .when(uninstall("1.0").seq(0))
                .thenRuns("1.0 disable #0", "1.0 uninstall #0")
                .thenLeaves("");
    }

    @Test
    @Conforms("01#13.41")
    void an_unreachable_manifest_holds_up_neither_disable_nor_uninstall() {
        given("1.0 Enabled")
                .manifestUnreachable("no route")
                .when(disabled("1.0").seq(0))
                .thenRuns("1.0 disable #0")
                .when(uninstall("1.0").seq(0))
                .thenRuns("1.0 uninstall #0");
    }

    @Test
    void every_directory_of_the_handler_goes_with_the_installed_version() {
        given("0.9 FailedUpgrade", "1.0 Enabled", "1.1 NotInstalled")
                .when(uninstall("1.0").seq(0))
                .thenRuns("1.0 disable #0", "1.0 uninstall #0")
                .thenLeaves("");
    }

    @Test
    void a_handler_without_an_uninstall_command_is_deleted() {
        given("1.0 Installed")
                .lacking("1.0", CommandKind.UNINSTALL)
                .when(uninstall("1.0").seq(0))
                .thenPlans("""
                    Test.Ext 1.0: uninstall
                      run uninstall of 1.0 #0: (no such command), go on if it fails
                      delete 1.0
                    """)
                .thenLeaves("");
    }

    @Test
    void a_handler_whose_manifest_is_gone_cannot_be_disabled() {
        given("1.0 Enabled")
                .unusable("1.0", ErrorCode.HANDLER_MANIFEST_NOT_FOUND, "HandlerManifest.json is missing")
                .when(uninstall("1.0").seq(0))
                .thenRuns("1.0 disable #0 = -1")
                .thenLeaves("1.0 Enabled");
    }

    @Test
    void broken_settings_hold_up_neither_disable_nor_uninstall() {
        given("1.0 Enabled")
                .when(disabled("1.0").invalid(InvalidSettings.Category.SEQNO_MISSING, "no number"))
                .thenRuns("1.0 disable #0")
                .thenReports("1.0 NotReady 0: Plugin disabled")
                .when(uninstall("1.0").invalid(InvalidSettings.Category.SEQNO_MISSING, "no number"))
                .thenRuns("1.0 uninstall #0")
                .thenLeaves("");
    }

    @Test
    void a_removal_that_is_denied_is_told_of_the_installed_version() {
        Item item = uninstall("1.1").seq(0).items().get(0);
        ObservedHandler observed = new ObservedHandler(
                item.name(),
                List.of(new ObservedVersion(
                        new VersionNumber("1.0"),
                        HandlerState.ENABLED,
                        new ObservedVersion.Manifest.Unusable(ErrorCode.UNKNOWN, ""),
                        Set.of(),
                        false)));

        ItemPlan plan = Planner.denied(item, observed, ErrorCode.DISABLE, "not on the list");

        assertThat(PlanText.of(plan)).isEqualTo("""
            Test.Ext 1.0: denied
              report denial 1010: not on the list\
            """);
    }
}
