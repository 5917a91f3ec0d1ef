package io.goalstated.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.config.ConfigFile;
import io.goalstated.config.Configuration;
import io.goalstated.event.Events;
import io.goalstated.platform.AgentVersion;
import io.goalstated.platform.DirectOffload;
import io.goalstated.platform.Disk;
import io.goalstated.platform.ManualTimers;
import io.goalstated.platform.SystemRoot;
import io.goalstated.trust.TransportKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a machine that is the agent's to look after, though it is but a scratch directory. */
class SurroundingsTest {
    @TempDir
    Path root;

    @BeforeEach
    void tend() {
        System.setProperty(Setup.REHEARSAL, "true");
    }

    @AfterEach
    void tendNoMore() {
        System.clearProperty(Setup.REHEARSAL);
    }

    @Test
    void units_that_wait_for_the_resource_disk_are_told_that_none_comes() {
        assertThat(surroundings().prepareDisk().succeeded()).isTrue();

        assertThat(root.resolve("run/goalstated/resource-disk-settled")).hasContent("none");
    }

    @Test
    void extensions_are_released_though_the_mark_of_the_resource_disk_cannot_be_written() throws IOException {
        Files.createDirectory(root.resolve("run"));
        Files.createFile(root.resolve("run/goalstated"));

        assertThat(surroundings().prepareDisk().succeeded()).isTrue();

        assertThat(root.resolve("run/goalstated")).isEmptyFile();
    }

    private Surroundings surroundings() {
        Setup setup = new Setup(
                new SystemRoot(root),
                Configuration.of(List.of(ConfigFile.parse("f", "ResourceDisk.Format=n\n"))),
                "f",
                Map.of(),
                AgentVersion.current());
        return new Surroundings(
                setup,
                new ManualTimers(),
                new DirectOffload(),
                new Disk(),
                InstantSource.system(),
                Events.NONE,
                new TransportKeys(new Disk(), root, Instant::now),
                () -> true,
                List::of,
                measured -> {});
    }
}
