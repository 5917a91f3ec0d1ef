package io.goalstated.provision;

import io.goalstated.event.Operation;
import java.time.Duration;

/** Hears what telemetry is told of provisioning (spec 03 §6.5). */
@FunctionalInterface
public interface ProvisioningEvents {
    void event(Operation operation, boolean success, String message, Duration took);
}
