package io.goalstated.supervise;

import static io.goalstated.supervise.Supervision.enabled;
import static io.goalstated.supervise.Supervision.multi;
import static io.goalstated.supervise.Supervision.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.event.Operation;
import io.goalstated.goalstate.RequestedState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a package is found to be once it is in place: it is fetched once, whatever that is. */
@Timeout(20)
class PackageArrivalTest {
    @TempDir
    Path directory;

    private Supervision vm;

    @BeforeEach
    void a_fresh_machine() {
        vm = new Supervision(directory);
    }

    @Test
    void a_version_with_a_dash_is_installed_updated_and_removed_like_any_other() {
        vm.accept(enabled("Test.A", "1.2.0-rc1", 0)).accept(enabled("Test.A", "1.2.0-rc2", 1));
        String updated = vm.state("Test.A-1.2.0-rc2");
        vm.accept();

        assertThat(vm.acquired).containsExactly("Test.A-1.2.0-rc1", "Test.A-1.2.0-rc2");
        assertThat(vm.commands.log)
                .containsExactly(
                        "Test.A-1.2.0-rc1 install#0",
                        "Test.A-1.2.0-rc1 enable#0",
                        "Test.A-1.2.0-rc1 disable#1",
                        "Test.A-1.2.0-rc2 update#1",
                        "Test.A-1.2.0-rc1 uninstall#1",
                        "Test.A-1.2.0-rc2 install#1",
                        "Test.A-1.2.0-rc2 enable#1");
        assertThat(updated).isEqualTo("Enabled");
        assertThat(directory.resolve("lib/Test.A-1.2.0-rc1")).doesNotExist();
        assertThat(directory.resolve("lib/Test.A-1.2.0-rc2")).doesNotExist();
    }

    @Test
    void a_version_that_the_manifest_spells_otherwise_is_told_of_once_for_each_goal_state() {
        vm.offered = Optional.of("1.0.5.2");
        vm.manifestExtras.put("Test.M-1.0.5.2", ",\"supportsMultipleExtensions\":true");

        vm.accept(multi(
                "Test.M",
                "1.0",
                RequestedState.ENABLED,
                settings("one", 2, "enabled", 0),
                settings("two", 3, "enabled", 0)));

        assertThat(vm.state("Test.M-1.0.5.2")).isEqualTo("Enabled");
        assertThat(vm.told)
                .filteredOn(event -> event.operation() == Operation.REQUESTED_VERSION_MISMATCH)
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.message()).contains("Test.M version 1.0,", "version 1.0.5.2 ");
                    assertThat(event.subject().orElseThrow().version()).isEqualTo("1.0.5.2");
                });
    }

    @Test
    void the_version_asked_for_is_no_news() {
        vm.accept(enabled("Test.A", "1.0.0", 0));

        assertThat(vm.told).noneMatch(event -> event.operation() == Operation.REQUESTED_VERSION_MISMATCH);
    }

    @Test
    void a_handler_and_a_version_with_dashes_are_found_again_after_a_restart() {
        vm.accept(enabled("Test.A-2", "1.0-beta.1", 0));

        vm.restart();
        vm.accept(enabled("Test.A-2", "1.0-beta.1", 0));

        assertThat(vm.acquired).containsExactly("Test.A-2-1.0-beta.1");
        assertThat(vm.commands.log).endsWith("Test.A-2-1.0-beta.1 enable#0");
    }

    @Test
    void a_stray_package_of_a_version_with_a_dash_goes() throws IOException {
        Files.createDirectories(vm.lib);
        Path package1 = Files.writeString(vm.lib.resolve("Test.A__1.0-rc1.zip"), "x");
        Path package2 = Files.writeString(vm.lib.resolve("Test.B-2-1.0-rc.1.zip"), "x");
        Path other = Files.writeString(vm.lib.resolve("Test.C-2-notes.zip"), "x");

        vm.accept();

        assertThat(package1).doesNotExist();
        assertThat(package2).doesNotExist();
        assertThat(other).exists();
    }

    @Test
    void a_stray_package_of_a_handler_that_ends_like_a_version_goes() throws IOException {
        Files.createDirectories(vm.lib);
        Path stray = Files.writeString(vm.lib.resolve("Test.A-1__2.0.zip"), "x");

        vm.accept();

        assertThat(stray).doesNotExist();
    }

    @Test
    void a_package_that_is_not_to_be_seen_in_its_place_is_one_error_and_no_second_download() {
        vm.lost.add("Test.A-1.0.0");

        vm.accept(enabled("Test.A", "1.0.0", 0), enabled("Test.B", "1.0.0", 0));

        assertThat(vm.acquired).containsExactlyInAnyOrder("Test.A-1.0.0", "Test.B-1.0.0");
        assertThat(vm.commands.log).containsExactly("Test.B-1.0.0 install#0", "Test.B-1.0.0 enable#0");
        assertThat(vm.view.handlers().get(0).status())
                .hasValueSatisfying(status -> assertThat(status.message())
                        .hasValueSatisfying(message -> assertThat(message).contains("Test.A-1.0.0 holds no handler")));
    }
}
