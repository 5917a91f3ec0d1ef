package io.goalstated.support;

import io.goalstated.platform.Disk;
import io.goalstated.platform.Offload;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.Timers;
import java.time.InstantSource;

/** How the machine is reached. */
public record Shell(Timers timers, InstantSource clock, Offload offload, Disk disk, SystemRoot root) {}
