package io.goalstated.telemetry;

import io.goalstated.wire.HostPlugin;
import io.goalstated.wire.InstanceMetadata;
import io.goalstated.wire.IoErrors;
import io.goalstated.wire.WireServer;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Who is told, and who is watched.
 *
 * @param metadata empty on a test bed without
 * @param errors of all connections
 * @param goalStateErrors how many looks for a goal state have failed so far
 */
public record Host(
        WireServer wireServer,
        HostPlugin hostPlugin,
        Optional<InstanceMetadata> metadata,
        IoErrors errors,
        IntSupplier goalStateErrors) {}
