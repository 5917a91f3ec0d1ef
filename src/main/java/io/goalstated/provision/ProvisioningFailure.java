package io.goalstated.provision;

import java.util.Objects;

/** A step cannot be done. The message is a fixed text with names, never with content: the platform is told it (S19). */
public final class ProvisioningFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    private ProvisioningFailure(String reason, boolean retryable) {
        super(reason);
        this.retryable = retryable;
    }

    /** Trying again may help. */
    static ProvisioningFailure passing(String reason) {
        return new ProvisioningFailure(reason, true);
    }

    /** What is asked for cannot be done, however often it is tried. */
    static ProvisioningFailure lasting(String reason) {
        return new ProvisioningFailure(reason, false);
    }

    public boolean isRetryable() {
        return retryable;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
