package io.goalstated.event;

import java.util.List;
import java.util.Optional;

/**
 * A measurement.
 *
 * @param category for instance {@code CPU}
 * @param counter for instance {@code % Processor Time}
 * @param instance of which there are several, such as a cgroup's name
 */
public record Metric(String category, String counter, String instance, double value) {
    /** The measurement as it is sent. */
    public TelemetryEvent complete(CommonParameters common, Moment moment) {
        return new TelemetryEvent(
                        TelemetryEvent.AGENT_PROVIDER,
                        TelemetryEvent.METRIC,
                        List.of(
                                Parameter.of("Category", category),
                                Parameter.of("Counter", counter),
                                Parameter.of("Instance", instance),
                                Parameter.of("Value", value)))
                .with(common.of(moment, Optional.empty()));
    }
}
