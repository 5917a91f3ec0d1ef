package io.goalstated.policy;

import io.goalstated.extension.HandlerName;
import io.goalstated.goalstate.RequestedState;

/**
 * A policy that cannot be read. It fails closed: nothing is enabled (OPS-120). Removals go on, unless the file manages
 * to say that it wants none (OPS-121).
 *
 * @param detail what is wrong with the file
 */
public record InvalidPolicy(String path, String detail, boolean allowUninstall) implements Policy {
    @Override
    public Verdict decide(HandlerName handler, RequestedState requested) {
        if (requested != RequestedState.ENABLED && allowUninstall) {
            return new Verdict.Allowed();
        }
        return new Verdict.Denied(Policy.code(requested), DENIED + message());
    }

    /** The text of spec 02 §10, as it stands in status, log and diagnosis. */
    public String message() {
        return "[InvalidPolicyError] Customer-provided policy file ('" + path
                + "') is invalid, please correct the following error: " + detail;
    }

    @Override
    public boolean signatureRequired(HandlerName handler) {
        return true;
    }
}
