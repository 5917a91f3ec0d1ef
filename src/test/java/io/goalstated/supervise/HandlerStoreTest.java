package io.goalstated.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goalstated.extension.HandlerLayout;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.HandlerState;
import io.goalstated.extension.VersionNumber;
import io.goalstated.platform.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandlerStoreTest {
    @TempDir
    Path lib;

    private boolean broken = true;
    private int synced;

    /** The name was there to be read, and the second attempt took that for enough. */
    @Test
    void a_state_whose_name_could_not_be_synced_is_synced_by_the_next_attempt() throws IOException {
        HandlerLayout layout =
                new HandlerLayout(lib, lib.resolve("log"), new HandlerName("Test.A"), new VersionNumber("1.0.0"));
        Files.createDirectories(layout.config());
        Disk disk = new Disk((operation, path) -> {
            if (operation.equals("sync") && path.equals(layout.config())) {
                if (broken) {
                    throw new IOException("the disk is broken");
                }
                synced++;
            }
        });
        HandlerStore store = new HandlerStore(disk, new DisplacedStatus(disk, lib.resolve("displaced")));
        assertThatThrownBy(() -> store.recordState(layout, HandlerState.INSTALLED))
                .isInstanceOf(IOException.class);
        broken = false;

        store.recordState(layout, HandlerState.INSTALLED);

        assertThat(synced).isEqualTo(1);
    }
}
