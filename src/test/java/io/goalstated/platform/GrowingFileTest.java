package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrowingFileTest {
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

    @Test
    void the_names_of_new_directories_and_growing_files_are_synced_too() throws IOException {
        FailingWatcher watcher = new FailingWatcher(-1);
        Disk watched = new Disk(watcher);

        watched.createDirectory(directory.resolve("new"), Disk.PRIVATE_DIRECTORY);
        new GrowingFile(watched, directory.resolve("new/journal"), Disk.PRIVATE).append("first");
        new GrowingFile(watched, directory.resolve("new/journal"), Disk.PRIVATE).append("second");

        assertThat(watcher.steps()).containsExactly("mkdir", "sync", "create", "write", "sync", "write");
    }

    @ParameterizedTest
    @CsvSource({"1, create write write sync write", "2, create write sync write sync write"})
    void a_name_that_could_not_be_synced_is_synced_before_anybody_relies_on_it(int failing, String steps)
            throws IOException {
        FailingWatcher watcher = new FailingWatcher(failing);
        Disk watched = new Disk(watcher);
        Path journal = directory.resolve("journal");

        assertThatThrownBy(() -> new GrowingFile(watched, journal, Disk.PRIVATE).append("first"))
                .isInstanceOf(IOException.class);
        new GrowingFile(watched, journal, Disk.PRIVATE).append("second");
        new GrowingFile(watched, journal, Disk.PRIVATE).append("third");

        assertThat(String.join(" ", watcher.steps())).isEqualTo(steps);
    }

    @Test
    void a_line_is_added_to_a_private_file() throws IOException {
        Path journal = directory.resolve("journal");

        new GrowingFile(disk, journal, Disk.PRIVATE).append("one");
        new GrowingFile(disk, journal, Disk.PRIVATE).append("two");

        assertThat(Files.readString(journal)).isEqualTo("one\ntwo\n");
        assertThat(mode(journal)).isEqualTo("rw-------");
    }

    @Test
    void a_line_that_a_crash_has_torn_does_not_spoil_the_next_one() throws IOException {
        Path journal = Files.writeString(directory.resolve("journal"), "one\n{\"tor");

        new GrowingFile(disk, journal, Disk.PRIVATE).append("two");
        new GrowingFile(disk, journal, Disk.PRIVATE).append("three");

        assertThat(Files.readString(journal)).isEqualTo("one\n{\"tor\ntwo\nthree\n");
    }

    @Test
    void an_empty_file_has_no_torn_line() throws IOException {
        Path journal = Files.createFile(directory.resolve("journal"));

        new GrowingFile(disk, journal, Disk.PRIVATE).append("one");

        assertThat(Files.readString(journal)).isEqualTo("one\n");
    }

    @Test
    void an_append_that_stops_before_it_begins_changes_nothing() throws IOException {
        Path journal = Files.writeString(directory.resolve("journal"), "one\n");

        assertThatThrownBy(() -> new GrowingFile(new Disk(new FailingWatcher(0)), journal, Disk.PRIVATE).append("two"))
                .isInstanceOf(IOException.class);
        assertThat(journal).hasContent("one\n");
    }

    @Test
    void nothing_is_added_through_a_symbolic_link() throws IOException {
        Path target = Files.writeString(directory.resolve("target"), "precious\n");
        Path link = Files.createSymbolicLink(directory.resolve("link"), target);

        assertThatThrownBy(() -> new GrowingFile(disk, link, Disk.PRIVATE).append("line"))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> new GrowingFile(disk, link, Disk.PUBLIC).appendLoosely("text"))
                .isInstanceOf(IOException.class);
        assertThat(target).hasContent("precious\n");
    }

    @Test
    void a_log_grows_by_text_as_it_is() throws IOException {
        Path log = directory.resolve("log");

        new GrowingFile(disk, log, Disk.PUBLIC).appendLoosely("one ");
        new GrowingFile(disk, log, Disk.PUBLIC).appendLoosely("two\n");

        assertThat(Files.readString(log)).isEqualTo("one two\n");
        assertThat(mode(log)).isEqualTo("rw-r--r--");
    }

    @Test
    void content_can_be_torn_anywhere() throws IOException {
        Path log = Files.writeString(directory.resolve("log"), "one\n");
        Disk torn = new Disk(new DiskSteps.Watcher() {
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

        assertThatThrownBy(() -> new GrowingFile(torn, log, Disk.PUBLIC).appendLoosely("two\n"))
                .isInstanceOf(Killed.class);

        assertThat(Files.readString(log)).isEqualTo("one\ntw");
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

        new GrowingFile(disk, log, Disk.PUBLIC).keepTail(limit);

        assertThat(Files.readString(log)).isEqualTo(left.replace('|', '\n'));
    }

    @Test
    void a_log_that_is_a_symbolic_link_or_missing_is_not_cut() throws IOException {
        Path target = Files.writeString(directory.resolve("target"), "first\nsecond\n");
        Path link = Files.createSymbolicLink(directory.resolve("link"), target);

        new GrowingFile(disk, link, Disk.PUBLIC).keepTail(7);
        new GrowingFile(disk, directory.resolve("missing"), Disk.PUBLIC).keepTail(7);

        assertThat(target).hasContent("first\nsecond\n");
        assertThat(names()).containsExactly("link", "target");
    }
}
