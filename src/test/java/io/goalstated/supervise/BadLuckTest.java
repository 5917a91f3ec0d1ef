package io.goalstated.supervise;

import static io.goalstated.supervise.Supervision.enabled;
import static io.goalstated.supervise.Supervision.handler;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.artifact.PackageOutcome;
import io.goalstated.extension.ErrorCode;
import io.goalstated.goalstate.RequestedState;
import io.goalstated.platform.CommandRunner.CommandEnd;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the simulation has found: each of these went wrong once, in a coincidence that nobody had thought of. */
class BadLuckTest {
    @TempDir
    Path directory;

    private Supervision vm;

    @BeforeEach
    void a_fresh_machine() {
        vm = new Supervision(directory);
    }

    @Test
    void an_install_that_outlived_the_agent_keeps_other_installs_waiting() {
        vm.commands.holds("Test.A-1.0.0 install");
        vm.accept(enabled("Test.A", "1.0.0", 0));
        Promise<CommandEnd> survivor = Promise.promise();
        vm.commands.survivor = Optional.of(survivor);

        vm.restart();
        vm.accept(enabled("Test.A", "1.0.0", 0), enabled("Test.B", "1.0.0", 0));
        boolean early = vm.commands.log.contains("Test.B-1.0.0 install#0");
        survivor.complete(new CommandEnd.Exited(0, "output"));

        assertThat(early).isFalse();
        assertThat(vm.commands.log)
                .containsOnlyOnce("Test.A-1.0.0 install#0")
                .contains("Test.B-1.0.0 install#0", "Test.A-1.0.0 enable#0");
    }

    @Test
    void the_refusal_of_a_goal_state_is_not_overridden_by_the_end_of_the_one_before() {
        vm.commands.holds("Test.A-1.0.0 install");
        vm.accept(enabled("Test.A", "1.0.0", 0));

        vm.acceptUnsupported(enabled("Test.A", "1.0.0", 1));
        vm.commands.release("Test.A-1.0.0 install", 0);

        assertThat(vm.commands.log).endsWith("Test.A-1.0.0 enable#0");
        assertThat(vm.view.verdict().orElseThrow().code()).isEqualTo(ErrorCode.UNSUPPORTED_FEATURES);
    }

    @Test
    void nothing_is_begun_for_a_handler_that_is_no_longer_asked_for_however_slow_the_disk() {
        vm.commands.holds("Test.A-1.0.0 install").holds("Test.B-1.0.0 install");
        vm.accept(enabled("Test.A", "1.0.0", 0), enabled("Test.B", "1.0.0", 0));
        vm.offload.pause();

        vm.accept(enabled("Test.A", "1.0.0", 1));
        vm.commands.release("Test.A-1.0.0 install", 0);
        vm.offload.goOn();

        assertThat(vm.commands.log).noneMatch(line -> line.startsWith("Test.B"));
    }

    @Test
    void what_the_disk_would_not_book_is_booked_before_anything_else_is_planned() {
        vm.commands.holds("Test.A-1.0.0 install");
        vm.accept(enabled("Test.A", "1.0.0", 0));
        vm.refused = Optional.of("rename " + directory.resolve("lib/Test.A-1.0.0/config/HandlerState"));
        vm.commands.release("Test.A-1.0.0 install", 0);
        String unbooked = vm.state("Test.A-1.0.0");
        vm.refused = Optional.empty();
        vm.commands.survivor = Optional.of(Promise.promise());
        vm.commands.survivor.get().complete(new CommandEnd.Exited(0, "output"));

        vm.accept(enabled("Test.A", "1.0.0", 1));
        vm.pass(DiskWork.PAUSE);

        assertThat(unbooked).isEqualTo("NotInstalled");
        assertThat(vm.commands.log).containsExactly("Test.A-1.0.0 install#0", "Test.A-1.0.0 enable#1");
    }

    @Test
    void a_directory_that_is_gone_does_not_come_back_as_an_installed_handler() throws IOException {
        vm.commands.holds("Test.A-1.0.0 enable");
        vm.accept(enabled("Test.A", "1.0.0", 0));
        vm.disk.deleteTree(directory.resolve("lib/Test.A-1.0.0"));
        vm.commands.release("Test.A-1.0.0 enable", 0);

        vm.accept(enabled("Test.A", "1.0.0", 1));

        assertThat(vm.commands.log).endsWith("Test.A-1.0.0 install#1", "Test.A-1.0.0 enable#1");
    }

    @Test
    void a_removal_that_is_cut_short_leaves_nothing_that_counts_as_installed() {
        vm.accept(enabled("Test.A", "1.0.0", 0));
        vm.refused = Optional.of("delete " + directory.resolve("lib/goalstated/removed/Test.A-1.0.0"));
        vm.accept(enabled("Test.B", "1.0.0", 0));
        vm.refused = Optional.empty();
        String left = vm.state("Test.A-1.0.0");

        vm.accept(enabled("Test.A", "1.0.0", 1));

        assertThat(left).isEqualTo("none");
        assertThat(vm.commands.log).endsWith("Test.A-1.0.0 install#1", "Test.A-1.0.0 enable#1");
    }

    @Test
    void what_the_disk_would_not_let_go_goes_as_soon_as_it_does() throws IOException {
        Path removed = directory.resolve("lib/goalstated/removed");
        vm.accept(enabled("Test.A", "1.0.0", 0));
        vm.refused = Optional.of("delete " + removed);
        vm.accept(enabled("Test.B", "1.0.0", 0));
        vm.pass(Sweeper.PAUSE);
        boolean left = !vm.disk.list(removed).isEmpty();

        vm.refused = Optional.empty();
        vm.pass(Sweeper.PAUSE);

        assertThat(left).isTrue();
        assertThat(removed).isEmptyDirectory();
        assertThat(vm.commands.log).endsWith("Test.B-1.0.0 enable#0");
    }

    @Test
    void the_traces_of_a_command_that_the_disk_would_not_let_go_keep_nobody_waiting() {
        vm.refused = Optional.of("delete " + directory.resolve("lib/goalstated/operations"));

        vm.accept(enabled("Test.A", "1.0.0", 0));

        assertThat(vm.commands.log).endsWith("Test.A-1.0.0 install#0", "Test.A-1.0.0 enable#0");
        assertThat(vm.view.verdict()).isPresent();
    }

    @Test
    void a_handler_that_the_disk_would_not_let_go_is_removed_once_it_does() {
        vm.accept(enabled("Test.A", "1.0.0", 0));
        vm.refused = Optional.of("rename " + directory.resolve("lib/goalstated/removed"));
        vm.accept(enabled("Test.B", "1.0.0", 0));
        String left = vm.state("Test.A-1.0.0");
        vm.refused = Optional.empty();

        vm.pass(DiskWork.LONG_PAUSE);

        assertThat(left).isEqualTo("Enabled");
        assertThat(vm.state("Test.A-1.0.0")).isEqualTo("none");
    }

    @Test
    void an_agent_that_was_told_to_stop_books_what_has_ended_and_begins_nothing() {
        vm.commands.holds("Test.A-1.0.0 install");
        vm.accept(enabled("Test.A", "1.0.0", 0), enabled("Test.B", "1.0.0", 0));

        vm.stop();
        vm.commands.release("Test.A-1.0.0 install", 0);

        assertThat(vm.commands.log).containsExactly("Test.A-1.0.0 install#0");
        assertThat(vm.state("Test.A-1.0.0")).isEqualTo("Installed");
    }

    @Test
    void what_was_half_written_is_removed_at_the_next_start_also_where_a_handler_was_only_begun() throws IOException {
        Path lib = Files.createDirectories(directory.resolve("lib"));
        Path begun = Files.createDirectories(lib.resolve("Test.B-2.0.0/config"));
        Path half = Files.writeString(begun.resolve(".goalstated-4b8b2845c9af9604-1"), "secret");
        Path displaced = Files.createDirectories(lib.resolve("goalstated/displaced/Test.B-2.0.0"));
        Files.writeString(displaced.resolve(".goalstated-4b8b2845c9af9604-2"), "status");
        Path others = Files.writeString(begun.resolve(".tmp-4b8b2845c9af9604"), "a handler's own");

        LibraryDirectory library = new LibraryDirectory(vm.disk, lib, directory.resolve("log"));
        library.prepare();
        library.tidyUp();

        assertThat(half).doesNotExist();
        assertThat(displaced).isEmptyDirectory();
        assertThat(others).exists();
    }

    @Test
    void an_uninstall_that_was_replaced_while_it_waited_does_not_run() {
        vm.accept(enabled("Test.A", "1.0.0", 0));
        vm.commands.holds("Test.B-1.0.0 install");
        vm.accept(enabled("Test.A", "1.0.0", 0), enabled("Test.B", "1.0.0", 0));

        vm.accept(handler("Test.A", "1.0.0", RequestedState.UNINSTALL, 1, 0), enabled("Test.B", "1.0.0", 0));
        vm.accept(enabled("Test.A", "1.0.0", 2), enabled("Test.B", "1.0.0", 0));
        vm.commands.release("Test.B-1.0.0 install", 0);

        assertThat(vm.commands.log).doesNotContain("Test.A-1.0.0 uninstall#1").contains("Test.A-1.0.0 enable#2");
    }

    @Test
    void a_fault_of_the_agents_own_fails_the_item_and_is_not_met_again_and_again() {
        vm.packages.put("Test.A-1.0.0", new PackageOutcome.Failed(ErrorCode.UNKNOWN, false, "no package"));
        vm.redact = text -> {
            if (text.equals("no package")) {
                throw new IllegalStateException("a bug");
            }
            return text;
        };

        vm.accept(enabled("Test.A", "1.0.0", 0), enabled("Test.B", "1.0.0", 0));

        assertThat(vm.isBusy()).isFalse();
        assertThat(vm.acquired).containsOnlyOnce("Test.A-1.0.0");
        assertThat(vm.view.handlers().get(0).extensions().get(0).failure())
                .hasValueSatisfying(failure -> assertThat(failure.message()).contains("IllegalStateException"));
    }

    /** It was lost in a callback: the item never ended, and its lane stayed taken. */
    @Test
    void a_fault_after_a_command_ends_the_item_and_holds_up_nobody() {
        vm.commands.exits("Test.A-1.0.0 install", 1);
        vm.redact = text -> {
            if (text.contains("Test.A-1.0.0/install") && !text.startsWith("Executing command")) {
                throw new IllegalStateException("a bug");
            }
            return text;
        };

        vm.accept(enabled("Test.A", "1.0.0", 0), enabled("Test.B", "1.0.0", 0));

        assertThat(vm.isBusy()).isFalse();
        assertThat(vm.commands.log).contains("Test.B-1.0.0 install#0", "Test.B-1.0.0 enable#0");
        assertThat(vm.view.handlers().get(0).extensions().get(0).failure())
                .hasValueSatisfying(failure -> assertThat(failure.message()).contains("IllegalStateException"));
    }
}
