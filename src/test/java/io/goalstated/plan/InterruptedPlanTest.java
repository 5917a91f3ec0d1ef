package io.goalstated.plan;

import static io.goalstated.plan.Goal.enabled;
import static io.goalstated.plan.Scenario.given;
import static io.goalstated.plan.Scenario.givenNothing;

import io.goalstated.Conforms;
import org.junit.jupiter.api.Test;

/** The agent dies at every point of an update, and a new one goes on: the second table of spec 02 §5.5. */
@Conforms("02#100")
class InterruptedPlanTest {
    @Test
    void after_unpacking_the_whole_update_follows() {
        given("1.0 Enabled")
                .offering("1.0", "1.1")
                .dyingAfter("1.1 fetch")
                .when(enabled("1.1").seq(0))
                .thenLeaves("1.0 Enabled, 1.1 NotInstalled")
                .when(enabled("1.1").seq(0))
                .thenRuns(
                        "1.1 fetch",
                        "1.0 disable #0",
                        "1.1 update #0 (1.0 -> 1.1)",
                        "1.0 uninstall #0",
                        "1.1 install #0",
                        "1.1 enable #0");
    }

    @Test
    void after_the_disable_of_the_old_version_it_is_not_disabled_again() {
        given("1.0 Enabled")
                .offering("1.0", "1.1")
                .dyingAfter("1.0 disable")
                .when(enabled("1.1").seq(0))
                .thenLeaves("1.0 Installed, 1.1 NotInstalled")
                .when(enabled("1.1").seq(0))
                .thenRuns(
                        "1.1 fetch",
                        "1.1 update #0 (1.0 -> 1.1)",
                        "1.0 uninstall #0",
                        "1.1 install #0",
                        "1.1 enable #0")
                .thenTells("1.1 update", "AZURE_GUEST_AGENT_DISABLE_CMD_EXIT_CODE=NOT_RUN");
    }

    @Test
    void during_the_disable_of_the_old_version_it_is_disabled_again() {
        given("1.0 Enabled")
                .offering("1.0", "1.1")
                .dyingDuring("1.0 disable")
                .when(enabled("1.1").seq(0))
                .thenLeaves("1.0 Enabled, 1.1 NotInstalled")
                .when(enabled("1.1").seq(0))
                .thenRuns(
                        "1.1 fetch",
                        "1.0 disable #0",
                        "1.1 update #0 (1.0 -> 1.1)",
                        "1.0 uninstall #0",
                        "1.1 install #0",
                        "1.1 enable #0");
    }

    @Test
    void after_the_update_command_it_runs_again() {
        given("1.0 Enabled")
                .offering("1.0", "1.1")
                .dyingAfter("1.1 update")
                .when(enabled("1.1").seq(0))
                .thenLeaves("1.0 Installed, 1.1 NotInstalled")
                .when(enabled("1.1").seq(0))
                .thenRuns(
                        "1.1 fetch",
                        "1.1 update #0 (1.0 -> 1.1)",
                        "1.0 uninstall #0",
                        "1.1 install #0",
                        "1.1 enable #0");
    }

    @Test
    void after_the_uninstall_of_the_old_version_the_new_one_is_installed_afresh() {
        given("1.0 Enabled")
                .offering("1.0", "1.1")
                .dyingAfter("1.0 uninstall")
                .when(enabled("1.1").seq(0))
                .thenLeaves("1.1 NotInstalled")
                .when(enabled("1.1").seq(0))
                .thenRuns("1.1 fetch", "1.1 install #0", "1.1 enable #0");
    }

    @Test
    void after_the_install_there_is_only_the_enable_left() {
        given("1.0 Enabled")
                .offering("1.0", "1.1")
                .dyingAfter("1.1 install")
                .when(enabled("1.1").seq(0))
                .thenLeaves("1.1 Installed")
                .when(enabled("1.1").seq(0))
                .thenRuns("1.1 enable #0");
    }

    @Test
    void during_the_first_install_it_is_fetched_and_installed_again() {
        givenNothing()
                .offering("1.0")
                .dyingDuring("1.0 install")
                .when(enabled("1.0").seq(0))
                .thenLeaves("1.0 NotInstalled")
                .when(enabled("1.0").seq(0))
                .thenRuns("1.0 fetch", "1.0 install #0", "1.0 enable #0");
    }

    @Test
    void during_the_enable_it_is_enabled_again() {
        givenNothing()
                .offering("1.0")
                .dyingDuring("1.0 enable")
                .when(enabled("1.0").seq(0))
                .thenLeaves("1.0 Installed")
                .when(enabled("1.0").seq(0))
                .thenRuns("1.0 enable #0");
    }
}
