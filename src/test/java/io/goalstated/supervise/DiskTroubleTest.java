package io.goalstated.supervise;

import static io.goalstated.supervise.Supervision.enabled;
import static io.goalstated.supervise.Supervision.handler;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.artifact.PackageOutcome;
import io.goalstated.extension.ErrorCode;
import io.goalstated.goalstate.RequestedState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk is full for a while. */
class DiskTroubleTest {
    private static final String FULL = "No space left on device";
    private static final Duration PAUSE = DiskWork.PAUSE.plusSeconds(1);

    @TempDir
    Path directory;

    private Supervision vm;

    @BeforeEach
    void open() {
        vm = new Supervision(directory);
    }

    @Test
    @Conforms("OPS-27")
    void nothing_begins_while_the_disk_is_full_and_everything_once_space_returns() {
        vm.diskRefuses = Optional.of(FULL);
        vm.accept(enabled("Test.A", "1.0.0", 0));
        vm.pass(PAUSE);
        assertThat(vm.commands.log).isEmpty();
        assertThat(vm.activity("Test.A")).isEqualTo("Waiting for the disk: " + FULL);

        vm.diskRefuses = Optional.empty();
        vm.pass(PAUSE);

        assertThat(vm.commands.log).containsExactly("Test.A-1.0.0 install#0", "Test.A-1.0.0 enable#0");
        assertThat(vm.state("Test.A-1.0.0")).isEqualTo("Enabled");
        assertThat(vm.isBusy()).isFalse();
    }

    /** Its journal entry stayed open, and the next start of the agent kept its books over newer ones. */
    @Test
    @Conforms("OPS-27")
    void a_command_that_ended_meanwhile_is_settled_once_space_returns_and_is_not_run_again() {
        vm.commands.holds("Test.A-1.0.0 enable");
        vm.accept(enabled("Test.A", "1.0.0", 0));
        vm.diskRefuses = Optional.of(FULL);
        vm.commands.release("Test.A-1.0.0 enable", 0);
        vm.pass(PAUSE);
        assertThat(vm.unsettled()).containsExactly("enable");
        assertThat(vm.state("Test.A-1.0.0")).isEqualTo("Installed");

        vm.diskRefuses = Optional.empty();
        vm.pass(PAUSE);

        assertThat(vm.unsettled()).isEmpty();
        assertThat(vm.state("Test.A-1.0.0")).isEqualTo("Enabled");
        assertThat(vm.commands.log).containsExactly("Test.A-1.0.0 install#0", "Test.A-1.0.0 enable#0");
    }

    @Test
    void a_command_that_failed_meanwhile_is_settled_once_space_returns() {
        vm.commands.holds("Test.A-1.0.0 install");
        vm.accept(enabled("Test.A", "1.0.0", 0));
        vm.diskRefuses = Optional.of(FULL);
        vm.commands.release("Test.A-1.0.0 install", 1);
        vm.pass(PAUSE);

        vm.diskRefuses = Optional.empty();
        vm.pass(PAUSE);

        assertThat(vm.unsettled()).isEmpty();
        assertThat(vm.state("Test.A-1.0.0")).isEqualTo("NotInstalled");
        assertThat(vm.isBusy()).isFalse();
    }

    @Test
    void what_has_not_begun_gives_way_to_a_newer_goal_state() {
        vm.accept(enabled("Test.A", "1.0.0", 0));
        vm.diskRefuses = Optional.of(FULL);
        vm.accept(enabled("Test.A", "1.0.0", 1));
        vm.accept(enabled("Test.A", "1.0.0", 2));
        vm.pass(PAUSE);

        vm.diskRefuses = Optional.empty();
        vm.pass(PAUSE);

        assertThat(vm.commands.log)
                .containsExactly("Test.A-1.0.0 install#0", "Test.A-1.0.0 enable#0", "Test.A-1.0.0 enable#2");
    }

    @Test
    @Conforms("OPS-27")
    void a_package_that_found_no_room_is_fetched_again_until_it_does() {
        vm.packages.put("Test.A-1.0.0", new PackageOutcome.NoRoom(FULL));
        vm.accept(enabled("Test.A", "1.0.0", 0), enabled("Test.B", "1.0.0", 0));
        vm.pass(DiskWork.LONG_PAUSE);
        assertThat(vm.activity("Test.A")).isEqualTo("Waiting for the disk: " + FULL);
        assertThat(vm.commands.log).containsExactly("Test.B-1.0.0 install#0", "Test.B-1.0.0 enable#0");

        vm.packages.clear();
        vm.pass(DiskWork.LONG_PAUSE);

        assertThat(vm.commands.log).endsWith("Test.A-1.0.0 install#0", "Test.A-1.0.0 enable#0");
        assertThat(vm.isBusy()).isFalse();
    }

    @Test
    void a_package_that_found_no_room_gives_way_to_a_newer_goal_state() {
        vm.packages.put("Test.A-1.0.0", new PackageOutcome.NoRoom(FULL));
        vm.accept(enabled("Test.A", "1.0.0", 0));

        vm.accept(handler("Test.A", "1.0.0", RequestedState.UNINSTALL, 0, 0));
        vm.pass(DiskWork.LONG_PAUSE);

        assertThat(vm.isBusy()).isFalse();
        assertThat(vm.acquired).containsExactly("Test.A-1.0.0");
    }

    @Test
    void a_failure_is_told_and_booked_once_space_returns() throws IOException {
        vm.packages.put("Test.A-1.0.0", new PackageOutcome.Failed(ErrorCode.PACKAGE_DOWNLOAD, false, "no luck"));
        vm.diskRefuses = Optional.of(FULL);
        vm.accept(enabled("Test.A", "1.0.0", 0));
        vm.pass(PAUSE);
        assertThat(vm.activity("Test.A")).isEqualTo("Waiting for the disk: " + FULL);

        vm.diskRefuses = Optional.empty();
        vm.pass(PAUSE);

        assertThat(vm.isBusy()).isFalse();
        assertThat(vm.lib.resolve("Test.A-1.0.0/config/HandlerStatus"))
                .content()
                .contains("no luck");
    }

    @Test
    void a_removal_waits_for_the_disk_too() {
        vm.accept(enabled("Test.A", "1.0.0", 0));
        vm.commands.holds("Test.A-1.0.0 uninstall");
        vm.accept(Supervision.handler("Test.A", "1.0.0", RequestedState.UNINSTALL, 0, 0));
        vm.diskRefuses = Optional.of("Read-only file system");
        vm.commands.release("Test.A-1.0.0 uninstall", 0);
        vm.pass(PAUSE);
        assertThat(directory.resolve("lib/Test.A-1.0.0")).exists();

        vm.diskRefuses = Optional.empty();
        vm.pass(PAUSE);

        assertThat(directory.resolve("lib/Test.A-1.0.0")).doesNotExist();
        assertThat(vm.unsettled()).isEmpty();
    }
}
