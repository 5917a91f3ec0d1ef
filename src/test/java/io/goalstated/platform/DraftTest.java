package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DraftTest {
    @TempDir
    Path directory;

    private final Disk disk = new Disk();

    @Test
    void a_file_is_seen_under_its_name_when_it_is_whole() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "old");
        try (Draft draft = new Draft(disk, file, Disk.PRIVATE)) {
            draft.write(new byte[] {'n', 'e'});
            draft.write('w');
            assertThat(file).hasContent("old");
            assertThat(draft.size()).isEqualTo(3);

            draft.finish();
        }

        assertThat(file).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(disk.list(directory)).containsExactly(file);
    }

    @Test
    void one_that_is_given_up_leaves_nothing() throws IOException {
        try (Draft draft = new Draft(disk, directory.resolve("file"), Disk.PRIVATE)) {
            draft.write('x');
        }

        assertThat(disk.list(directory)).isEmpty();
    }

    @Test
    void what_a_kill_leaves_of_one_is_swept() throws IOException {
        new Draft(disk, directory.resolve("file"), Disk.PRIVATE).write('x');

        assertThat(new Disk().leftovers().sweep(directory)).isOne();

        assertThat(disk.list(directory)).isEmpty();
    }
}
