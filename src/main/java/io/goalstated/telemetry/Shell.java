package io.goalstated.telemetry;

import io.goalstated.platform.Disk;
import io.goalstated.platform.Offload;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.Timers;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * How the machine is reached.
 *
 * @param root for what the machine says of itself
 * @param libDirectory where handlers live
 * @param logDirectory where their logs live
 */
public record Shell(
        Timers timers,
        InstantSource clock,
        Offload offload,
        Disk disk,
        SystemRoot root,
        Path libDirectory,
        Path logDirectory) {}
