package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemdNotifyTest {
    @TempDir
    Path directory;

    @Test
    @Conforms("OPS-5")
    void the_program_is_run_with_the_state_and_the_socket() throws IOException {
        SystemdNotify notify = notify(Map.of("NOTIFY_SOCKET", "/run/notify", "SECRET", "x"));

        assertThat(notify.ready().result()).isTrue();
        assertThat(notify.alive().result()).isTrue();
        assertThat(notify.stopping().result()).isTrue();

        assertThat(directory.resolve("calls"))
                .hasContent("READY=1 /run/notify -\nWATCHDOG=1 /run/notify -\nSTOPPING=1 /run/notify -\n");
    }

    @Test
    void without_a_socket_nothing_is_run() throws IOException {
        assertThat(notify(Map.of()).ready().result()).isFalse();

        assertThat(directory.resolve("calls")).doesNotExist();
    }

    @Test
    void without_the_program_systemd_is_not_told_and_nothing_fails() {
        SystemdNotify notify = new SystemdNotify(
                Map.of("NOTIFY_SOCKET", "/run/notify"), new AtOnce(), List.of(directory.resolve("absent")));

        assertThat(notify.ready().result()).isFalse();
    }

    private SystemdNotify notify(Map<String, String> environment) throws IOException {
        Path program = directory.resolve("systemd-notify");
        Files.writeString(
                program, "#!/bin/sh\necho \"$1 $NOTIFY_SOCKET ${SECRET:--}\" >>" + directory.resolve("calls") + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return new SystemdNotify(environment, new AtOnce(), List.of(directory.resolve("absent"), program));
    }

    /** Does the work before it returns. */
    private static final class AtOnce implements Offload {
        @Override
        public <T> Future<T> run(Callable<T> work) {
            try {
                return Future.succeededFuture(work.call());
            } catch (Exception e) {
                return Future.failedFuture(e);
            }
        }
    }
}
