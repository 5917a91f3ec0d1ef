package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
    @TempDir
    Path directory;

    private final Disk disk = new Disk();

    private List<String> names() throws IOException {
        return disk.list(directory).stream()
                .map(path -> path.getFileName().toString())
                .toList();
    }

    @Test
    void what_cannot_be_discarded_now_is_removed_later() throws IOException {
        Path tree = directory.resolve("tree");
        Files.createDirectories(tree.resolve("inner"));
        Disk broken = new Disk(new FailingWatcher(0));

        broken.discard(tree);
        boolean left = Files.exists(tree) && !broken.leftovers().isEmpty();
        broken.leftovers().remove();

        assertThat(left).isTrue();
        assertThat(names()).isEmpty();
        assertThat(broken.leftovers().isEmpty()).isTrue();
    }

    @Test
    void what_can_be_discarded_is_gone_at_once_and_owed_nothing() throws IOException {
        Files.createDirectories(directory.resolve("tree/inner"));

        disk.discard(directory.resolve("tree"));
        disk.discard(directory.resolve("never there"));

        assertThat(names()).isEmpty();
        assertThat(disk.leftovers().isEmpty()).isTrue();
    }

    @Test
    void a_sweep_makes_the_names_durable_that_a_killed_agent_has_left() throws IOException {
        FailingWatcher watcher = new FailingWatcher(-1);
        Files.writeString(directory.resolve("journal"), "{}");

        new Disk(watcher).leftovers().sweep(directory);

        assertThat(watcher.steps()).containsExactly("sync");
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
    void what_a_killed_write_has_left_is_swept_and_nothing_else() throws IOException {
        Files.writeString(directory.resolve("state"), "old");
        Files.writeString(directory.resolve(".tmp-1234"), "a handler's");
        Files.createDirectory(directory.resolve(".goalstated-directory"));
        assertThatThrownBy(() -> Killed.before("rename").write(directory.resolve("state"), "new", Disk.PRIVATE))
                .isInstanceOf(Killed.class);
        assertThat(names()).hasSize(4);

        int swept = disk.leftovers().sweep(directory);

        assertThat(swept).isEqualTo(1);
        assertThat(names()).containsExactly(".goalstated-directory", ".tmp-1234", "state");
    }
}
