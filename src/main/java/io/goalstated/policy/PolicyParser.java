package io.goalstated.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a policy file: the closed schema of spec 02 §10 with the additions of OPS-120. */
final class PolicyParser {
    private static final Set<String> ROOT_KEYS = Set.of("policyVersion", "extensionPolicies");
    private static final Set<String> POLICY_KEYS = Set.of(
            "allowListedExtensionsOnly",
            "signatureRequired",
            "extensions",
            "allowUninstall",
            "revokedCertificates",
            "revokedPackages");
    private static final Set<String> EXTENSION_KEYS =
            Set.of("signatureRequired", "runtimePolicy", "allowUninstall", "signers");
    private static final Set<String> OWN_KEYS =
            Set.of("allowUninstall", "revokedCertificates", "revokedPackages", "signers");

    private final String path;
    private final List<String> ownKeys = new ArrayList<>();

    private PolicyParser(String path) {
        this.path = path;
    }

    static Policy parse(String path, String text) {
        JsonNode root;
        try {
            root = Json.parse(text);
        } catch (MalformedJson e) {
            return Policy.invalid(path, "policy file does not conform to valid json syntax: " + e.getMessage());
        }
        try {
            return new PolicyParser(path).policy(root);
        } catch (PolicyFault e) {
            JsonNode uninstall = root.path("extensionPolicies").path("allowUninstall");
            return new InvalidPolicy(path, e.detail(), !uninstall.isBoolean() || uninstall.booleanValue());
        }
    }

    private PolicyRules policy(JsonNode node) throws PolicyFault {
        if (!node.isObject()) {
            String found = node.getNodeType().name().toLowerCase(Locale.ROOT);
            throw new PolicyFault("expected an object describing a Policy; got " + found + ".");
        }
        PolicyObject root = new PolicyObject("policy", "", node);
        root.allowOnly(ROOT_KEYS);
        PolicyVersion.check(root.requiredText("policyVersion"));
        PolicyObject policies = root.object("extensionPolicies")
                .orElse(new PolicyObject("extensionPolicies", "extensionPolicies.", Json.object()));
        policies.allowOnly(POLICY_KEYS);
        noteOwnKeys(policies);
        return new PolicyRules(
                path,
                policies.flag("allowListedExtensionsOnly").orElse(false),
                policies.flag("signatureRequired").orElse(false),
                policies.flag("allowUninstall").orElse(true),
                digests(policies, "revokedCertificates"),
                digests(policies, "revokedPackages"),
                extensions(policies.object("extensions")),
                ownKeys);
    }

    private Map<String, ExtensionRule> extensions(Optional<PolicyObject> extensions) throws PolicyFault {
        Map<String, ExtensionRule> rules = new HashMap<>();
        if (extensions.isPresent()) {
            for (Map.Entry<String, PolicyObject> member : extensions.get().members()) {
                rules.put(member.getKey().toLowerCase(Locale.ROOT), rule(member.getValue()));
            }
        }
        return rules;
    }

    private ExtensionRule rule(PolicyObject extension) throws PolicyFault {
        extension.allowOnly(EXTENSION_KEYS);
        noteOwnKeys(extension);
        return new ExtensionRule(
                extension.flag("signatureRequired"),
                extension.flag("allowUninstall"),
                extension.texts("signers"),
                extension.get("runtimePolicy"));
    }

    private void noteOwnKeys(PolicyObject object) {
        for (Map.Entry<String, JsonNode> entry : object.node().properties()) {
            if (OWN_KEYS.contains(entry.getKey())) {
                ownKeys.add(object.prefix() + entry.getKey());
            }
        }
    }

    /** SHA-256 digests in hexadecimal; colons between the bytes, as tools print them, are dropped. */
    private static Set<String> digests(PolicyObject policies, String attribute) throws PolicyFault {
        Set<String> digests = new HashSet<>();
        for (String text : policies.texts(attribute)) {
            String digest = text.strip().replace(":", "").toLowerCase(Locale.ROOT);
            if (!digest.matches("[0-9a-f]{64}")) {
                throw new PolicyFault("attribute '" + policies.prefix() + attribute
                        + "' must hold SHA-256 digests of 64 hexadecimal digits");
            }
            digests.add(digest);
        }
        return digests;
    }
}
