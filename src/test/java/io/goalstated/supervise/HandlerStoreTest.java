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
    void what_somebody_is_still_writing_is_not_carried_over_to_the_new_version() throws IOException {
        HandlerName name = new HandlerName("Test.A");
        HandlerLayout from = new HandlerLayout(lib, lib.resolve("log"), name, new VersionNumber("1.0.0"));
        HandlerLayout to = new HandlerLayout(lib, lib.resolve("log"), name, new VersionNumber("2.0.0"));
        Files.createDirectories(from.status());
        Files.writeString(from.status().resolve("0.status"), "[]");
        Files.writeString(from.status().resolve(".goalstated-4b8b2845c9af9604-1"), "[");
        HandlerStore store = new HandlerStore(new Disk(), new DisplacedStatus(new Disk(), lib.resolve("displaced")));

        store.carryOver(from, to);

        assertThat(new Disk().list(to.status())).containsExactly(to.status().resolve("0.status"));
    }

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
