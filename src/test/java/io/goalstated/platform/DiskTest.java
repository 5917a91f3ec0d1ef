package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.goalstated.Conforms;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
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

    /** A disk that stops before the n-th step (from 0) and remembers what it was asked to do. */
    private static final class Failing implements Disk.Watcher {
        private final int failAt;
        private final List<String> steps = new ArrayList<>();

        Failing(int failAt) {
            this.failAt = failAt;
        }

        @Override
        public void before(String operation, Path path) throws IOException {
            steps.add(operation);
            if (steps.size() - 1 == failAt) {
                throw new IOException("no space left before step " + failAt);
            }
        }
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
    }

    private List<String> names() throws IOException {
        return disk.list(directory).stream()
                .map(path -> path.getFileName().toString())
                .toList();
    }

    // Discarding

    @Test
    void what_cannot_be_discarded_now_is_removed_later() throws IOException {
        Path tree = directory.resolve("tree");
        Files.createDirectories(tree.resolve("inner"));
        Disk broken = new Disk(new Failing(0));

        broken.discard(tree);
        boolean left = Files.exists(tree) && broken.hasLeftovers();
        broken.removeLeftovers();

        assertThat(left).isTrue();
        assertThat(names()).isEmpty();
        assertThat(broken.hasLeftovers()).isFalse();
    }

    @Test
    void what_can_be_discarded_is_gone_at_once_and_owed_nothing() throws IOException {
        Files.createDirectories(directory.resolve("tree/inner"));

        disk.discard(directory.resolve("tree"));
        disk.discard(directory.resolve("never there"));

        assertThat(names()).isEmpty();
        assertThat(disk.hasLeftovers()).isFalse();
    }

    // Writing

    @Test
    void the_names_of_new_directories_and_growing_files_are_synced_too() throws IOException {
        Failing watcher = new Failing(Integer.MAX_VALUE);
        Disk watched = new Disk(watcher);

        watched.createDirectory(directory.resolve("new"), Disk.PRIVATE_DIRECTORY);
        watched.append(directory.resolve("new/journal"), "first");
        watched.append(directory.resolve("new/journal"), "second");

        assertThat(watcher.steps).containsExactly("mkdir", "sync", "create", "write", "sync", "write");
    }

    @ParameterizedTest
    @CsvSource({"1, create write write sync write", "2, create write sync write sync write"})
    void a_name_that_could_not_be_synced_is_synced_before_anybody_relies_on_it(int failing, String steps)
            throws IOException {
        Failing watcher = new Failing(failing);
        Disk watched = new Disk(watcher);
        Path journal = directory.resolve("journal");

        assertThatThrownBy(() -> watched.append(journal, "first")).isInstanceOf(IOException.class);
        watched.append(journal, "second");
        watched.append(journal, "third");

        assertThat(String.join(" ", watcher.steps)).isEqualTo(steps);
    }

    @Test
    void a_directory_that_could_not_be_synced_is_synced_before_anybody_relies_on_it() throws IOException {
        Failing watcher = new Failing(1);
        Disk watched = new Disk(watcher);
        Path made = directory.resolve("new");

        assertThatThrownBy(() -> watched.createDirectory(made, Disk.PRIVATE_DIRECTORY))
                .isInstanceOf(IOException.class);
        watched.createDirectory(made, Disk.PRIVATE_DIRECTORY);
        watched.createDirectory(made, Disk.PRIVATE_DIRECTORY);

        assertThat(watcher.steps).containsExactly("mkdir", "sync", "mkdir", "sync");
    }

    @Test
    void a_sweep_makes_the_names_durable_that_a_killed_agent_has_left() throws IOException {
        Failing watcher = new Failing(-1);
        Files.writeString(directory.resolve("journal"), "{}");

        new Disk(watcher).sweep(directory);

        assertThat(watcher.steps).containsExactly("sync");
    }

    @Test
    void a_write_is_made_under_another_name_and_renamed_and_the_directory_synced() throws IOException {
        Failing watcher = new Failing(-1);
        Path file = directory.resolve("state");

        new Disk(watcher).write(file, "new", Disk.PRIVATE);

        assertThat(watcher.steps).containsExactly("create", "write", "rename", "sync");
        assertThat(file).hasContent("new");
        assertThat(names()).containsExactly("state");
    }

    @ParameterizedTest
    @CsvSource({"0, old", "1, old", "2, old", "3, new"})
    void a_write_that_stops_half_way_leaves_the_old_content_or_the_new_and_no_other_file(int step, String content)
            throws IOException {
        Path file = Files.writeString(directory.resolve("state"), "old");

        assertThatThrownBy(() -> new Disk(new Failing(step)).write(file, "new", Disk.PRIVATE))
                .isInstanceOf(IOException.class);

        assertThat(file).hasContent(content);
        assertThat(names()).containsExactly("state");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void a_first_write_that_stops_half_way_leaves_nothing(int step) throws IOException {
        Disk failing = new Disk(new Failing(step));

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
        Failing watcher = new Failing(-1);
        Path file = directory.resolve("state");

        new Disk(watcher).writeLoosely(file, "new", Disk.PRIVATE);

        assertThat(watcher.steps).containsExactly("create", "write", "rename");
        assertThat(file).hasContent("new");
        assertThat(names()).containsExactly("state");
    }

    @Test
    void temporary_names_cannot_be_taken_for_settings() throws IOException {
        List<String> names = new ArrayList<>();
        Disk watched =
                new Disk((operation, path) -> names.add(path.getFileName().toString()));

        watched.write(directory.resolve("5.settings"), "{}", Disk.PRIVATE);

        assertThat(names.get(0)).startsWith(".goalstated-").doesNotContain("settings");
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
            disk.appendLog(directory.resolve("log"), "all may read\n", Disk.PUBLIC);
            disk.createDirectory(directory.resolve("open/deeper"), Disk.PRIVATE_DIRECTORY);
        }
    }

    // Kills

    /** Stands for a kill: no clean-up catches it. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static Disk dyingAt(String operation) {
        return new Disk((step, path) -> {
            if (step.equals(operation)) {
                throw new Killed();
            }
        });
    }

    @Test
    void what_a_killed_write_has_left_is_swept_and_nothing_else() throws IOException {
        Files.writeString(directory.resolve("state"), "old");
        Files.writeString(directory.resolve(".tmp-1234"), "a handler's");
        Files.createDirectory(directory.resolve(".goalstated-directory"));
        assertThatThrownBy(() -> dyingAt("rename").write(directory.resolve("state"), "new", Disk.PRIVATE))
                .isInstanceOf(Killed.class);
        assertThat(names()).hasSize(4);

        int swept = disk.sweep(directory);

        assertThat(swept).isEqualTo(1);
        assertThat(names()).containsExactly(".goalstated-directory", ".tmp-1234", "state");
    }

    @Test
    void a_copy_that_is_killed_leaves_the_old_content() throws IOException {
        Path from = Files.writeString(directory.resolve("from"), "new");
        Path to = Files.writeString(directory.resolve("to"), "old");

        assertThatThrownBy(() -> dyingAt("rename").copy(from, to)).isInstanceOf(Killed.class);

        assertThat(to).hasContent("old");
    }

    @Test
    void content_can_be_torn_anywhere() throws IOException {
        Path log = Files.writeString(directory.resolve("log"), "one\n");
        Disk torn = new Disk(new Disk.Watcher() {
            private int steps;

            @Override
            public void before(String operation, Path path) {
                steps++;
                if (steps == 2) {
                    throw new Killed();
                }
            }

            @Override
            public int atOnce(Path file, int bytes) {
                return 2;
            }
        });

        assertThatThrownBy(() -> torn.appendLog(log, "two\n", Disk.PUBLIC)).isInstanceOf(Killed.class);

        assertThat(Files.readString(log)).isEqualTo("one\ntw");
    }

    @Test
    void each_entry_of_a_tree_is_announced_before_it_is_removed() throws IOException {
        Failing watcher = new Failing(-1);
        Files.createDirectories(directory.resolve("tree/deeper"));
        Files.writeString(directory.resolve("tree/deeper/file"), "");

        new Disk(watcher).deleteTree(directory.resolve("tree"));

        assertThat(watcher.steps).containsExactly("delete", "delete", "delete");
    }

    // Creating

    @Test
    void a_new_file_has_its_content_and_its_mode() throws IOException {
        Failing watcher = new Failing(-1);

        new Disk(watcher).createFile(directory.resolve("start"), "umask 022\n", Disk.SEALED);

        assertThat(Files.readString(directory.resolve("start"))).isEqualTo("umask 022\n");
        assertThat(mode(directory.resolve("start"))).isEqualTo("r--------");
        assertThat(watcher.steps).containsExactly("create", "write");
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

    // Growing

    @Test
    void a_line_is_added_to_a_private_file() throws IOException {
        Path journal = directory.resolve("journal");

        disk.append(journal, "one");
        disk.append(journal, "two");

        assertThat(Files.readString(journal)).isEqualTo("one\ntwo\n");
        assertThat(mode(journal)).isEqualTo("rw-------");
    }

    @Test
    void a_line_that_a_crash_has_torn_does_not_spoil_the_next_one() throws IOException {
        Path journal = Files.writeString(directory.resolve("journal"), "one\n{\"tor");

        disk.append(journal, "two");
        disk.append(journal, "three");

        assertThat(Files.readString(journal)).isEqualTo("one\n{\"tor\ntwo\nthree\n");
    }

    @Test
    void an_empty_file_has_no_torn_line() throws IOException {
        Path journal = Files.createFile(directory.resolve("journal"));

        disk.append(journal, "one");

        assertThat(Files.readString(journal)).isEqualTo("one\n");
    }

    @Test
    void an_append_that_stops_before_it_begins_changes_nothing() throws IOException {
        Path journal = Files.writeString(directory.resolve("journal"), "one\n");

        assertThatThrownBy(() -> new Disk(new Failing(0)).append(journal, "two"))
                .isInstanceOf(IOException.class);
        assertThat(journal).hasContent("one\n");
    }

    @Test
    void nothing_is_added_through_a_symbolic_link() throws IOException {
        Path target = Files.writeString(directory.resolve("target"), "precious\n");
        Path link = Files.createSymbolicLink(directory.resolve("link"), target);

        assertThatThrownBy(() -> disk.append(link, "line")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> disk.appendLog(link, "text", Disk.PUBLIC)).isInstanceOf(IOException.class);
        assertThat(target).hasContent("precious\n");
    }

    @Test
    void a_log_grows_by_text_as_it_is() throws IOException {
        Path log = directory.resolve("log");

        disk.appendLog(log, "one ", Disk.PUBLIC);
        disk.appendLog(log, "two\n", Disk.PUBLIC);

        assertThat(Files.readString(log)).isEqualTo("one two\n");
        assertThat(mode(log)).isEqualTo("rw-r--r--");
    }

    @ParameterizedTest
    @CsvSource({
        // limit, what is left of: first\nsecond\nthird\n (6, 7 and 6 bytes)
        "100, first|second|third|",
        "19, first|second|third|",
        "18, second|third|",
        "14, second|third|",
        "13, third|",
        "7, third|",
        "6, ''",
        "1, ''",
    })
    void a_log_that_has_grown_too_long_is_cut_at_the_start_of_a_line(int limit, String left) throws IOException {
        Path log = Files.writeString(directory.resolve("log"), "first\nsecond\nthird\n");

        disk.keepTail(log, limit, Disk.PUBLIC);

        assertThat(Files.readString(log)).isEqualTo(left.replace('|', '\n'));
    }

    @Test
    void a_log_that_is_a_symbolic_link_or_missing_is_not_cut() throws IOException {
        Path target = Files.writeString(directory.resolve("target"), "first\nsecond\n");
        Path link = Files.createSymbolicLink(directory.resolve("link"), target);

        disk.keepTail(link, 7, Disk.PUBLIC);
        disk.keepTail(directory.resolve("missing"), 7, Disk.PUBLIC);

        assertThat(target).hasContent("first\nsecond\n");
        assertThat(names()).containsExactly("link", "target");
    }

    // Reading

    @Test
    void a_file_of_exactly_the_limit_is_read_and_a_longer_one_is_an_error() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "12345");

        assertThat(disk.readText(file, 5)).contains("12345");
        assertThatThrownBy(() -> disk.readText(file, 4))
                .isInstanceOf(IOException.class)
                .hasMessage(file + " is larger than 4 bytes");
    }

    @Test
    void a_missing_file_is_empty() throws IOException {
        assertThat(disk.read(directory.resolve("missing"), 10)).isEmpty();
        assertThat(disk.readText(directory.resolve("missing/deeper"), 10)).isEmpty();
    }

    @Test
    void bytes_that_are_no_text_are_replaced() throws IOException {
        Path file = Files.write(directory.resolve("file"), new byte[] {'a', (byte) 0xff, 'b'});

        assertThat(disk.readText(file, 10)).contains("a\uFFFDb");
    }

    @Test
    void a_symbolic_link_is_not_read() throws IOException {
        Path target = Files.writeString(directory.resolve("target"), "secret");
        Path link = Files.createSymbolicLink(directory.resolve("link"), target);
        Path dangling = Files.createSymbolicLink(directory.resolve("dangling"), directory.resolve("nothing"));

        assertThatThrownBy(() -> disk.read(link, 10)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> disk.read(dangling, 10)).isInstanceOf(IOException.class);
    }

    @Test
    void a_directory_is_not_read() {
        assertThatThrownBy(() -> disk.read(directory, 10)).isInstanceOf(IOException.class);
    }

    @Test
    void a_named_pipe_is_an_error_and_not_waited_for() throws Exception {
        Path pipe = directory.resolve("0.status");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertTimeoutPreemptively(
                Duration.ofMinutes(1),
                () -> assertThatThrownBy(() -> disk.read(pipe, 10))
                        .isInstanceOf(IOException.class)
                        .hasMessage(pipe + " is not a regular file"));
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

    @Test
    void entries_are_listed_in_the_order_of_their_names() throws IOException {
        for (String name : List.of("b", "a", "10", "9")) {
            Files.write(directory.resolve(name), "x".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(names()).containsExactly("10", "9", "a", "b");
    }

    @Test
    void there_are_no_entries_in_what_is_missing_or_a_file() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThat(disk.list(directory.resolve("missing"))).isEmpty();
        assertThat(disk.list(file)).isEmpty();
    }
}
