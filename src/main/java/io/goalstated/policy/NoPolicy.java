package io.goalstated.policy;

import io.goalstated.extension.HandlerName;
import io.goalstated.goalstate.RequestedState;
import java.util.List;
import java.util.Set;

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

    @Override
    public List<String> signers(HandlerName handler) {
        return List.of();
    }

    @Override
    public Set<String> revokedCertificates() {
        return Set.of();
    }

    @Override
    public Set<String> revokedPackages() {
        return Set.of();
    }
}
