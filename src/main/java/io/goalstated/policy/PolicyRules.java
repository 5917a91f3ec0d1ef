package io.goalstated.policy;

import io.goalstated.extension.HandlerName;
import io.goalstated.goalstate.RequestedState;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A policy in force.
 *
 * @param path of the file, for the messages
 * @param listedOnly whether only the extensions listed may run
 * @param signatureRequired unless an extension says otherwise
 * @param allowUninstall whether a handler that may not run may still be removed
 * @param extensions by handler name in lower case
 * @param ownKeys keys in use that WALinuxAgent would refuse, for the owner who wants to go back to it
 */
public record PolicyRules(
        String path,
        boolean listedOnly,
        boolean signatureRequired,
        boolean allowUninstall,
        Set<String> revokedCertificates,
        Set<String> revokedPackages,
        Map<String, ExtensionRule> extensions,
        List<String> ownKeys)
        implements Policy {
    public PolicyRules {
        revokedCertificates = Set.copyOf(revokedCertificates);
        revokedPackages = Set.copyOf(revokedPackages);
        extensions = Map.copyOf(extensions);
        ownKeys = List.copyOf(ownKeys);
    }

    @Override
    public Verdict decide(HandlerName handler, RequestedState requested) {
        Optional<ExtensionRule> rule = rule(handler);
        if (requested == RequestedState.ENABLED) {
            return listedOnly && rule.isEmpty() ? notListed(handler, "run", requested) : new Verdict.Allowed();
        }
        if (rule.isPresent()) {
            return rule.get().allowUninstall().orElse(true) ? new Verdict.Allowed() : kept(handler, requested);
        }
        return listedOnly && !allowUninstall ? notListed(handler, "uninstall", requested) : new Verdict.Allowed();
    }

    /** The platform's text also says uninstall where disable is asked for: users do not know that operation. */
    private Verdict notListed(HandlerName handler, String operation, RequestedState requested) {
        return new Verdict.Denied(
                Policy.code(requested),
                DENIED + "failed to " + operation + " extension '" + handler
                        + "' because it is not specified as an allowed extension. To " + operation
                        + ", add the extension to the list of allowed extensions in the policy file ('" + path + "').");
    }

    private Verdict kept(HandlerName handler, RequestedState requested) {
        return new Verdict.Denied(
                Policy.code(requested),
                DENIED + "failed to uninstall extension '" + handler
                        + "' because the policy does not allow it. To uninstall, set 'allowUninstall' of the extension"
                        + " to true in the policy file ('" + path + "').");
    }

    @Override
    public boolean signatureRequired(HandlerName handler) {
        return rule(handler).flatMap(ExtensionRule::signatureRequired).orElse(signatureRequired);
    }

    @Override
    public List<String> signers(HandlerName handler) {
        return rule(handler).map(ExtensionRule::signers).orElse(List.of());
    }

    private Optional<ExtensionRule> rule(HandlerName handler) {
        return Optional.ofNullable(extensions.get(handler.value().toLowerCase(Locale.ROOT)));
    }
}
