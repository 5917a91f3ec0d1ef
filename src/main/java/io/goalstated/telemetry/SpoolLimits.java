package io.goalstated.telemetry;

import java.time.Duration;

/** How much of what could not be sent yet is kept (OPS-71). */
record SpoolLimits(int events, int files, long bytes, Duration age) {
    static final SpoolLimits DEFAULT = new SpoolLimits(5_000, 1_000, 16 << 20, Duration.ofHours(24));
}
