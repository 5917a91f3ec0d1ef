package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goalstated.Conforms;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiskTest {
    @TempDir
    Path directory;

    private final Disk disk = new Disk();

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
    }

    private List<String> names() throws IOException {
        return disk.list(directory).stream()
                .map(path -> path.getFileName().toString())
                .toList();
    }

    // Writing

    @Test
    void a_directory_that_could_not_be_synced_is_synced_before_anybody_relies_on_it() throws IOException {
        FailingWatcher watcher = new FailingWatcher(1);
        Disk watched = new Disk(watcher);
        Path made = directory.resolve("new");

        assertThatThrownBy(() -> watched.createDirectory(made, Disk.PRIVATE_DIRECTORY))
                .isInstanceOf(IOException.class);
        watched.createDirectory(made, Disk.PRIVATE_DIRECTORY);
        watched.createDirectory(made, Disk.PRIVATE_DIRECTORY);

        assertThat(watcher.steps()).containsExactly("mkdir", "sync", "mkdir", "sync");
    }

    @Test
    void a_write_is_made_under_another_name_and_renamed_and_the_directory_synced() throws IOException {
        FailingWatcher watcher = new FailingWatcher(-1);
        Path file = directory.resolve("state");

        new Disk(watcher).write(file, "new", Disk.PRIVATE);

        assertThat(watcher.steps()).containsExactly("create", "write", "rename", "sync");
        assertThat(file).hasContent("new");
        assertThat(names()).containsExactly("state");
    }

    @ParameterizedTest
    @CsvSource({"0, old", "1, old", "2, old", "3, new"})
    void a_write_that_stops_half_way_leaves_the_old_content_or_the_new_and_no_other_file(int step, String content)
            throws IOException {
        Path file = Files.writeString(directory.resolve("state"), "old");

        assertThatThrownBy(() -> new Disk(new FailingWatcher(step)).write(file, "new", Disk.PRIVATE))
                .isInstanceOf(IOException.class);

        assertThat(file).hasContent(content);
        assertThat(names()).containsExactly("state");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void a_first_write_that_stops_half_way_leaves_nothing(int step) throws IOException {
        Disk failing = new Disk(new FailingWatcher(step));

        assertThatThrownBy(() -> failing.write(directory.resolve("state"), "new", Disk.PRIVATE))
                .isInstanceOf(IOException.class);

        assertThat(names()).isEmpty();
    }

    @ParameterizedTest
    @Conforms("03R#6")
    @ValueSource(strings = {"rw-------", "r--------", "rw-r--r--"})
    void the_mode_is_right_before_the_first_byte_is_written(String mode) throws IOException {
        List<String> seen = new ArrayList<>();
        Disk watched = new Disk((operation, path) -> {
            if (operation.equals("write")) {
                seen.add(mode(path) + " " + Files.size(path));
            }
        });

        watched.write(directory.resolve("secret"), "s3cret", PosixFilePermissions.fromString(mode));

        assertThat(seen).containsExactly(mode + " 0");
        assertThat(mode(directory.resolve("secret"))).isEqualTo(mode);
    }

    @Test
    void a_loose_write_is_made_under_another_name_and_waits_for_no_disk() throws IOException {
        FailingWatcher watcher = new FailingWatcher(-1);
        Path file = directory.resolve("state");

        new Disk(watcher).writeLoosely(file, "new", Disk.PRIVATE);

        assertThat(watcher.steps()).containsExactly("create", "write", "rename");
        assertThat(file).hasContent("new");
        assertThat(names()).containsExactly("state");
    }

    @Test
    void a_write_replaces_the_mode_of_the_file_that_was_there() throws IOException {
        Path file = Files.writeString(directory.resolve("state"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        disk.write(file, "new", Disk.SEALED);

        assertThat(mode(file)).isEqualTo("r--------");
    }

    @Test
    void a_write_replaces_a_symbolic_link_and_leaves_its_target_alone() throws IOException {
        Path target = Files.writeString(directory.resolve("target"), "precious");
        Path link = Files.createSymbolicLink(directory.resolve("link"), target);

        disk.write(link, "new", Disk.PRIVATE);

        assertThat(target).hasContent("precious");
        assertThat(Files.isSymbolicLink(link)).isFalse();
    }

    @Test
    void modes_do_not_depend_on_the_umask() throws Exception {
        String classes = Stream.of(Disk.class, UnderUmask.class)
                .map(type ->
                        type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .reduce((a, b) -> a + File.pathSeparator + b)
                .orElseThrow();
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "umask 077; exec \"$@\"",
                        "sh",
                        java.toString(),
                        "-cp",
                        classes,
                        UnderUmask.class.getName(),
                        directory.toString())
                .inheritIO()
                .start();

        assertThat(process.waitFor()).isZero();
        assertThat(mode(directory.resolve("public"))).isEqualTo("rw-r--r--");
        assertThat(mode(directory.resolve("private"))).isEqualTo("rw-------");
        assertThat(mode(directory.resolve("log"))).isEqualTo("rw-r--r--");
        assertThat(mode(directory.resolve("open"))).isEqualTo("rwxr-xr-x");
        assertThat(mode(directory.resolve("open/deeper"))).isEqualTo("rwx------");
    }

    /** Runs in a process of its own: a JVM cannot change its umask. */
    static final class UnderUmask {
        private UnderUmask() {}

        public static void main(String[] arguments) throws IOException {
            Path directory = Path.of(arguments[0]);
            Disk disk = new Disk();
            disk.write(directory.resolve("public"), "all may read", Disk.PUBLIC);
            disk.write(directory.resolve("private"), "only one may", Disk.PRIVATE);
            new GrowingFile(disk, directory.resolve("log"), Disk.PUBLIC).appendLoosely("all may read\n");
            disk.createDirectory(directory.resolve("open/deeper"), Disk.PRIVATE_DIRECTORY);
        }
    }

    // Kills

    @Test
    void a_copy_that_is_killed_leaves_the_old_content() throws IOException {
        Path from = Files.writeString(directory.resolve("from"), "new");
        Path to = Files.writeString(directory.resolve("to"), "old");

        assertThatThrownBy(() -> Killed.before("rename").copy(from, to)).isInstanceOf(Killed.class);

        assertThat(to).hasContent("old");
    }

    @Test
    void each_entry_of_a_tree_is_announced_before_it_is_removed() throws IOException {
        FailingWatcher watcher = new FailingWatcher(-1);
        Files.createDirectories(directory.resolve("tree/deeper"));
        Files.writeString(directory.resolve("tree/deeper/file"), "");

        new Disk(watcher).deleteTree(directory.resolve("tree"));

        assertThat(watcher.steps()).containsExactly("delete", "delete", "delete");
    }

    // Creating

    @Test
    void a_new_file_has_its_content_and_its_mode() throws IOException {
        FailingWatcher watcher = new FailingWatcher(-1);

        new Disk(watcher).createFile(directory.resolve("start"), "umask 022\n", Disk.SEALED);

        assertThat(Files.readString(directory.resolve("start"))).isEqualTo("umask 022\n");
        assertThat(mode(directory.resolve("start"))).isEqualTo("r--------");
        assertThat(watcher.steps()).containsExactly("create", "write");
    }

    @Test
    void a_new_file_is_never_put_over_another() throws IOException {
        Path file = Files.writeString(directory.resolve("claim"), "first");

        assertThatThrownBy(() -> disk.createFile(file, "second", Disk.PRIVATE))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("first");
    }

    @Test
    void a_new_file_is_never_made_through_a_symbolic_link() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("elsewhere"));

        assertThatThrownBy(() -> disk.createFile(link, "content", Disk.PRIVATE)).isInstanceOf(IOException.class);
        assertThat(directory.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void missing_parents_of_a_directory_are_open_to_all() throws IOException {
        disk.createDirectory(directory.resolve("a/b/c"), Disk.PRIVATE_DIRECTORY);

        assertThat(mode(directory.resolve("a"))).isEqualTo("rwxr-xr-x");
        assertThat(mode(directory.resolve("a/b"))).isEqualTo("rwxr-xr-x");
        assertThat(mode(directory.resolve("a/b/c"))).isEqualTo("rwx------");
    }

    @Test
    void a_directory_that_is_there_keeps_its_mode() throws IOException {
        Path logs = Files.createDirectory(directory.resolve("logs"));
        Files.setPosixFilePermissions(logs, PosixFilePermissions.fromString("rwx------"));

        disk.createDirectory(logs, Disk.PUBLIC_DIRECTORY);

        assertThat(mode(logs)).isEqualTo("rwx------");
    }

    @Test
    void a_file_in_the_place_of_a_directory_is_an_error() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThatThrownBy(() -> disk.createDirectory(file, Disk.PRIVATE_DIRECTORY))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    // The rest

    @Test
    void a_move_replaces_what_is_there() throws IOException {
        Path from = Files.writeString(directory.resolve("from"), "new");
        Path to = Files.writeString(directory.resolve("to"), "old");

        disk.move(from, to);

        assertThat(to).hasContent("new");
        assertThat(names()).containsExactly("to");
    }

    @Test
    void a_copy_has_the_times_and_the_mode_of_the_original() throws IOException {
        Path from = Files.writeString(directory.resolve("mrseq"), "7");
        FileTime longAgo = FileTime.from(Instant.parse("2020-02-02T20:20:02.123456Z"));
        disk.setModified(from, longAgo);
        Files.setPosixFilePermissions(from, PosixFilePermissions.fromString("rwxr-----"));
        Path to = Files.writeString(directory.resolve("copy"), "older");

        disk.copy(from, to);

        assertThat(to).hasContent("7");
        assertThat(Files.getLastModifiedTime(to)).isEqualTo(longAgo);
        assertThat(mode(to)).isEqualTo("rwxr-----");
    }

    @Test
    @Conforms("03R#22")
    void a_tree_is_deleted_without_following_links() throws IOException {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("precious"), "");
        Path tree = directory.resolve("tree");
        Files.createDirectories(tree.resolve("a/b"));
        Files.writeString(tree.resolve("a/file"), "");
        Files.createSymbolicLink(tree.resolve("a/link"), outside);

        disk.deleteTree(tree);

        assertThat(tree).doesNotExist();
        assertThat(outside.resolve("precious")).exists();
    }

    @Test
    @Conforms("03R#22")
    void a_link_to_a_tree_is_deleted_itself() throws IOException {
        Path tree = Files.createDirectory(directory.resolve("tree"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), tree);

        disk.deleteTree(link);

        assertThat(names()).containsExactly("tree");
    }

    @Test
    @Conforms("B37")
    void a_tree_is_deleted_although_somebody_goes_on_writing_and_deleting_in_it() throws Exception {
        Path tree = directory.resolve("tree");
        Files.createDirectories(tree.resolve("a"));
        Process busy = new ProcessBuilder(
                        "sh",
                        "-c",
                        "exec 3>a/open; echo; while : >a/$((i = i + 1)) && : >$i; do rm -f a/$i; done 2>/dev/null")
                .directory(tree.toFile())
                .start();
        try {
            // Its first line: it has a file open, and goes on until it cannot write any more.
            assertThat(busy.getInputStream().read()).isEqualTo('\n');

            disk.deleteTree(tree);

            assertThat(tree).doesNotExist();
        } finally {
            busy.destroyForcibly().waitFor();
        }
    }

    @Test
    void what_is_not_there_can_be_deleted() throws IOException {
        disk.delete(directory.resolve("missing"));
        disk.deleteTree(directory.resolve("missing"));

        assertThat(names()).isEmpty();
    }
}
