package io.goalstated.provision;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stirs the random bytes that Hyper-V leaves in the firmware's tables into the kernel's pool, before keys are made (spec 03 §14.2).
 * No entropy is credited for them: the host knows them, and a clone may have the same. Where there are none nothing happens. Blocks.
 */
final class Entropy {
    private static final Logger LOG = LoggerFactory.getLogger(Entropy.class);
    private static final String SOURCE = "/sys/firmware/acpi/tables/OEM0";
    private static final int MAX_BYTES = 64 << 10;

    private final Machine machine;

    Entropy(Machine machine) {
        this.machine = machine;
    }

    /** Never fails: the kernel's pool is good without. */
    void stir() {
        try {
            Optional<byte[]> bytes = machine.disk().read(machine.root().resolve(SOURCE), MAX_BYTES);
            if (bytes.isPresent()) {
                give(bytes.get());
            }
        } catch (IOException e) {
            LOG.debug(
                    "the hypervisor's random bytes are not used: {}",
                    e.getClass().getSimpleName());
        }
    }

    private void give(byte[] bytes) throws IOException {
        Path pool = machine.root().resolve("/dev/random");
        try (FileChannel channel = machine.disk().openForWriting(pool)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
