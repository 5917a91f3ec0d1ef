package io.goalstated.provision;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The guest's pool of key-value pairs that Hyper-V reads (spec 03 §6.4): records of 512 bytes for the key and 2048 for the value,
 * padded with zeros. It says what became of provisioning even where the network does not work. Best effort; blocks.
 */
final class HostDiagnostics {
    private static final Logger LOG = LoggerFactory.getLogger(HostDiagnostics.class);
    private static final String POOL = "/var/lib/hyperv/.kvp_pool_1";
    private static final int KEY_BYTES = 512;
    private static final int VALUE_BYTES = 2048;
    private static final int RECORD_BYTES = KEY_BYTES + VALUE_BYTES;
    /** Azure reads no more of a value. */
    private static final int MOST_TEXT = 1022;
    /** The pool of a VM that is up for long; a larger one is not ours to search. */
    private static final int MOST_RECORDS = 2048;

    private static final int MAX_STAT = 4 << 20;

    private final Machine machine;

    HostDiagnostics(Machine machine) {
        this.machine = machine;
    }

    /** Tells the host, where there is a pool. A value of that key that is there already is replaced. */
    void put(String key, String value) {
        Path pool = machine.root().resolve(POOL);
        try {
            if (machine.disk().stamp(pool).isPresent()) {
                put(pool, record(key, value));
            }
        } catch (IOException e) {
            LOG.warn("The hypervisor was not told; reason={}", e.getMessage());
        }
    }

    private void put(Path pool, ByteBuffer record) throws IOException {
        boolean stale = isOlderThanBoot(pool);
        // Never waits: any local user that may read the file could hold a lock on it for ever.
        try (FileChannel channel = machine.disk().openForWriting(pool);
                FileChannel reading = machine.disk().open(pool);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                LOG.warn("The hypervisor was not told; reason=somebody else writes its pool");
                return;
            }
            if (stale) {
                channel.truncate(0);
            }
            long place = place(reading, record);
            while (record.hasRemaining()) {
                place += channel.write(record, place);
            }
        }
    }

    /** Where the record of that key is, or the end of whole records. */
    private static long place(FileChannel pool, ByteBuffer record) throws IOException {
        long records = Math.min(pool.size() / RECORD_BYTES, MOST_RECORDS);
        ByteBuffer key = ByteBuffer.allocate(KEY_BYTES);
        for (long i = 0; i < records; i++) {
            key.clear();
            int read = 1;
            while (key.hasRemaining() && read > 0) {
                read = pool.read(key, i * RECORD_BYTES + key.position());
            }
            if (key.flip().equals(record.slice(0, KEY_BYTES))) {
                return i * RECORD_BYTES;
            }
        }
        return pool.size() / RECORD_BYTES * RECORD_BYTES;
    }

    /** What a pool from before the start says is of another life of the VM. */
    private boolean isOlderThanBoot(Path pool) throws IOException {
        String stat = machine.disk()
                .readText(machine.root().resolve("/proc/stat"), MAX_STAT)
                .orElse("");
        Instant boot = stat.lines()
                .filter(line -> line.matches("btime \\d{1,12}"))
                .findFirst()
                .map(line -> Instant.ofEpochSecond(Long.parseLong(line.substring("btime ".length()))))
                .orElse(Instant.EPOCH);
        return machine.disk()
                .stamp(pool)
                .filter(stamp -> stamp.modified().isBefore(boot))
                .isPresent();
    }

    private static ByteBuffer record(String key, String value) {
        byte[] bytes = new byte[RECORD_BYTES];
        copy(key, bytes, 0, KEY_BYTES);
        copy(value, bytes, KEY_BYTES, MOST_TEXT);
        return ByteBuffer.wrap(bytes);
    }

    /** As many whole characters as there is room for. */
    private static void copy(String text, byte[] to, int at, int room) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, room);
        while (length < bytes.length && length > 0 && (bytes[length] & 0xC0) == 0x80) {
            length--;
        }
        System.arraycopy(bytes, 0, to, at, length);
    }
}
