package io.goalstated.supervise;

import static io.goalstated.supervise.Supervision.enabled;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.platform.CommandRunner.CommandEnd;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent was killed while a command ran; the next one takes it up (spec 02 §5.2). */
class RecoveryTest {
    @TempDir
    Path directory;

    private Supervision vm;

    @BeforeEach
    void open() {
        vm = new Supervision(directory);
    }

    /** The agent dies while that command runs. */
    private void dieDuring(String command, String... versions) {
        for (int i = 0; i < versions.length; i++) {
            if (i == versions.length - 1) {
                vm.commands.holds(command);
            }
            vm.accept(enabled("Test.A", versions[i], i));
        }
        assertThat(vm.commands.isRunning(command)).isTrue();
        vm.commands.log.clear();
    }

    private void nextAgentFinds(Future<CommandEnd> end) {
        vm.commands.survives(end);
        vm.restart();
    }

    private static Future<CommandEnd> exited(int code) {
        return Future.succeededFuture(new CommandEnd.Exited(code, "output"));
    }

    @Test
    void the_books_of_a_command_that_succeeded_are_kept_and_it_is_not_run_again() {
        dieDuring("Test.A-1.0.0 install", "1.0.0");

        nextAgentFinds(exited(0));
        assertThat(vm.state("Test.A-1.0.0")).isEqualTo("Installed");
        assertThat(vm.unsettled()).isEmpty();
        vm.accept(enabled("Test.A", "1.0.0", 0));

        assertThat(vm.commands.log).containsExactly("Test.A-1.0.0 enable#0");
    }

    @Test
    void a_command_that_failed_is_run_again() {
        dieDuring("Test.A-1.0.0 install", "1.0.0");

        nextAgentFinds(exited(1));
        assertThat(vm.unsettled()).isEmpty();
        vm.accept(enabled("Test.A", "1.0.0", 0));

        assertThat(vm.commands.log).containsExactly("Test.A-1.0.0 install#0", "Test.A-1.0.0 enable#0");
    }

    @Test
    void a_command_whose_end_nobody_knows_is_run_again() {
        dieDuring("Test.A-1.0.0 install", "1.0.0");

        nextAgentFinds(Future.succeededFuture(new CommandEnd.Unknown(Optional.of("output"), true)));
        vm.accept(enabled("Test.A", "1.0.0", 0));

        assertThat(vm.unsettled()).isEmpty();
        assertThat(vm.commands.log).containsExactly("Test.A-1.0.0 install#0", "Test.A-1.0.0 enable#0");
    }

    @Test
    void an_uninstall_that_deleted_its_handler_has_done_its_work_though_nobody_knows_its_end() throws IOException {
        dieDuring("Test.A-1.0.0 uninstall", "1.0.0", "2.0.0");
        Files.delete(directory.resolve("lib/Test.A-1.0.0/HandlerManifest.json"));

        nextAgentFinds(Future.succeededFuture(new CommandEnd.Unknown(Optional.empty(), true)));

        assertThat(directory.resolve("lib/Test.A-1.0.0")).doesNotExist();
        assertThat(vm.unsettled()).isEmpty();
        vm.accept(enabled("Test.A", "2.0.0", 1));
        assertThat(vm.commands.log).containsExactly("Test.A-2.0.0 install#1", "Test.A-2.0.0 enable#1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0\0\0\0\0\0\0", "Enab", "{}"})
    @Conforms("02#101")
    void a_state_that_power_loss_has_spoilt_counts_as_not_installed(String rubbish) throws IOException {
        vm.accept(enabled("Test.A", "1.0.0", 0));
        vm.commands.log.clear();
        Files.writeString(directory.resolve("lib/Test.A-1.0.0/config/HandlerState"), rubbish);

        vm.restart();
        vm.accept(enabled("Test.A", "1.0.0", 1));

        assertThat(vm.commands.log).containsExactly("Test.A-1.0.0 install#1", "Test.A-1.0.0 enable#1");
        assertThat(vm.state("Test.A-1.0.0")).isEqualTo("Enabled");
    }

    @Test
    void an_update_that_timed_out_has_failed() {
        dieDuring("Test.A-2.0.0 update", "1.0.0", "2.0.0");

        nextAgentFinds(Future.succeededFuture(new CommandEnd.TimedOut("output")));

        assertThat(vm.state("Test.A-2.0.0")).isEqualTo("FailedUpgrade");
        assertThat(vm.unsettled()).isEmpty();
    }

    @Test
    void an_update_goes_on_after_a_disable_that_succeeded() {
        dieDuring("Test.A-1.0.0 disable", "1.0.0", "2.0.0");

        nextAgentFinds(exited(0));
        assertThat(vm.state("Test.A-1.0.0")).isEqualTo("Installed");
        vm.accept(enabled("Test.A", "2.0.0", 1));

        assertThat(vm.commands.log)
                .containsExactly(
                        "Test.A-2.0.0 update#1",
                        "Test.A-1.0.0 uninstall#1",
                        "Test.A-2.0.0 install#1",
                        "Test.A-2.0.0 enable#1");
    }

    @Test
    void a_failed_disable_counts_when_the_new_version_goes_on_after_failures() {
        vm.manifestExtras.put("Test.A-2.0.0", ",\"continueOnUpdateFailure\":true");
        dieDuring("Test.A-1.0.0 disable", "1.0.0", "2.0.0");

        nextAgentFinds(exited(5));

        assertThat(vm.state("Test.A-1.0.0")).isEqualTo("Installed");
    }

    @Test
    void a_failed_disable_changes_nothing_otherwise() {
        dieDuring("Test.A-1.0.0 disable", "1.0.0", "2.0.0");

        nextAgentFinds(exited(5));

        assertThat(vm.state("Test.A-1.0.0")).isEqualTo("Enabled");
    }

    @Test
    @Conforms("02#107")
    void nothing_else_of_the_handler_begins_before_the_survivor_has_ended() {
        dieDuring("Test.A-1.0.0 enable", "1.0.0");
        Promise<CommandEnd> survivor = Promise.promise();
        nextAgentFinds(survivor.future());

        vm.accept(enabled("Test.A", "1.0.0", 0), enabled("Test.B", "1.0.0", 0));
        assertThat(vm.commands.log).containsExactly("Test.B-1.0.0 install#0", "Test.B-1.0.0 enable#0");
        survivor.complete(new CommandEnd.Exited(0, ""));

        assertThat(vm.commands.log)
                .containsExactly("Test.B-1.0.0 install#0", "Test.B-1.0.0 enable#0", "Test.A-1.0.0 enable#0");
    }

    /** One install, update or uninstall on the whole VM, also when an earlier agent has started it. */
    @Test
    void no_other_install_begins_beside_one_that_has_survived() {
        dieDuring("Test.A-1.0.0 install", "1.0.0");
        Promise<CommandEnd> survivor = Promise.promise();
        nextAgentFinds(survivor.future());

        vm.accept(enabled("Test.A", "1.0.0", 0), enabled("Test.B", "1.0.0", 0));
        assertThat(vm.commands.log).isEmpty();
        survivor.complete(new CommandEnd.Exited(0, ""));

        assertThat(vm.commands.log).contains("Test.B-1.0.0 install#0", "Test.A-1.0.0 enable#0");
    }

    @Test
    void a_survivor_has_what_is_left_of_its_time() {
        dieDuring("Test.A-1.0.0 enable", "1.0.0");
        vm.pass(Duration.ofSeconds(100));

        nextAgentFinds(exited(0));

        assertThat(vm.commands.remaining).containsExactly(Duration.ofSeconds(200));
    }

    @Test
    void a_survivor_whose_time_is_over_has_none_left() {
        dieDuring("Test.A-1.0.0 enable", "1.0.0");
        vm.pass(Duration.ofHours(1));

        nextAgentFinds(exited(0));

        assertThat(vm.commands.remaining).containsExactly(Duration.ZERO);
    }

    @Test
    void the_handler_waits_until_the_disk_takes_what_has_become_of_its_command() {
        dieDuring("Test.A-1.0.0 install", "1.0.0");
        Promise<CommandEnd> survivor = Promise.promise();
        nextAgentFinds(survivor.future());
        vm.accept(enabled("Test.A", "1.0.0", 0));
        vm.diskRefuses = Optional.of("No space left on device");
        survivor.complete(new CommandEnd.Exited(0, ""));
        assertThat(vm.commands.log).isEmpty();

        vm.diskRefuses = Optional.empty();
        vm.pass(DiskWork.PAUSE.plusSeconds(1));

        assertThat(vm.unsettled()).isEmpty();
        assertThat(vm.commands.log).containsExactly("Test.A-1.0.0 enable#0");
    }

    @Test
    void a_survivor_that_cannot_be_looked_at_is_looked_at_again() {
        dieDuring("Test.A-1.0.0 install", "1.0.0");
        vm.commands.survives(Future.failedFuture(new IOException("Input/output error")));
        nextAgentFinds(exited(0));

        vm.pass(DiskWork.PAUSE.plusSeconds(1));

        assertThat(vm.state("Test.A-1.0.0")).isEqualTo("Installed");
    }
}
