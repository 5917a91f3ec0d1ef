package io.goalstated.provision;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of provisioning at one moment.
 *
 * @param stage the last one reached or begun in this run
 * @param attempt counted from 1; 0 before the first
 * @param reason why it failed, or why nothing is done
 * @param released whether extensions may run
 */
public record ProvisioningView(
        ProvisioningState state,
        Optional<Stage> stage,
        int attempt,
        Optional<String> reason,
        Instant since,
        boolean released) {
    /** As extensions are listed. */
    public static final String HANDLER = "goalstated.Provisioning";
}
