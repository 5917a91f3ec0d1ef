package io.goalstated.simulation.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goalstated.platform.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemoryFileSystemTest {
    private long now = 1_000_000_000;
    private final MemoryFileSystem fileSystem = new MemoryFileSystem(() -> now++);
    private final Path directory = fileSystem.path("/var/lib");
    private final Disk disk = new Disk();

    private void makeDirectory() throws IOException {
        Files.createDirectories(directory);
        fileSystem.writeBackAll();
    }

    /** What a file may be found to hold after power has failed, in many worlds; {@code -} when it is gone. */
    private Set<String> afterCrashes(Doing doing) throws IOException {
        Set<String> found = new HashSet<>();
        for (int seed = 0; seed < 60; seed++) {
            MemoryFileSystemTest world = new MemoryFileSystemTest();
            world.makeDirectory();
            doing.in(world);
            world.fileSystem.crash(new Random(seed));
            Path file = world.directory.resolve("file");
            found.add(Files.exists(file) ? Files.readString(file) : "-");
        }
        return found;
    }

    @FunctionalInterface
    private interface Doing {
        void in(MemoryFileSystemTest world) throws IOException;
    }

    @Test
    void what_was_not_synced_may_be_there_after_a_crash_in_part_or_not_at_all() throws IOException {
        Set<String> found = afterCrashes(world -> Files.writeString(world.directory.resolve("file"), "abc"));

        assertThat(found).contains("-", "", "abc").isSubsetOf("-", "", "a", "ab", "abc");
    }

    @Test
    void what_the_agent_writes_is_the_old_or_the_new_whenever_power_fails() throws IOException {
        Set<String> found = afterCrashes(world -> {
            Path file = world.directory.resolve("file");
            world.disk.write(file, "old", Disk.PRIVATE);
            world.fileSystem.gate((act, path) -> {
                if (act == Gate.Act.SYNC && path.equals(world.directory)) {
                    throw new IOException("too early");
                }
            });
            assertThatThrownBy(() -> world.disk.write(file, "new", Disk.PRIVATE))
                    .isInstanceOf(IOException.class);
        });

        assertThat(found).containsExactlyInAnyOrder("old", "new");
    }

    @Test
    void what_was_written_and_synced_is_there_after_every_crash() throws IOException {
        Set<String> found =
                afterCrashes(world -> world.disk.write(world.directory.resolve("file"), "kept", Disk.PRIVATE));

        assertThat(found).containsExactly("kept");
    }

    @Test
    void a_name_is_not_durable_before_its_directory_is_synced() throws IOException {
        makeDirectory();
        Path file = directory.resolve("file");

        Files.writeString(file, "text");
        boolean early = fileSystem.durable(file).isPresent();
        disk.write(file, "synced", Disk.PRIVATE);

        assertThat(early).isFalse();
        assertThat(fileSystem.durable(file)).hasValue("synced");
    }

    @Test
    void links_are_followed_except_at_the_end_when_that_is_not_wanted() throws IOException {
        makeDirectory();
        Path real = Files.createDirectory(directory.resolve("real"));
        fileSystem.link(directory.resolve("link"), "/var/lib/real");
        Files.writeString(real.resolve("file"), "text");

        assertThat(Files.readString(directory.resolve("link/file"))).isEqualTo("text");
        assertThat(disk.isDirectory(directory.resolve("link"))).isFalse();
    }
}
