package io.goalstated.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.goalstated.config.ConfigFile;
import io.goalstated.config.Configuration;
import io.goalstated.platform.AgentVersion;
import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HousekeepingTest {
    @TempDir
    private Path root;

    @Test
    void what_cannot_be_tidied_up_keeps_nobody_from_starting() throws IOException {
        Path stubborn = Files.createDirectories(root.resolve("var/lib/waagent/Contoso.Probe-1.0.0/status"));
        Files.createFile(stubborn.resolve(".goalstated-old-1"));
        Disk disk = new Disk((operation, path) -> {
            if (operation.equals("delete")) {
                throw new IOException("Operation not permitted");
            }
        });
        Housekeeping housekeeping = new Housekeeping(setup(), disk, () -> {
            throw new IOException("staging: Operation not permitted");
        });
        housekeeping.prepareDirectories();

        assertThatCode(housekeeping::tidyUp).doesNotThrowAnyException();

        assertThat(stubborn.resolve(".goalstated-old-1")).exists();
    }

    private Setup setup() {
        return new Setup(
                new SystemRoot(root),
                Configuration.of(List.of(ConfigFile.fromCommandLine(List.of()))),
                "/etc/waagent.conf",
                Map.of(),
                AgentVersion.current());
    }
}
