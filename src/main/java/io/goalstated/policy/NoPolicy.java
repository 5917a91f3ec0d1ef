package io.goalstated.policy;

import io.goalstated.extension.HandlerName;
import io.goalstated.goalstate.RequestedState;

/** Nobody wrote a policy. */
public record NoPolicy() implements Policy {
    @Override
    public Verdict decide(HandlerName handler, RequestedState requested) {
        return new Verdict.Allowed();
    }

    @Override
    public boolean signatureRequired(HandlerName handler) {
        return false;
    }
}
