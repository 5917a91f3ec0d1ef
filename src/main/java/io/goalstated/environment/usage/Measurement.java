package io.goalstated.environment.usage;

import io.goalstated.platform.SystemMemory;
import java.util.List;
import java.util.Optional;

/**
 * What was found at one reading: the agent first, then extensions, then services.
 *
 * @param machine the memory of the whole machine
 */
public record Measurement(List<Usage> usages, Optional<SystemMemory> machine) {
    public static final Measurement NONE = new Measurement(List.of(), Optional.empty());

    public Measurement {
        usages = List.copyOf(usages);
    }
}
