package io.goalstated.supervise;

import static io.goalstated.supervise.Supervision.enabled;
import static io.goalstated.supervise.Supervision.handler;
import static io.goalstated.supervise.Supervision.level;
import static io.goalstated.supervise.Supervision.multi;
import static io.goalstated.supervise.Supervision.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.artifact.PackageOutcome;
import io.goalstated.extension.ErrorCode;
import io.goalstated.goalstate.RequestedState;
import io.goalstated.policy.NoPolicy;
import io.vertx.core.Promise;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
    @TempDir
    Path directory;

    private Supervision vm;

    @BeforeEach
    void a_fresh_machine() {
        vm = new Supervision(directory);
    }

    @Test
    @Conforms({"02#1", "02#2"})
    void a_fresh_handler_is_installed_and_enabled_once() {
        vm.accept(enabled("Test.A", "1.0.0", 0));

        assertThat(vm.commands.log).containsExactly("Test.A-1.0.0 install#0", "Test.A-1.0.0 enable#0");
        assertThat(vm.state("Test.A-1.0.0")).isEqualTo("Enabled");
        assertThat(vm.view.verdict())
                .hasValueSatisfying(v -> assertThat(v.isSuccess()).isTrue());
        assertThat(vm.view.handlers().get(0).status())
                .hasValueSatisfying(s -> assertThat(s.message()).contains("Plugin enabled"));
    }

    @Test
    @Conforms({"02#3", "02#4"})
    void every_goal_state_enables_again_with_its_number() {
        vm.accept(enabled("Test.A", "1.0.0", 0)).accept(enabled("Test.A", "1.0.0", 1));

        assertThat(vm.commands.log)
                .containsExactly("Test.A-1.0.0 install#0", "Test.A-1.0.0 enable#0", "Test.A-1.0.0 enable#1");
        assertThat(directory.resolve("lib/Test.A-1.0.0/config/1.settings")).exists();
    }

    @Test
    @Conforms("01#13.17")
    void a_handler_whose_version_nobody_can_read_stays_as_it_is_on_the_disk() {
        vm.accept(enabled("Test.A", "1.0.0", 0), enabled("Test.B", "1.0.0", 0));
        vm.commands.log.clear();

        vm.acceptMisspelt("Test.A", enabled("Test.B", "1.0.0", 1));

        assertThat(vm.state("Test.A-1.0.0")).isEqualTo("Enabled");
        assertThat(vm.commands.log).containsExactly("Test.B-1.0.0 enable#1");
        assertThat(vm.view.handlers()).hasSize(1);
        assertThat(vm.view.rejected()).hasSize(1);

        vm.accept(enabled("Test.A", "1.0.0", 1), enabled("Test.B", "1.0.0", 2));

        assertThat(vm.commands.log).contains("Test.A-1.0.0 enable#1").doesNotContain("Test.A-1.0.0 install#1");
    }

    @Test
    @Conforms("01#13.17")
    void a_handler_whose_version_nobody_can_read_stays_also_when_its_first_installation_is_under_way() {
        vm.commands.holds("Test.A-1.0.0 install");
        vm.accept(enabled("Test.A", "1.0.0", 0));

        vm.acceptMisspelt("Test.A");
        vm.commands.release("Test.A-1.0.0 install", 0);

        assertThat(directory.resolve("lib/Test.A-1.0.0")).exists();
    }

    @Test
    @Conforms("B24")
    void an_agent_that_starts_again_never_leaves_out_a_handler_that_is_installed() {
        vm.accept(enabled("Test.A", "1.0.0", 0), enabled("Test.B", "1.0.0", 0));

        vm.restart();
        vm.accept(enabled("Test.A", "1.0.0", 0), enabled("Test.B", "1.0.0", 0));

        assertThat(vm.views)
                .isNotEmpty()
                .allSatisfy(view -> assertThat(view.handlers())
                        .hasSize(2)
                        .allSatisfy(handler -> assertThat(handler.status())
                                .hasValueSatisfying(
                                        status -> assertThat(status.message()).contains("Plugin enabled"))));
    }

    @Test
    @Conforms("02#18")
    void an_update_runs_its_five_commands_in_order() {
        vm.accept(enabled("Test.A", "1.0.0", 0));
        vm.commands.log.clear();

        vm.accept(enabled("Test.A", "1.1.0", 1));

        assertThat(vm.commands.log)
                .containsExactly(
                        "Test.A-1.0.0 disable#1",
                        "Test.A-1.1.0 update#1",
                        "Test.A-1.0.0 uninstall#1",
                        "Test.A-1.1.0 install#1",
                        "Test.A-1.1.0 enable#1");
        assertThat(directory.resolve("lib/Test.A-1.0.0")).doesNotExist();
    }

    @Test
    @Conforms("02#19")
    void an_update_is_told_versions_and_exit_codes() {
        vm.accept(enabled("Test.A", "1.0.0", 0)).accept(enabled("Test.A", "1.1.0", 1));

        Map<String, String> update = vm.commands.started.get(3).environment();
        assertThat(update)
                .containsEntry("VERSION", "1.1.0")
                .containsEntry("AZURE_GUEST_AGENT_UPDATING_FROM_VERSION", "1.0.0")
                .containsEntry("AZURE_GUEST_AGENT_DISABLE_CMD_EXIT_CODE", "0")
                .doesNotContainKey("AZURE_GUEST_AGENT_UNINSTALL_CMD_EXIT_CODE");
        Map<String, String> install = vm.commands.started.get(5).environment();
        assertThat(install)
                .containsEntry("AZURE_GUEST_AGENT_UNINSTALL_CMD_EXIT_CODE", "0")
                .doesNotContainKey("AZURE_GUEST_AGENT_DISABLE_CMD_EXIT_CODE");
    }

    @Test
    @Conforms("02#22")
    void an_update_stops_when_the_old_disable_fails() {
        vm.accept(enabled("Test.A", "1.0.0", 0));
        vm.commands.exits("Test.A-1.0.0 disable", 5).log.clear();

        vm.accept(enabled("Test.A", "1.1.0", 1));

        assertThat(vm.commands.log).containsExactly("Test.A-1.0.0 disable#1");
        assertThat(vm.view.handlers().get(0).version().text()).isEqualTo("1.1.0");
        assertThat(vm.view.handlers().get(0).status()).hasValueSatisfying(s -> {
            assertThat(s.code()).isEqualTo(1008);
            assertThat(s.message().orElseThrow())
                    .contains("Non-zero exit code: 5")
                    .endsWith("ContinueOnUpdate: False");
        });
        assertThat(vm.state("Test.A-1.0.0")).isEqualTo("Enabled");
    }

    @Test
    @Conforms({"02#24", "02#25"})
    void an_update_that_may_go_on_hands_the_codes_over() {
        vm.manifestExtras.put("Test.A-1.1.0", ",\"continueOnUpdateFailure\":true");
        vm.accept(enabled("Test.A", "1.0.0", 0));
        vm.commands.exits("Test.A-1.0.0 disable", 5).exits("Test.A-1.0.0 uninstall", 6);

        vm.accept(enabled("Test.A", "1.1.0", 1));

        assertThat(vm.commands.started.get(3).environment())
                .containsEntry("AZURE_GUEST_AGENT_DISABLE_CMD_EXIT_CODE", "5");
        assertThat(vm.commands.started.get(5).environment())
                .containsEntry("AZURE_GUEST_AGENT_UNINSTALL_CMD_EXIT_CODE", "6");
        assertThat(vm.state("Test.A-1.1.0")).isEqualTo("Enabled");
    }

    @Test
    @Conforms({"02#10", "02#11"})
    void uninstall_disables_first_and_leaves_nothing_to_report() {
        vm.accept(enabled("Test.A", "1.0.0", 0));
        vm.commands.log.clear();

        vm.accept(handler("Test.A", "1.0.0", RequestedState.UNINSTALL, 0, 0));
        vm.accept(handler("Test.A", "1.0.0", RequestedState.UNINSTALL, 0, 0));

        assertThat(vm.commands.log).containsExactly("Test.A-1.0.0 disable#0", "Test.A-1.0.0 uninstall#0");
        assertThat(directory.resolve("lib/Test.A-1.0.0")).doesNotExist();
        assertThat(vm.view.handlers()).allSatisfy(h -> assertThat(h.status()).isEmpty());
    }

    @Test
    @Conforms("02#15")
    void a_failed_install_is_not_followed_by_enable() {
        vm.commands.exits("Test.A-1.0.0 install", 3);

        vm.accept(enabled("Test.A", "1.0.0", 0));

        assertThat(vm.commands.log).containsExactly("Test.A-1.0.0 install#0");
        assertThat(vm.state("Test.A-1.0.0")).isEqualTo("NotInstalled");
        assertThat(vm.view.handlers().get(0).status())
                .hasValueSatisfying(s -> assertThat(s.code()).isEqualTo(1007));
    }

    @Test
    @Conforms("02#92")
    void a_handler_that_is_no_longer_listed_goes_without_a_command() {
        vm.accept(enabled("Test.A", "1.0.0", 0), enabled("Test.B", "1.0.0", 0));
        vm.commands.log.clear();

        vm.accept(enabled("Test.B", "1.0.0", 0));

        assertThat(vm.commands.log).containsExactly("Test.B-1.0.0 enable#0");
        assertThat(directory.resolve("lib/Test.A-1.0.0")).doesNotExist();
    }

    @Test
    void a_package_that_cannot_be_had_fails_its_handler_only() {
        vm.packages.put("Test.A-1.0.0", new PackageOutcome.Failed(ErrorCode.PACKAGE_DOWNLOAD, false, "no luck"));

        vm.accept(enabled("Test.A", "1.0.0", 0), enabled("Test.B", "1.0.0", 0));

        assertThat(vm.commands.log).containsExactly("Test.B-1.0.0 install#0", "Test.B-1.0.0 enable#0");
        assertThat(vm.view.handlers().get(0).status())
                .hasValueSatisfying(s -> assertThat(s.code()).isEqualTo(1004));
        assertThat(vm.view.verdict()).isPresent();
    }

    @Test
    @Conforms("02#106")
    void a_newer_goal_state_replaces_what_has_not_started() {
        vm.commands.holds("Test.A-1.0.0 install");
        vm.accept(enabled("Test.A", "1.0.0", 0), enabled("Test.B", "1.0.0", 0));

        vm.accept(enabled("Test.A", "1.0.0", 1), enabled("Test.B", "1.0.0", 1));
        vm.commands.release("Test.A-1.0.0 install", 0);

        assertThat(vm.commands.log)
                .containsExactly(
                        "Test.A-1.0.0 install#0",
                        "Test.B-1.0.0 install#1",
                        "Test.B-1.0.0 enable#1",
                        "Test.A-1.0.0 enable#1");
    }

    @Test
    @Conforms({"02#105", "B34"})
    void enables_overlap_and_installs_do_not() {
        vm.commands.holds("Test.A-1.0.0 install").holds("Test.A-1.0.0 enable").holds("Test.B-1.0.0 enable");

        vm.accept(enabled("Test.A", "1.0.0", 0), enabled("Test.B", "1.0.0", 0));
        assertThat(vm.commands.log).containsExactly("Test.A-1.0.0 install#0");
        vm.commands.release("Test.A-1.0.0 install", 0);

        assertThat(vm.commands.isRunning("Test.A-1.0.0 enable")).isTrue();
        assertThat(vm.commands.isRunning("Test.B-1.0.0 enable")).isTrue();
    }

    @Test
    @Conforms("B34")
    void with_a_parallelism_of_one_no_two_commands_run_at_once_on_the_vm() {
        vm.with(new Rules(true, 1, Map.of())).commands.holds("Test.A-1.0.0 enable");

        vm.accept(enabled("Test.A", "1.0.0", 0), enabled("Test.B", "1.0.0", 0));
        vm.accept(enabled("Test.A", "1.0.0", 0), enabled("Test.B", "1.0.0", 1));
        vm.commands.log.clear();
        assertThat(vm.commands.isRunning("Test.A-1.0.0 enable")).isTrue();

        assertThat(vm.commands.log).isEmpty();
        vm.commands.release("Test.A-1.0.0 enable", 0);
        assertThat(vm.commands.log).contains("Test.B-1.0.0 enable#1");
    }

    @Test
    @Conforms("B34")
    void two_extensions_of_one_handler_never_run_at_once() {
        vm.manifestExtras.put("Test.M-1.0.0", ",\"supportsMultipleExtensions\":true");
        vm.commands.holds("Test.M-1.0.0 enable");

        vm.accept(multi(
                "Test.M",
                "1.0.0",
                RequestedState.ENABLED,
                settings("one", 0, "enabled", 0),
                settings("two", 0, "enabled", 0)));
        assertThat(vm.commands.log).containsExactly("Test.M-1.0.0 install#0/one", "Test.M-1.0.0 enable#0/one");
        vm.commands.release("Test.M-1.0.0 enable", 0);

        assertThat(vm.commands.log).last().isEqualTo("Test.M-1.0.0 enable#0/two");
    }

    @Test
    @Conforms("02#60")
    void a_level_starts_when_the_status_below_is_success() {
        vm.accept(level("Test.B", 2), level("Test.A", 1));
        assertThat(vm.commands.log).containsExactly("Test.A-1.0.0 install#0", "Test.A-1.0.0 enable#0");

        vm.writeStatus("Test.A-1.0.0", "0.status", "success");
        vm.pass(Duration.ofSeconds(1));

        assertThat(vm.commands.log).contains("Test.B-1.0.0 enable#0");
    }

    @Test
    @Conforms("02#65")
    void an_error_below_skips_the_level_above() {
        vm.accept(level("Test.A", 1), level("Test.B", 2));

        vm.writeStatus("Test.A-1.0.0", "0.status", "error");
        vm.pass(Duration.ofSeconds(1));

        assertThat(vm.commands.log).doesNotContain("Test.B-1.0.0 install#0");
        assertThat(vm.view.handlers().get(1).status())
                .hasValueSatisfying(s -> assertThat(s.message())
                        .contains("Dependent Extension Test.A did not succeed. Status was error"));
        assertThat(vm.isBusy()).isFalse();
    }

    @Test
    @Conforms("02#64")
    void a_dependency_without_status_is_waited_for_ninety_minutes() {
        vm.accept(level("Test.A", 1), level("Test.B", 2));

        vm.pass(Duration.ofMinutes(89));
        assertThat(vm.isBusy()).isTrue();
        vm.pass(Duration.ofMinutes(2));

        assertThat(vm.isBusy()).isFalse();
        assertThat(vm.view.handlers().get(1).status())
                .hasValueSatisfying(s -> assertThat(s.message().orElseThrow())
                        .contains("did not reach a terminal state within the allowed timeout"));
    }

    @Test
    @Conforms({"02#67", "02#70"})
    void multi_config_extensions_share_an_install_and_go_one_by_one() {
        vm.manifestExtras.put("Test.M-1.0.0", ",\"supportsMultipleExtensions\":true");
        vm.accept(multi(
                "Test.M",
                "1.0.0",
                RequestedState.ENABLED,
                settings("one", 0, "enabled", 0),
                settings("two", 0, "enabled", 0)));
        assertThat(vm.commands.log)
                .containsExactly(
                        "Test.M-1.0.0 install#0/one", "Test.M-1.0.0 enable#0/one", "Test.M-1.0.0 enable#0/two");
        vm.commands.log.clear();

        vm.accept(multi(
                "Test.M",
                "1.0.0",
                RequestedState.ENABLED,
                settings("one", 0, "enabled", 0),
                settings("two", 1, "disabled", 0)));

        assertThat(vm.commands.log).containsExactly("Test.M-1.0.0 disable#1/two", "Test.M-1.0.0 enable#0/one");
        assertThat(directory.resolve("lib/Test.M-1.0.0/config/two.1.settings")).doesNotExist();
    }

    @Test
    @Conforms("02#58")
    void switched_off_processing_denies_with_the_exact_words() throws Exception {
        vm.accept(new Admission(false, "/etc/waagent.conf", new NoPolicy()), enabled("Test.A", "1.0.0", 0));

        assertThat(vm.commands.log).isEmpty();
        assertThat(vm.view.handlers().get(0).status()).hasValueSatisfying(s -> {
            assertThat(s.code()).isEqualTo(1009);
            assertThat(s.message())
                    .contains("Extension 'Test.A' will not be processed since extension processing is disabled."
                            + " To enable extension processing, set Extensions.Enabled=y in '/etc/waagent.conf'");
        });
        assertThat(Files.readString(directory.resolve("lib/Test.A-1.0.0/status/0.status")))
                .contains("\"status\": \"error\"");
    }

    @Test
    @Conforms({"02#6", "OPS-28"})
    void a_restart_enables_again_and_installs_nothing() {
        vm.accept(enabled("Test.A", "1.0.0", 0));
        vm.commands.log.clear();

        vm.restart();
        vm.accept(enabled("Test.A", "1.0.0", 0));

        assertThat(vm.commands.log).containsExactly("Test.A-1.0.0 enable#0");
    }

    @Test
    @Conforms("02#101")
    void an_emptied_handler_state_counts_as_not_installed() throws Exception {
        vm.accept(enabled("Test.A", "1.0.0", 0));
        Files.writeString(directory.resolve("lib/Test.A-1.0.0/config/HandlerState"), "");
        vm.commands.log.clear();

        vm.accept(enabled("Test.A", "1.0.0", 0));

        assertThat(vm.commands.log).containsExactly("Test.A-1.0.0 install#0", "Test.A-1.0.0 enable#0");
    }

    @Test
    void an_update_speaks_with_the_old_version_until_the_new_one_has_something_to_say() {
        vm.accept(enabled("Test.A", "1.0.0", 0));
        vm.commands.holds("Test.A-1.1.0 install");

        vm.accept(enabled("Test.A", "1.1.0", 1));
        assertThat(vm.view.handlers().get(0).version().text()).isEqualTo("1.0.0");
        assertThat(vm.view.handlers().get(0).status()).isPresent();
        vm.commands.release("Test.A-1.1.0 install", 0);

        assertThat(vm.view.handlers().get(0).version().text()).isEqualTo("1.1.0");
    }

    @Test
    void nothing_is_done_for_a_goal_state_that_a_restart_would_not_know_of() throws Exception {
        vm.accept(enabled("Test.Old", "1.0.0", 0));
        vm.commands.log.clear();
        vm.acquired.clear();
        Promise<Void> noted = Promise.promise();

        vm.accept(noted.future(), enabled("Test.A", "1.0.0", 0));
        assertThat(vm.commands.log).isEmpty();
        assertThat(vm.acquired).isEmpty();
        assertThat(directory.resolve("lib/Test.A-1.0.0")).doesNotExist();
        assertThat(directory.resolve("lib/Test.Old-1.0.0")).exists();
        noted.complete();
        vm.timers.runPending();

        assertThat(vm.commands.log).containsExactly("Test.A-1.0.0 install#0", "Test.A-1.0.0 enable#0");
        assertThat(directory.resolve("lib/Test.Old-1.0.0")).doesNotExist();
    }
}
