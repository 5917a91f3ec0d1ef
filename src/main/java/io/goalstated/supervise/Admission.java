package io.goalstated.supervise;

import io.goalstated.extension.ErrorCode;
import io.goalstated.extension.HandlerName;
import io.goalstated.goalstate.RequestedState;
import io.goalstated.plan.Item;
import io.goalstated.policy.NoPolicy;
import io.goalstated.policy.Policy;
import io.goalstated.policy.Verdict;
import java.util.Optional;

/**
 * Whether the owner lets an item run at all (spec 02 §5.3 steps 5a–d): extension processing may be off, and the policy
 * may forbid the handler.
 *
 * @param trust what changes when the owner's files do that packages are judged by: revocation lists, trust anchors
 * @param configurationFile named in the message that says how to switch processing on
 */
public record Admission(boolean extensionsEnabled, String configurationFile, Policy policy, String trust) {
    /** Everything may run. */
    public static final Admission EVERYTHING = new Admission(true, "", new NoPolicy());

    /** With no files of the owner's to judge packages by. */
    public Admission(boolean extensionsEnabled, String configurationFile, Policy policy) {
        this(extensionsEnabled, configurationFile, policy, "");
    }

    /** Why not, in the words that the platform is told. */
    public record Denial(ErrorCode code, String message) {}

    /** Why the item may not run; empty when it may. */
    public Optional<Denial> denial(Item item) {
        RequestedState state = item.handler().state();
        if (!extensionsEnabled) {
            ErrorCode code = state == RequestedState.ENABLED ? ErrorCode.ENABLE : ErrorCode.DISABLE;
            return Optional.of(new Denial(
                    code,
                    "Extension '" + item.fullName() + "' will not be processed since extension processing is disabled."
                            + " To enable extension processing, set Extensions.Enabled=y in '" + configurationFile
                            + "'"));
        }
        return policy.decide(item.name(), state) instanceof Verdict.Denied denied
                ? Optional.of(new Denial(denied.code(), denied.message()))
                : Optional.empty();
    }

    /** Whether the other rules ask for the same of that handler's package. */
    boolean demandsTheSameOf(HandlerName handler, Admission other) {
        return trust.equals(other.trust)
                && signatureRequired(handler) == other.signatureRequired(handler)
                && policy.signers(handler).equals(other.policy.signers(handler))
                && policy.revokedCertificates().equals(other.policy.revokedCertificates())
                && policy.revokedPackages().equals(other.policy.revokedPackages());
    }

    boolean signatureRequired(HandlerName handler) {
        return policy.signatureRequired(handler);
    }
}
