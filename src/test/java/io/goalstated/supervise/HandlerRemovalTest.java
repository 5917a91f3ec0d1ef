package io.goalstated.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goalstated.Conforms;
import io.goalstated.extension.HandlerLayout;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.VersionNumber;
import io.goalstated.goalstate.RequestedState;
import io.goalstated.platform.Disk;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A handler's directory goes away:
 *
 * <pre>
 * lib/Test.A-1.0.0/HandlerManifest.json
 *                  config/HandlerState
 * lib/Test.A__1.0.0.zip
 * </pre>
 */
class HandlerRemovalTest {
    @TempDir
    Path scratch;

    private Path lib;
    private HandlerLayout layout;

    @BeforeEach
    void install() throws IOException {
        lib = scratch.resolve("lib");
        layout = new HandlerLayout(lib, scratch.resolve("log"), new HandlerName("Test.A"), new VersionNumber("1.0.0"));
        Files.createDirectories(layout.config());
        Files.writeString(layout.handlerState(), "Enabled");
        Files.writeString(layout.manifest(), "[]");
        Files.writeString(layout.packageFile(), "zip");
    }

    private HandlerRemoval removal(Disk disk) {
        return new HandlerRemoval(disk, lib, new DisplacedStatus(disk, lib.resolve("goalstated/displaced")));
    }

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** A directory that had lost state and manifest first was no handler's any more, and stayed for ever. */
    @Test
    void a_kill_in_the_middle_of_a_removal_leaves_no_half_directory_and_the_rest_is_swept() throws IOException {
        Disk dying = new Disk((operation, path) -> {
            if (operation.equals("delete") && path.endsWith("HandlerState")) {
                throw new Killed();
            }
        });
        assertThatThrownBy(() -> removal(dying).remove(layout)).isInstanceOf(Killed.class);
        assertThat(layout.base()).doesNotExist();

        HandlerRemoval next = removal(new Disk());
        next.sweep();

        assertThat(new DiskInventory(new Disk(), lib, scratch.resolve("log")).handlers())
                .isEmpty();
        assertThat(lib.resolve("goalstated/removed")).isEmptyDirectory();
    }

    @Test
    void a_directory_that_cannot_be_renamed_away_is_removed_where_it_is() throws IOException {
        Disk divided = new Disk((operation, path) -> {
            if (operation.equals("rename")) {
                throw new AtomicMoveNotSupportedException("a", "b", "another file system");
            }
        });

        removal(divided).remove(layout);

        assertThat(layout.base()).doesNotExist();
        assertThat(layout.packageFile()).doesNotExist();
    }

    /** A crash of the machine brought it back, as an installed version, after the newer one's install had begun. */
    @Test
    void a_directory_that_its_uninstall_has_deleted_is_gone_on_the_disk_before_that_is_booked() throws IOException {
        new Disk().deleteTree(layout.base());
        List<String> synced = new ArrayList<>();
        Disk watched = new Disk((operation, path) -> {
            if (operation.equals("sync")) {
                synced.add(path.toString());
            }
        });

        removal(watched).remove(layout);

        assertThat(synced).contains(lib.toString());
    }

    @Test
    @Conforms("B37")
    void a_directory_in_which_somebody_works_with_open_files_is_removed_and_he_goes_on() throws Exception {
        Process worker = new ProcessBuilder(
                        "/bin/sh", "-c", "exec 3> open; echo ready; read x; echo y >&3 && echo fine")
                .directory(layout.base().toFile())
                .start();
        try (BufferedReader said = worker.inputReader()) {
            assertThat(said.readLine()).isEqualTo("ready");

            removal(new Disk()).remove(layout);
            worker.outputWriter().close();

            assertThat(layout.base()).doesNotExist();
            assertThat(lib.resolve("goalstated/removed")).isEmptyDirectory();
            assertThat(said.readLine()).isEqualTo("fine");
        } finally {
            worker.destroyForcibly();
        }
    }

    @Test
    @Conforms("B37")
    void files_that_vanish_meanwhile_are_no_error() throws IOException {
        Files.writeString(layout.base().resolve("pid"), "1");
        Disk watched = new Disk((operation, path) -> {
            if (operation.equals("delete") && path.endsWith("HandlerManifest.json")) {
                Files.deleteIfExists(path);
                Files.deleteIfExists(path.resolveSibling("pid"));
            }
        });

        removal(watched).remove(layout);

        assertThat(lib.resolve("goalstated/removed")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127})
    @Conforms("B37")
    void the_directory_stays_until_the_uninstall_has_ended_and_goes_whatever_came_of_it(int code) {
        Supervision vm = new Supervision(scratch.resolve("vm"));
        Path base = vm.lib.resolve("Test.B-1.0.0");
        vm.accept(Supervision.enabled("Test.B", "1.0.0", 0));
        vm.commands.holds("Test.B-1.0.0 uninstall");
        vm.accept(Supervision.handler("Test.B", "1.0.0", RequestedState.UNINSTALL, 0, 0));
        boolean there = Files.exists(base);

        vm.commands.release("Test.B-1.0.0 uninstall", code);

        assertThat(there).isTrue();
        assertThat(base).doesNotExist();
        assertThat(scratch.resolve("vm/log/Test.B")).isDirectory();
    }

    @Test
    @Conforms("B37")
    void a_failed_disable_before_the_uninstall_keeps_everything() {
        Supervision vm = new Supervision(scratch.resolve("vm"));
        vm.accept(Supervision.enabled("Test.B", "1.0.0", 0));
        vm.commands.exits("Test.B-1.0.0 disable", 1);

        vm.accept(Supervision.handler("Test.B", "1.0.0", RequestedState.UNINSTALL, 0, 0));

        assertThat(vm.state("Test.B-1.0.0")).isEqualTo("Enabled");
        assertThat(vm.commands.log).noneMatch(line -> line.contains("uninstall"));
    }

    @Test
    void a_removal_may_be_repeated() throws IOException {
        removal(new Disk()).remove(layout);

        removal(new Disk()).remove(layout);

        assertThat(layout.base()).doesNotExist();
    }
}
