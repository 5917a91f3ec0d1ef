package io.goalstated.wire;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Names by which requests are found again in the host's logs: random GUIDs (RFC 4122, version 4), which anybody may guess. */
public final class CorrelationIds {
    private CorrelationIds() {}

    /** A new one. */
    public static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID((random.nextLong() & ~0xf000L) | 0x4000L, (random.nextLong() >>> 2) | (1L << 63)).toString();
    }
}
