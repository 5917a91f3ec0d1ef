package io.goalstated.polling;

import java.time.Duration;
import java.util.Optional;

/**
 * What the owner decides about polling.
 *
 * @param period {@code Extensions.GoalStatePeriod}, if it is not the 6 s that every shipped file holds
 * @param extensionsEnabled {@code Extensions.Enabled}
 * @param fastTrackEnabled {@code Debug.EnableFastTrack}
 * @param holdsHonoured {@code EnableOverProvisioning}
 */
public record PollingSettings(
        Optional<Duration> period, boolean extensionsEnabled, boolean fastTrackEnabled, boolean holdsHonoured) {
    public static final PollingSettings DEFAULT = new PollingSettings(Optional.empty(), true, true, true);

    /** Every shipped configuration file says so, which therefore says nothing. */
    private static final int SHIPPED_SECONDS = 6;

    /** @param periodSeconds as configured */
    public static PollingSettings of(
            long periodSeconds, boolean extensionsEnabled, boolean fastTrackEnabled, boolean holdsHonoured) {
        boolean set = periodSeconds != SHIPPED_SECONDS && periodSeconds > 0;
        return new PollingSettings(
                set ? Optional.of(Duration.ofSeconds(periodSeconds)) : Optional.empty(),
                extensionsEnabled,
                fastTrackEnabled,
                holdsHonoured);
    }
}
