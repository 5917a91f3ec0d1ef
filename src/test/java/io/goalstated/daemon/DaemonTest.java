package io.goalstated.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.log.LogSettings;
import io.goalstated.log.Logging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DaemonTest {
    @TempDir
    Path root;

    @AfterEach
    void beQuiet() {
        Logging.ofThisProcess().use(LogSettings.QUIET);
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void what_is_thrown_while_the_agent_is_put_together_ends_the_process_and_is_told() throws IOException {
        int code = Daemon.run(List.of("--root=" + root, "--set=Extension.LogDir=/../elsewhere"));

        assertThat(code).isEqualTo(1);
        assertThat(Files.readString(root.resolve("var/log/waagent.log")))
                .contains("the agent cannot start: leaves the root: /../elsewhere");
    }
}
