package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceLockTest {
    @TempDir
    Path directory;

    @Test
    @Conforms("OPS-12")
    void the_holder_leaves_its_process_id_and_removes_it_again() throws IOException {
        Path pid = directory.resolve("var/run/waagent.pid");

        try (InstanceLock lock = acquire(pid).orElseThrow()) {
            assertThat(pid).hasContent(Long.toString(ProcessHandle.current().pid()));
            assertThat(Files.getPosixFilePermissions(pid)).isEqualTo(Disk.PUBLIC);
            assertThat(Files.getPosixFilePermissions(directory.resolve("run/goalstated")))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            assertThat(lock).isNotNull();
        }

        assertThat(pid).doesNotExist();
    }

    @Test
    @Conforms("OPS-12")
    void a_second_one_gets_nothing_and_leaves_the_process_id_alone() throws IOException {
        Path pid = directory.resolve("waagent.pid");

        try (InstanceLock lock = acquire(pid).orElseThrow()) {
            assertThat(acquire(directory.resolve("other.pid"))).isEmpty();
            assertThat(pid).exists();
            assertThat(directory.resolve("other.pid")).doesNotExist();
            assertThat(lock).isNotNull();
        }
    }

    @Test
    void a_lock_that_was_given_up_can_be_taken_again() throws IOException {
        acquire(directory.resolve("waagent.pid")).orElseThrow().close();

        try (InstanceLock lock = acquire(directory.resolve("waagent.pid")).orElseThrow()) {
            assertThat(lock).isNotNull();
        }
    }

    private Optional<InstanceLock> acquire(Path pidFile) throws IOException {
        return InstanceLock.acquire(new SystemRoot(directory), new Disk(), pidFile);
    }
}
