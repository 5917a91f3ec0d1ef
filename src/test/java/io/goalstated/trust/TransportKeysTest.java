package io.goalstated.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goalstated.platform.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransportKeysTest {
    @TempDir
    Path library;

    private boolean full;
    private final Disk disk = new Disk((operation, path) -> {
        if (full) {
            throw new IOException("No space left on device");
        }
    });

    @Test
    void each_run_has_a_pair_of_its_own_whatever_is_on_the_disk_and_keeps_to_it() throws Exception {
        String former = run().need().headerValue();
        TransportKeys run = run();

        String first = run.need().headerValue();

        assertThat(first).isNotEqualTo(former);
        assertThat(run.need().headerValue()).isEqualTo(first);
        assertThat(run.made().orElseThrow().headerValue()).isEqualTo(first);
    }

    @Test
    void a_run_that_needs_no_pair_makes_none() {
        assertThat(run().made()).isEmpty();
        assertThat(library).isEmptyDirectory();
    }

    @Test
    void a_pair_that_cannot_be_put_down_is_made_anew_when_it_is_needed_next() throws Exception {
        TransportKeys run = run();
        full = true;
        assertThatThrownBy(run::need).hasMessage("No space left on device");
        assertThat(run.made()).isEmpty();
        full = false;

        run.need();

        assertThat(library.resolve("TransportPrivate.pem")).exists();
        assertThat(library.resolve("TransportCert.pem")).exists();
    }

    private TransportKeys run() {
        return new TransportKeys(disk, library, Instant::now);
    }
}
