package io.goalstated.supervise;

import static io.goalstated.supervise.Supervision.enabled;
import static io.goalstated.supervise.Supervision.handler;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.goalstate.RequestedState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is taken off the disk, and what is not: spec 02 §12.6, W-12, W-13. */
class CleanUpTest {
    @TempDir
    Path directory;

    private Supervision vm;

    @BeforeEach
    void a_fresh_machine() throws IOException {
        vm = new Supervision(directory);
        Files.createDirectories(vm.lib);
    }

    private Path file(String name) throws IOException {
        return Files.writeString(vm.lib.resolve(name), "x");
    }

    @Test
    @Conforms({"02#92", "01#13.14"})
    void an_empty_goal_state_succeeds_and_takes_away_what_it_does_not_list() {
        vm.accept(enabled("Test.A", "1.0.0", 0));
        vm.commands.log.clear();

        vm.accept();

        assertThat(vm.commands.log).isEmpty();
        assertThat(vm.lib.resolve("Test.A-1.0.0")).doesNotExist();
        assertThat(vm.view.verdict().orElseThrow().isSuccess()).isTrue();
        assertThat(vm.view.handlers()).isEmpty();
    }

    @Test
    @Conforms({"02#105", "B34"})
    void an_owner_who_wants_it_has_one_enable_after_the_other() {
        vm.with(new Rules(true, 1, Map.of()));
        vm.commands.holds("Test.A-1.0.0 enable");

        vm.accept(enabled("Test.A", "1.0.0", 0), enabled("Test.B", "1.0.0", 0));
        assertThat(vm.commands.log).doesNotContain("Test.B-1.0.0 enable#0");
        vm.commands.release("Test.A-1.0.0 enable", 0);

        assertThat(vm.commands.log).endsWith("Test.B-1.0.0 enable#0");
    }

    @Test
    @Conforms("OPS-144")
    void what_was_found_out_about_a_package_goes_with_it() throws IOException {
        vm.accept(enabled("Test.A", "1.0.0", 0));
        Path record = vm.lib.resolve("goalstated/verdicts/Test.A-1.0.0.json");
        Files.createDirectories(record.getParent());
        Files.writeString(record, "{}");

        vm.accept();

        assertThat(record).doesNotExist();
    }

    @Test
    void packages_of_nobody_go() throws IOException {
        Path unlisted = file("Test.Gone__1.0.0.zip");
        Path withoutDirectory = file("Test.A-0.9.zip");

        vm.accept(enabled("Test.A", "1.0.0", 0));

        assertThat(unlisted).doesNotExist();
        assertThat(withoutDirectory).doesNotExist();
    }

    @Test
    @Conforms("OPS-19")
    void what_is_not_a_package_of_an_extension_stays() throws IOException {
        Path[] others = {
            file("Test.A__1.1.0.zip"),
            file("WALinuxAgent-2.9.1.1.zip"),
            file("WALinuxAgent__2.9.1.1.zip"),
            file("backup-2024.zip"),
            file("run-command-handler.zip"),
            file("Test.Gone__x.zip")
        };
        Files.createDirectories(vm.lib.resolve("WALinuxAgent-2.9.1.1"));
        Files.createDirectories(vm.lib.resolve("run-command-handler"));
        Files.createDirectories(vm.lib.resolve("custom-script"));
        Files.createDirectories(vm.lib.resolve("Strange.Thing-1.0"));

        vm.accept(enabled("Test.A", "1.0.0", 0));

        assertThat(others).allSatisfy(other -> assertThat(other).exists());
        assertThat(vm.lib.resolve("WALinuxAgent-2.9.1.1")).exists();
        assertThat(vm.lib.resolve("run-command-handler")).exists();
        assertThat(vm.lib.resolve("custom-script")).exists();
        assertThat(vm.lib.resolve("Strange.Thing-1.0")).exists();
    }

    @Test
    void versions_that_never_worked_go_once_another_does() throws IOException {
        vm.accept(enabled("Test.A", "1.0.0", 0));
        Files.createDirectories(vm.lib.resolve("Test.A-1.1.0/config"));
        Files.writeString(vm.lib.resolve("Test.A-1.1.0/config/HandlerState"), "FailedUpgrade");

        vm.accept(enabled("Test.A", "1.0.0", 1));

        assertThat(vm.lib.resolve("Test.A-1.1.0")).doesNotExist();
        assertThat(vm.state("Test.A-1.0.0")).isEqualTo("Enabled");
    }

    @Test
    @Conforms("02#13")
    void a_failing_disable_keeps_the_handler_whatever_often_it_happens() {
        vm.accept(enabled("Test.A", "1.0.0", 0));
        vm.commands.exits("Test.A-1.0.0 disable", 1);

        for (int i = 0; i < 5; i++) {
            vm.accept(handler("Test.A", "1.0.0", RequestedState.UNINSTALL, 0, 0));
        }

        assertThat(vm.lib.resolve("Test.A-1.0.0")).exists();
        assertThat(vm.commands.log).doesNotContain("Test.A-1.0.0 uninstall#0");
        assertThat(vm.view.handlers().get(0).status().orElseThrow().code()).isEqualTo(1010);
    }

    @Test
    void an_owner_who_has_had_enough_gets_the_handler_uninstalled() {
        vm.with(new Rules(true, 4, 2, Map.of())).accept(enabled("Test.A", "1.0.0", 0));
        vm.commands.exits("Test.A-1.0.0 disable", 1);
        vm.accept(handler("Test.A", "1.0.0", RequestedState.UNINSTALL, 0, 0));
        vm.accept(handler("Test.A", "1.0.0", RequestedState.UNINSTALL, 0, 0));
        assertThat(vm.lib.resolve("Test.A-1.0.0")).exists();

        vm.accept(handler("Test.A", "1.0.0", RequestedState.UNINSTALL, 0, 0));

        assertThat(vm.lib.resolve("Test.A-1.0.0")).doesNotExist();
        assertThat(vm.commands.log).endsWith("Test.A-1.0.0 disable#0", "Test.A-1.0.0 uninstall#0");
    }

    @Test
    void a_removal_that_was_asked_for_in_vain_does_not_count_once_it_is_not_asked_for_any_more() {
        vm.with(new Rules(true, 4, 1, Map.of())).accept(enabled("Test.A", "1.0.0", 0));
        vm.commands.exits("Test.A-1.0.0 disable", 1);
        vm.accept(handler("Test.A", "1.0.0", RequestedState.UNINSTALL, 0, 0));
        vm.accept(enabled("Test.A", "1.0.0", 0));

        vm.accept(handler("Test.A", "1.0.0", RequestedState.UNINSTALL, 0, 0));

        assertThat(vm.lib.resolve("Test.A-1.0.0")).exists();
    }
}
