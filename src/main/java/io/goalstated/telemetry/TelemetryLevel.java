package io.goalstated.telemetry;

import io.goalstated.event.AgentEvent;

/** How much the owner lets the platform know ({@code Telemetry.Level}, OPS-75). */
public enum TelemetryLevel {
    FULL,
    /** Heartbeats, results of extensions' operations, updates and security. */
    REQUIRED,
    OFF;

    /** @param text one of the key's values */
    public static TelemetryLevel parse(String text) {
        return switch (text) {
            case "off" -> OFF;
            case "required" -> REQUIRED;
            default -> FULL;
        };
    }

    boolean takes(AgentEvent event) {
        return this == FULL || (this == REQUIRED && event.operation().isRequired());
    }

    /** Measurements, and whatever extensions say. */
    boolean takesEverything() {
        return this == FULL;
    }
}
