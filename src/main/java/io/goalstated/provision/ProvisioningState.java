package io.goalstated.provision;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Where the built-in handler stands, as people and tests see it. The stages of a run are {@link Stage}s. */
public enum ProvisioningState {
    NOT_STARTED,
    /** The sentinel says that nothing is to be done, or nobody is to provision this VM. */
    SKIPPED,
    /** Steps are being done. */
    RUNNING,
    /** A step failed and is tried again later. */
    WAITING,
    /** cloud-init provisions; the agent waits for it. */
    DELEGATED,
    /** Given up for now: extensions are released, retryable causes are still retried. */
    FAILED,
    PROVISIONED;

    private static final Map<ProvisioningState, Set<ProvisioningState>> NEXT = new EnumMap<>(Map.of(
            NOT_STARTED, EnumSet.of(SKIPPED, RUNNING, DELEGATED, FAILED, PROVISIONED),
            SKIPPED, EnumSet.noneOf(ProvisioningState.class),
            RUNNING, EnumSet.of(WAITING, FAILED, PROVISIONED),
            WAITING, EnumSet.of(RUNNING, FAILED),
            DELEGATED, EnumSet.of(PROVISIONED, FAILED),
            FAILED, EnumSet.of(RUNNING, FAILED, PROVISIONED),
            PROVISIONED, EnumSet.noneOf(ProvisioningState.class)));

    /** Whether that one may follow. */
    boolean mayBecome(ProvisioningState next) {
        return NEXT.getOrDefault(this, Set.of()).contains(next);
    }

    /** Whether extensions may run. */
    public boolean releasesExtensions() {
        return this == SKIPPED || this == FAILED || this == PROVISIONED;
    }
}
