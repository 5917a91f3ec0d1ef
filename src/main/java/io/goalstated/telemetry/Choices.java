package io.goalstated.telemetry;

import java.time.Duration;
import java.util.function.Supplier;

/** What the owner has chosen; asked for again each time it matters. */
public record Choices(Supplier<TelemetryLevel> level, Supplier<Duration> collectionPeriod) {}
