package io.goalstated.policy;

import io.goalstated.extension.ErrorCode;
import io.goalstated.extension.HandlerName;
import io.goalstated.goalstate.RequestedState;
import java.util.List;
import java.util.Set;

/**
 * What the owner of the VM allows to run (spec 02 §10, spec 04 §8.4). Handlers are judged as a whole, never single
 * extensions of theirs.
 */
public sealed interface Policy permits NoPolicy, PolicyRules, InvalidPolicy {
    /** Begins the message of every denial. */
    String DENIED = "Extension will not be processed: ";

    /** No policy is in force: everything is allowed. */
    static Policy none() {
        return new NoPolicy();
    }

    /**
     * The policy of that text, or an {@link InvalidPolicy}.
     *
     * @param path of the file, for the messages
     */
    static Policy parse(String path, String text) {
        return PolicyParser.parse(path, text);
    }

    /**
     * A policy file that may not even be read, such as one that others than root may write (OPS-120).
     *
     * @param detail what the owner should correct
     */
    static Policy invalid(String path, String detail) {
        return new InvalidPolicy(path, detail, true);
    }

    Verdict decide(HandlerName handler, RequestedState requested);

    /** Whether this handler's package must be signed, whatever the configuration says; the configuration may demand more. */
    boolean signatureRequired(HandlerName handler);

    /** Who may sign this handler's package; empty when the policy does not care. */
    default List<String> signers(HandlerName handler) {
        return List.of();
    }

    /** SHA-256 of certificates that sign nothing any more, 64 lower-case hexadecimal digits each. */
    default Set<String> revokedCertificates() {
        return Set.of();
    }

    /** SHA-256 of packages that may not run, in the same form. */
    default Set<String> revokedPackages() {
        return Set.of();
    }

    /** The code that ends the platform's waiting for the requested operation, as far as there is one. */
    static ErrorCode code(RequestedState requested) {
        return requested == RequestedState.ENABLED ? ErrorCode.ENABLE : ErrorCode.DISABLE;
    }
}
