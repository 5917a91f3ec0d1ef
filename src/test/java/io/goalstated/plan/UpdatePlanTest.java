package io.goalstated.plan;

import static io.goalstated.plan.Goal.enabled;
import static io.goalstated.plan.Scenario.given;

import io.goalstated.Conforms;
import io.goalstated.extension.CommandKind;
import io.goalstated.extension.ErrorCode;
import org.junit.jupiter.api.Test;

/** From one version to another: spec 02 §5.5 and the rows of §5.7 about it. */
class UpdatePlanTest {
    private static final String DISABLE_CODE = "AZURE_GUEST_AGENT_DISABLE_CMD_EXIT_CODE=";
    private static final String UNINSTALL_CODE = "AZURE_GUEST_AGENT_UNINSTALL_CMD_EXIT_CODE=";

    @Test
    void the_package_is_fetched_before_the_old_version_is_touched() {
        given("1.0 Enabled").offering("1.0", "1.1").when(enabled("1.1").seq(3)).thenPlans("""
                Test.Ext 1.0 -> 1.1: update
                  record 1.1 as NotInstalled
                  fetch package 1.1 (2 places), unsigned, unpack
                  write the settings for 1.1
                  run disable of 1.0 #3: bin/disable, stop if it fails
                  record 1.0 as Installed
                  carry sequence and status files from 1.0 to 1.1
                  run update of 1.1 #3: (from the package), stop if it fails as FailedUpgrade
                  run uninstall of 1.0 #3: bin/uninstall, stop if it fails
                  delete 1.0
                  run install of 1.1 #3: (from the package), stop if it fails
                  record 1.1 as Installed
                  report 1.1 NotReady: Plugin installed but not enabled
                  run enable of 1.1 #3: (from the package), stop if it fails
                  record 1.1 as Enabled
                  report 1.1 Ready: Plugin enabled
                """);
    }

    @Test
    @Conforms({"02#18", "02#19", "B22"})
    void a_newer_version_takes_over_in_five_commands() {
        given("1.0 Enabled")
                .offering("1.0", "1.1")
                .when(enabled("1.1").seq(3))
                .thenRuns(
                        "1.1 fetch",
                        "1.0 disable #3",
                        "1.1 update #3 (1.0 -> 1.1)",
                        "1.0 uninstall #3",
                        "1.1 install #3",
                        "1.1 enable #3")
                .thenTells("1.1 update", DISABLE_CODE + "0")
                .thenTells("1.1 install", UNINSTALL_CODE + "0")
                .thenTells("1.1 enable", UNINSTALL_CODE + "0")
                .thenTells("1.0 disable", "")
                .thenTells("1.0 uninstall", "")
                .thenLeaves("1.1 Enabled")
                .thenReports("1.1 Ready: Plugin enabled");
    }

    @Test
    @Conforms("02#20")
    void an_update_without_install_skips_the_install() {
        given("1.0 Enabled")
                .offering("1.0", "1.1")
                .updatingWithoutInstall("1.1")
                .when(enabled("1.1").seq(0))
                .thenPlansAtLast("""
                        Test.Ext 1.0 -> 1.1: update
                          write the settings for 1.1
                          run disable of 1.0 #0: bin/disable, stop if it fails
                          record 1.0 as Installed
                          carry sequence and status files from 1.0 to 1.1
                          run update of 1.1 #0: bin/update, stop if it fails as FailedUpgrade
                          run uninstall of 1.0 #0: bin/uninstall, stop if it fails
                          delete 1.0
                          record 1.1 as Installed
                          report 1.1 NotReady: Plugin installed but not enabled
                          run enable of 1.1 #0: bin/enable, stop if it fails
                          record 1.1 as Enabled
                          report 1.1 Ready: Plugin enabled
                        """)
                .thenTells("1.1 enable", UNINSTALL_CODE + "0")
                .thenLeaves("1.1 Enabled");
    }

    @Test
    @Conforms("02#21")
    void an_old_version_that_was_never_enabled_is_not_disabled() {
        given("1.0 Installed")
                .offering("1.0", "1.1")
                .when(enabled("1.1").seq(0))
                .thenRuns(
                        "1.1 fetch",
                        "1.1 update #0 (1.0 -> 1.1)",
                        "1.0 uninstall #0",
                        "1.1 install #0",
                        "1.1 enable #0")
                .thenTells("1.1 update", DISABLE_CODE + "NOT_RUN");
    }

    @Test
    @Conforms("02#22")
    void a_failed_disable_of_the_old_version_ends_the_update() {
        given("1.0 Enabled")
                .offering("1.0", "1.1")
                .failing("1.0 disable", 5)
                .when(enabled("1.1").seq(0))
                .thenRuns("1.1 fetch", "1.0 disable #0 = 5")
                .thenLeaves("1.0 Enabled, 1.1 NotInstalled")
                .thenReports("1.1 NotReady 1008: exit 5; ContinueOnUpdate: False");
    }

    @Test
    @Conforms("02#23")
    void the_next_goal_state_repeats_the_whole_update_when_the_disable_had_failed() {
        given("1.0 Enabled")
                .offering("1.0", "1.1")
                .failing("1.0 disable", 5)
                .when(enabled("1.1").seq(0))
                .failingNothing()
                .when(enabled("1.1").seq(0))
                .thenRuns(
                        "1.1 fetch",
                        "1.0 disable #0",
                        "1.1 update #0 (1.0 -> 1.1)",
                        "1.0 uninstall #0",
                        "1.1 install #0",
                        "1.1 enable #0")
                .thenLeaves("1.1 Enabled");
    }

    @Test
    @Conforms("02#24")
    void a_failed_disable_is_told_to_update_when_the_new_version_goes_on() {
        given("1.0 Enabled")
                .offering("1.0", "1.1")
                .goingOnWhenUpdateFails("1.1")
                .failing("1.0 disable", 5)
                .when(enabled("1.1").seq(0))
                .thenRuns(
                        "1.1 fetch",
                        "1.0 disable #0 = 5",
                        "1.1 update #0 (1.0 -> 1.1)",
                        "1.0 uninstall #0",
                        "1.1 install #0",
                        "1.1 enable #0")
                .thenTells("1.1 update", DISABLE_CODE + "5")
                .thenLeaves("1.1 Enabled");
    }

    @Test
    void it_is_the_new_version_that_says_whether_to_go_on() {
        given("1.0 Enabled")
                .offering("1.0", "1.1")
                .goingOnWhenUpdateFails("1.0")
                .failing("1.0 disable", 5)
                .when(enabled("1.1").seq(0))
                .thenRuns("1.1 fetch", "1.0 disable #0 = 5");
    }

    @Test
    @Conforms("02#25")
    void a_failed_uninstall_is_told_to_install_and_enable_when_the_new_version_goes_on() {
        given("1.0 Enabled")
                .offering("1.0", "1.1")
                .goingOnWhenUpdateFails("1.1")
                .failing("1.0 uninstall", 6)
                .when(enabled("1.1").seq(0))
                .thenRuns(
                        "1.1 fetch",
                        "1.0 disable #0",
                        "1.1 update #0 (1.0 -> 1.1)",
                        "1.0 uninstall #0 = 6",
                        "1.1 install #0",
                        "1.1 enable #0")
                .thenTells("1.1 install", UNINSTALL_CODE + "6")
                .thenTells("1.1 enable", UNINSTALL_CODE + "6")
                .thenLeaves("1.1 Enabled");
    }

    @Test
    @Conforms("02#26")
    void a_failed_uninstall_of_the_old_version_ends_the_update() {
        given("1.0 Enabled")
                .offering("1.0", "1.1")
                .failing("1.0 uninstall", 6)
                .when(enabled("1.1").seq(0))
                .thenRuns("1.1 fetch", "1.0 disable #0", "1.1 update #0 (1.0 -> 1.1)", "1.0 uninstall #0 = 6")
                .thenLeaves("1.0 Installed, 1.1 NotInstalled")
                .thenReports("1.1 NotReady 1008: exit 6; ContinueOnUpdate: False");
    }

    @Test
    void after_a_failed_uninstall_of_the_old_version_the_update_command_runs_again() {
        given("1.0 Enabled")
                .offering("1.0", "1.1")
                .failing("1.0 uninstall", 6)
                .when(enabled("1.1").seq(0))
                .failingNothing()
                .when(enabled("1.1").seq(0))
                .thenRuns(
                        "1.1 fetch",
                        "1.1 update #0 (1.0 -> 1.1)",
                        "1.0 uninstall #0",
                        "1.1 install #0",
                        "1.1 enable #0");
    }

    @Test
    @Conforms("02#27")
    void commands_of_the_old_version_that_time_out_are_told_as_1011() {
        given("1.0 Enabled")
                .offering("1.0", "1.1")
                .goingOnWhenUpdateFails("1.1")
                .failing("1.0 disable", 1011)
                .failing("1.0 uninstall", 1011)
                .when(enabled("1.1").seq(0))
                .thenTells("1.1 update", DISABLE_CODE + "1011")
                .thenTells("1.1 install", UNINSTALL_CODE + "1011")
                .thenTells("1.1 enable", UNINSTALL_CODE + "1011");
    }

    @Test
    @Conforms("02#28")
    void a_failed_update_command_ends_the_update_even_when_the_new_version_goes_on() {
        given("1.0 Enabled")
                .offering("1.0", "1.1")
                .goingOnWhenUpdateFails("1.1")
                .failing("1.1 update", 1)
                .when(enabled("1.1").seq(0))
                .thenRuns("1.1 fetch", "1.0 disable #0", "1.1 update #0 (1.0 -> 1.1) = 1")
                .thenLeaves("1.0 Installed, 1.1 FailedUpgrade")
                .thenReports("1.1 NotReady 1008: exit 1");
    }

    @Test
    @Conforms("02#29")
    void a_failed_upgrade_is_repeated_from_the_download_on_without_a_second_disable() {
        given("1.0 Installed", "1.1 FailedUpgrade")
                .offering("1.0", "1.1")
                .when(enabled("1.1").seq(0))
                .thenRuns(
                        "1.1 fetch",
                        "1.1 update #0 (1.0 -> 1.1)",
                        "1.0 uninstall #0",
                        "1.1 install #0",
                        "1.1 enable #0")
                .thenTells("1.1 update", DISABLE_CODE + "NOT_RUN")
                .thenLeaves("1.1 Enabled");
    }

    @Test
    @Conforms("02#30")
    void a_broken_package_leaves_the_old_version_enabled() {
        given("1.0 Enabled")
                .offering("1.0", "1.1")
                .failing("1.1 fetch", 1005)
                .when(enabled("1.1").seq(0))
                .thenRuns("1.1 fetch")
                .thenLeaves("1.0 Enabled, 1.1 NotInstalled");
    }

    @Test
    void a_package_with_an_unusable_manifest_leaves_the_old_version_enabled() {
        given("1.0 Enabled")
                .offering("1.0", "1.1")
                .unusable("1.1", ErrorCode.HANDLER_MANIFEST_MALFORMED, "no object")
                .when(enabled("1.1").seq(0))
                .thenRuns("1.1 fetch")
                .thenLeaves("1.0 Enabled, 1.1 NotInstalled")
                .thenReports("1.1 NotReady 1003: no object");
    }

    @Test
    void a_failed_install_during_an_update_finds_the_old_version_gone() {
        given("1.0 Enabled")
                .offering("1.0", "1.1")
                .failing("1.1 install", 1)
                .when(enabled("1.1").seq(0))
                .thenLeaves("1.1 NotInstalled")
                .thenReports("1.1 NotReady 1007: exit 1")
                .failingNothing()
                .when(enabled("1.1").seq(0))
                .thenRuns("1.1 fetch", "1.1 install #0", "1.1 enable #0");
    }

    @Test
    void a_failed_enable_after_an_update_leaves_the_new_version_installed() {
        given("1.0 Enabled")
                .offering("1.0", "1.1")
                .failing("1.1 enable", 9)
                .when(enabled("1.1").seq(0))
                .thenLeaves("1.1 Installed")
                .thenReports("1.1 NotReady 1009: exit 9");
    }

    @Test
    @Conforms({"02#32", "B22"})
    void going_back_the_newer_version_runs_the_update_command() {
        given("1.2 Enabled")
                .offering("1.1", "1.2")
                .when(enabled("1.1").seq(0))
                .thenPlansAtLast("""
                        Test.Ext 1.2 -> 1.1: update
                          write the settings for 1.1
                          run disable of 1.2 #0: bin/disable, stop if it fails
                          record 1.2 as Installed
                          carry sequence and status files from 1.2 to 1.1
                          run update of 1.2 #0: bin/update, stop if it fails as FailedUpgrade
                          run uninstall of 1.2 #0: bin/uninstall, stop if it fails
                          delete 1.2
                          run install of 1.1 #0: bin/install, stop if it fails
                          record 1.1 as Installed
                          report 1.1 NotReady: Plugin installed but not enabled
                          run enable of 1.1 #0: bin/enable, stop if it fails
                          record 1.1 as Enabled
                          report 1.1 Ready: Plugin enabled
                        """)
                .thenRuns(
                        "1.1 fetch",
                        "1.2 disable #0",
                        "1.2 update #0 (1.2 -> 1.1)",
                        "1.2 uninstall #0",
                        "1.1 install #0",
                        "1.1 enable #0")
                .thenLeaves("1.1 Enabled");
    }

    @Test
    void going_back_a_failed_update_is_recorded_where_it_ran_and_reported_on_the_target() {
        given("1.2 Enabled")
                .offering("1.1", "1.2")
                .failing("1.2 update", 1)
                .when(enabled("1.1").seq(0))
                .thenLeaves("1.1 NotInstalled, 1.2 FailedUpgrade")
                .thenReports("1.1 NotReady 1008: exit 1");
    }

    @Test
    void another_spelling_of_the_same_number_is_another_version() {
        given("1.0 Enabled")
                .offering("1.0.0")
                .when(enabled("1.0.0").seq(0))
                .thenRuns(
                        "1.0.0 fetch",
                        "1.0 disable #0",
                        "1.0.0 update #0 (1.0 -> 1.0.0)",
                        "1.0 uninstall #0",
                        "1.0.0 install #0",
                        "1.0.0 enable #0");
    }

    @Test
    void an_update_starts_from_the_newest_installed_version() {
        given("1.0 Installed", "1.10 Enabled", "1.9 Installed", "1.11 FailedUpgrade", "1.12 NotInstalled")
                .offering("2.0")
                .when(enabled("2.0").seq(0))
                .thenRuns(
                        "2.0 fetch",
                        "1.10 disable #0",
                        "2.0 update #0 (1.10 -> 2.0)",
                        "1.10 uninstall #0",
                        "2.0 install #0",
                        "2.0 enable #0");
    }

    @Test
    void a_missing_update_command_fails_the_update() {
        given("1.0 Enabled")
                .offering("1.0", "1.1")
                .lacking("1.1", CommandKind.UPDATE)
                .when(enabled("1.1").seq(0))
                .thenLeaves("1.0 Installed, 1.1 FailedUpgrade");
    }

    @Test
    void a_missing_command_of_the_old_version_counts_as_failed() {
        given("1.0 Enabled")
                .offering("1.0", "1.1")
                .lacking("1.0", CommandKind.UNINSTALL)
                .goingOnWhenUpdateFails("1.1")
                .when(enabled("1.1").seq(0))
                .thenTells("1.1 install", UNINSTALL_CODE + "-1")
                .thenLeaves("1.1 Enabled");
    }

    @Test
    void an_old_version_whose_manifest_is_gone_has_no_commands() {
        given("1.0 Enabled")
                .offering("1.0", "1.1")
                .unusable("1.0", ErrorCode.HANDLER_MANIFEST_NOT_FOUND, "HandlerManifest.json is missing")
                .when(enabled("1.1").seq(0))
                .thenRuns("1.1 fetch", "1.0 disable #0 = -1")
                .thenLeaves("1.0 Enabled, 1.1 NotInstalled");
    }
}
