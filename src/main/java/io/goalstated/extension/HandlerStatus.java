package io.goalstated.extension;

import java.util.Optional;

/**
 * What the agent itself says of a handler, kept in {@code config/HandlerStatus} (spec 02 §7.6).
 *
 * @param status {@code Ready} or {@code NotReady}
 * @param message redacted already; empty means that none is reported
 */
public record HandlerStatus(
        HandlerName name,
        VersionNumber version,
        String status,
        int code,
        Optional<String> message,
        boolean supportsMultiConfig) {
    public static final String READY = "Ready";
    public static final String NOT_READY = "NotReady";
}
