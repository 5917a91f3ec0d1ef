package io.goalstated.plan;

import static io.goalstated.plan.Goal.enabled;
import static io.goalstated.plan.Scenario.given;
import static io.goalstated.plan.Scenario.givenNothing;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.extension.CommandKind;
import io.goalstated.extension.ErrorCode;
import io.goalstated.goalstate.ExtensionManifest;
import io.goalstated.goalstate.InvalidSettings;
import io.goalstated.goalstate.ManifestFact;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Install and enable of single-config handlers: spec 02 §5.4, §5.7, §5.8, §5.9. */
class EnablePlanTest {
    @Test
    void what_a_package_brings_is_shown_as_unknown_until_it_is_there() {
        givenNothing().offering("1.0").when(enabled("1.0").seq(0)).thenPlans("""
            Test.Ext 1.0: install
              record 1.0 as NotInstalled
              fetch package 1.0 (2 places), unsigned, unpack
              write the settings for 1.0
              run install of 1.0 #0: (from the package), stop if it fails
              record 1.0 as Installed
              report 1.0 NotReady: Plugin installed but not enabled
              run enable of 1.0 #0: (from the package), stop if it fails
              record 1.0 as Enabled
              report 1.0 Ready: Plugin enabled
            """);
    }

    @Test
    @Conforms("02#1")
    void a_new_handler_is_installed_and_enabled() {
        givenNothing()
                .offering("1.0")
                .when(enabled("1.0").seq(7))
                .thenPlansAtLast("""
                    Test.Ext 1.0: install
                      write the settings for 1.0
                      run install of 1.0 #7: bin/install, stop if it fails
                      record 1.0 as Installed
                      report 1.0 NotReady: Plugin installed but not enabled
                      run enable of 1.0 #7: bin/enable, stop if it fails
                      record 1.0 as Enabled
                      report 1.0 Ready: Plugin enabled
                    """)
                .thenRuns("1.0 fetch", "1.0 install #7", "1.0 enable #7")
                .thenLeaves("1.0 Enabled")
                .thenReports("1.0 Ready: Plugin enabled")
                .thenTells("1.0 install", "AZURE_GUEST_AGENT_UNINSTALL_CMD_EXIT_CODE=NOT_RUN")
                .thenTells("1.0 enable", "AZURE_GUEST_AGENT_UNINSTALL_CMD_EXIT_CODE=NOT_RUN");
    }

    @Test
    void the_package_of_a_signed_extension_is_verified() {
        Item item = enabled("1.0").signed().items().get(0);

        ItemPlan plan = plan(item);

        assertThat(PlanText.of(plan)).contains("fetch package 1.0 (1 places), verify its signature, unpack");
        assertThat(plan.steps())
                .contains(new Step.Acquire(
                        item.handler().version(), List.of("https://a.example/1.0.zip"), Optional.of("c2lnbmVk")));
    }

    private static ItemPlan plan(Item item) {
        var release =
                new ExtensionManifest.Release(item.handler().version(), List.of("https://a.example/1.0.zip"), false);
        var manifest = new ExtensionManifest(List.of(release));
        return Planner.plan(item, ObservedHandler.absent(item.name()), new ManifestFact.Known(manifest));
    }

    @Test
    @Conforms("02#3")
    void an_enabled_handler_is_enabled_again_with_its_settings_written_anew() {
        given("1.0 Enabled").offering("1.0").when(enabled("1.0").seq(0)).thenPlans("""
            Test.Ext 1.0: enable
              write the settings for 1.0
              run enable of 1.0 #0: bin/enable, stop if it fails
              record 1.0 as Enabled
              report 1.0 Ready: Plugin enabled
            """);
    }

    @Test
    void a_handler_that_is_installed_only_is_enabled_without_another_install() {
        given("1.0 Installed")
                .offering("1.0")
                .when(enabled("1.0").seq(2))
                .thenRuns("1.0 enable #2")
                .thenLeaves("1.0 Enabled");
    }

    @Test
    @Conforms({"02#7", "01#13.23"})
    void a_handler_without_settings_is_enabled_with_sequence_number_0() {
        givenNothing().offering("1.0").when(enabled("1.0")).thenPlansAtLast("""
            Test.Ext 1.0: install
              write the settings for 1.0
              run install of 1.0 #0: bin/install, stop if it fails
              record 1.0 as Installed
              report 1.0 NotReady: Plugin installed but not enabled
              run enable of 1.0 #0: bin/enable, stop if it fails
              record 1.0 as Enabled
              report 1.0 Ready: Plugin enabled
            """);
    }

    @Test
    @Conforms("02#15")
    void a_failed_install_leaves_the_handler_not_installed_and_is_not_followed_by_enable() {
        givenNothing()
                .offering("1.0")
                .failing("1.0 install", 1)
                .when(enabled("1.0").seq(0))
                .thenRuns("1.0 fetch", "1.0 install #0 = 1")
                .thenLeaves("1.0 NotInstalled")
                .thenReports("1.0 NotReady 1007: exit 1");
    }

    @Test
    @Conforms("02#16")
    void the_next_goal_state_repeats_a_failed_install_from_the_download_on() {
        givenNothing()
                .offering("1.0")
                .failing("1.0 install", 1)
                .when(enabled("1.0").seq(0))
                .failingNothing()
                .when(enabled("1.0").seq(0))
                .thenRuns("1.0 fetch", "1.0 install #0", "1.0 enable #0")
                .thenReports("1.0 Ready: Plugin enabled");
    }

    @Test
    void a_failed_enable_of_a_new_handler_leaves_it_installed() {
        givenNothing()
                .offering("1.0")
                .failing("1.0 enable", 51)
                .when(enabled("1.0").seq(0))
                .thenLeaves("1.0 Installed")
                .thenReports("1.0 NotReady 1009: exit 51");
    }

    @Test
    void a_failed_enable_of_an_enabled_handler_leaves_it_enabled() {
        given("1.0 Enabled")
                .offering("1.0")
                .failing("1.0 enable", 51)
                .when(enabled("1.0").seq(1))
                .thenLeaves("1.0 Enabled")
                .thenReports("1.0 NotReady 1009: exit 51");
    }

    @Test
    void a_failed_download_leaves_nothing_behind_that_counts_as_installed() {
        givenNothing()
                .offering("1.0")
                .failing("1.0 fetch", 1004)
                .when(enabled("1.0").seq(0))
                .thenRuns("1.0 fetch")
                .thenLeaves("1.0 NotInstalled")
                .thenReports("1.0 NotReady 1004");
    }

    @ParameterizedTest
    @CsvSource({"2.0, 2.0.0", "4.0, 4.0.0.1", "2.3.0, 2.3.0", "4, 4.1.0.0", "2, 2.10.0"})
    @Conforms("02#33")
    void the_newest_package_that_begins_with_the_requested_version_is_taken(String requested, String taken) {
        givenNothing()
                .offering("4.1.0.0", "2.0.0", "4.0.0.1", "2.3.0", "4.0.0.0", "2.10.0")
                .when(enabled(requested))
                .thenRuns(taken + " fetch", taken + " install #0", taken + " enable #0")
                .thenLeaves(taken + " Enabled");
    }

    @Test
    void the_installed_version_counts_under_the_name_that_the_package_has() {
        given("1.0.5 Enabled").offering("1.0.5").when(enabled("1.0")).thenRuns("1.0.5 enable #0");
    }

    @Test
    @Conforms({"02#34", "01#13.42"})
    void a_version_that_nobody_offers_is_an_error_and_nothing_is_run() {
        given("1.0 Enabled")
                .offering("1.0")
                .when(enabled("2.0"))
                .thenPlans("""
                    Test.Ext 2.0: fail
                      report error -1: Unable to find version 2.0 in manifest for extension Test.Ext
                    """)
                .thenRunsNothing()
                .thenLeaves("1.0 Enabled");
    }

    @Test
    void errors_about_the_version_belong_to_the_download() {
        Item item = enabled("2.0").items().get(0);
        ObservedHandler nothing = ObservedHandler.absent(item.name());

        ItemPlan unreachable = Planner.plan(item, nothing, new ManifestFact.Unreachable("no route"));
        ItemPlan missing = Planner.plan(item, nothing, new ManifestFact.NotNeeded());

        assertThat(((Step.Fail) unreachable.steps().get(0)).operation()).isEqualTo("Download");
        assertThat(((Step.Fail) missing.steps().get(0)).operation()).isEqualTo("Download");
    }

    @Test
    @Conforms("01#13.41")
    void an_unreachable_manifest_is_an_error_of_an_enabled_handler() {
        given("1.0 Enabled")
                .manifestUnreachable("all 2 places failed")
                .when(enabled("1.0"))
                .thenPlans("""
                    Test.Ext 1.0: fail
                      report error -1: Failed to get ext handler pkgs: all 2 places failed
                    """)
                .thenRunsNothing();
    }

    @Test
    @Conforms({"02#75", "01#13.16"})
    void invalid_settings_are_an_error_whatever_is_installed() {
        given("1.0 Enabled")
                .offering("1.0")
                .when(enabled("1.0")
                        .seq(1)
                        .invalid(InvalidSettings.Category.MULTIPLE_PLUGIN_SETTINGS, "two PluginSettings"))
                .thenRunsNothing()
                .thenLeaves("1.0 Enabled")
                .thenReports("1.0 NotReady -1: Ran into config errors: two PluginSettings. "
                        + "\nPlease retry again as another operation with updated settings");
    }

    @Test
    void an_unknown_state_of_the_settings_is_an_error_after_the_install() {
        givenNothing()
                .offering("1.0")
                .supportingMultiConfig()
                .when(enabled("1.0").extension("one", 0, "paused"))
                .thenRuns("1.0 fetch", "1.0 install #0/one")
                .thenLeaves("1.0 Installed")
                .thenReports("1.0 NotReady -1: Unknown requested state for extension Test.Ext.one");
    }

    @Test
    void an_unusable_manifest_of_the_package_is_an_error_and_nothing_is_run() {
        givenNothing()
                .offering("1.0")
                .unusable("1.0", ErrorCode.HANDLER_MANIFEST_MALFORMED, "HandlerManifest.json is not JSON")
                .when(enabled("1.0").seq(0))
                .thenRuns("1.0 fetch")
                .thenLeaves("1.0 NotInstalled")
                .thenReports("1.0 NotReady 1003: HandlerManifest.json is not JSON");
    }

    @Test
    void the_manifest_of_an_enabled_handler_is_judged_anew_each_time() {
        given("1.0 Enabled")
                .offering("1.0")
                .unusable("1.0", ErrorCode.HANDLER_MANIFEST_NOT_FOUND, "HandlerManifest.json is missing")
                .when(enabled("1.0").seq(0))
                .thenPlans("""
                    Test.Ext 1.0: enable
                      report error 1002: HandlerManifest.json is missing
                    """);
    }

    @Test
    void a_command_that_the_manifest_lacks_fails_when_its_turn_comes() {
        givenNothing()
                .offering("1.0")
                .lacking("1.0", CommandKind.ENABLE)
                .when(enabled("1.0").seq(0))
                .thenPlansAtLast("""
                    Test.Ext 1.0: install
                      write the settings for 1.0
                      run install of 1.0 #0: bin/install, stop if it fails
                      record 1.0 as Installed
                      report 1.0 NotReady: Plugin installed but not enabled
                      run enable of 1.0 #0: (no such command), stop if it fails
                      record 1.0 as Enabled
                      report 1.0 Ready: Plugin enabled
                    """)
                .thenLeaves("1.0 Installed");
    }

    @Test
    @Conforms("02#101")
    void a_handler_with_a_damaged_state_is_installed_again() {
        given("1.0 \u0000\u0000")
                .offering("1.0")
                .when(enabled("1.0").seq(0))
                .thenRuns("1.0 fetch", "1.0 install #0", "1.0 enable #0");
    }

    @Test
    void leftovers_of_versions_that_never_worked_go_once_another_version_is_enabled() {
        given("0.8 NotInstalled", "0.9 FailedUpgrade", "1.0 Installed", "1.1 NotInstalled")
                .offering("1.0")
                .when(enabled("1.0").seq(0))
                .thenPlans("""
                    Test.Ext 1.0: enable
                      write the settings for 1.0
                      run enable of 1.0 #0: bin/enable, stop if it fails
                      record 1.0 as Enabled
                      report 1.0 Ready: Plugin enabled
                      delete 0.8
                      delete 0.9
                      delete 1.1
                    """)
                .thenLeaves("1.0 Enabled");
    }

    @Test
    void leftovers_stay_when_the_enable_fails() {
        given("0.9 FailedUpgrade", "1.0 Installed")
                .offering("1.0")
                .failing("1.0 enable", 1)
                .when(enabled("1.0").seq(0))
                .thenLeaves("0.9 FailedUpgrade, 1.0 Installed");
    }

    @Test
    void leftovers_stay_when_nothing_can_be_enabled() {
        given("0.9 FailedUpgrade", "1.0 Installed")
                .offering("1.0")
                .unusable("1.0", ErrorCode.HANDLER_MANIFEST_NOT_FOUND, "HandlerManifest.json is missing")
                .when(enabled("1.0").seq(0))
                .thenPlans("""
                    Test.Ext 1.0: enable
                      report error 1002: HandlerManifest.json is missing
                    """)
                .thenLeaves("0.9 FailedUpgrade, 1.0 Installed");
    }

    @Test
    void another_version_that_is_installed_is_no_leftover() {
        given("0.9 Installed", "1.0 Installed")
                .offering("1.0")
                .when(enabled("1.0").seq(0))
                .thenRuns("1.0 enable #0")
                .thenLeaves("0.9 Installed, 1.0 Enabled");
    }

    @Test
    void a_denied_item_has_a_plan_that_only_says_no() {
        Item item = enabled("1.0").seq(0).items().get(0);

        ItemPlan plan = Planner.denied(item, ObservedHandler.absent(item.name()), ErrorCode.ENABLE, "not on the list");

        assertThat(PlanText.of(plan)).isEqualTo("""
            Test.Ext 1.0: denied
              report denial 1009: not on the list\
            """);
        assertThat(PlanText.headline(plan)).isEqualTo("Test.Ext 1.0: denied");
    }
}
