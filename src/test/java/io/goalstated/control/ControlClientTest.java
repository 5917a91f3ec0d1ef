package io.goalstated.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.goalstated.platform.ProcessOwner;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlClientTest {
    @TempDir
    Path root;

    private Path socket = Path.of("");

    @BeforeEach
    void aRunDirectory() throws IOException {
        socket = Files.createDirectories(root.resolve("run/goalstated")).resolve("control.sock");
    }

    @AfterEach
    void letItBeDeleted() throws IOException {
        Files.setPosixFilePermissions(socket.getParent(), PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void without_a_socket_nobody_answers() throws IOException {
        assertThat(new ControlClient(socket).get("/status")).isEmpty();
    }

    @Test
    void what_a_closed_directory_hides_may_be_a_daemon() throws IOException {
        assumeTrue(ProcessOwner.number() != 0, "nothing is closed to root");
        Files.createFile(socket);
        Files.setPosixFilePermissions(socket.getParent(), PosixFilePermissions.fromString("---------"));

        assertThatThrownBy(() -> new ControlClient(socket).get("/status")).isInstanceOf(AccessDeniedException.class);
    }

    @Test
    void a_socket_that_is_closed_to_this_user_is_no_missing_daemon() throws IOException {
        assumeTrue(ProcessOwner.number() != 0, "nothing is closed to root");
        Files.createFile(socket);
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("---------"));

        assertThatThrownBy(() -> new ControlClient(socket).get("/status")).isInstanceOf(AccessDeniedException.class);
    }
}
