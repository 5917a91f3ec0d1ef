package io.goalstated.provision;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.ovf.OvfEnvironment;
import io.goalstated.ovf.OvfEnvironment.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the metadata service says that a fresh VM should be (spec 03 §3.10): the second source, without password and custom data.
 * What the provisioning document says counts more. Pure. Texts are as written, not validated.
 *
 * @param publicKeys none when one of them is no OpenSSH key
 * @param hasCustomData whether there is custom data that only the provisioning document holds
 */
record OsProfile(
        Optional<String> hostName,
        Optional<String> userName,
        Optional<Boolean> keyOnly,
        List<PublicKey> publicKeys,
        boolean hasCustomData,
        Optional<String> preprovisioned) {
    OsProfile {
        publicKeys = List.copyOf(publicKeys);
    }

    /** Reads the document of the whole instance; what is missing or of another kind counts as not said. */
    static OsProfile of(JsonNode instance) {
        JsonNode compute = instance.path("compute");
        JsonNode profile = compute.path("osProfile");
        JsonNode extended = instance.path("extended").path("compute");
        Optional<String> user = text(profile.path("adminUsername"));
        return new OsProfile(
                text(profile.path("computerName")),
                user,
                flag(profile.path("disablePasswordAuthentication")),
                keys(compute.path("publicKeys"), user),
                flag(extended.path("hasCustomData")).orElse(false),
                text(extended.path("ppsType")).filter(type -> !type.equalsIgnoreCase("None")));
    }

    private static Optional<String> text(JsonNode node) {
        return Optional.ofNullable(node.textValue()).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** A boolean, or its name. */
    private static Optional<Boolean> flag(JsonNode node) {
        if (node.isBoolean()) {
            return Optional.of(node.booleanValue());
        }
        return text(node)
                .filter(text -> text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"))
                .map(Boolean::valueOf);
    }

    private static List<PublicKey> keys(JsonNode list, Optional<String> user) {
        List<PublicKey> keys = new ArrayList<>();
        for (JsonNode entry : list) {
            String key = text(entry.path("keyData")).orElse("").replace("\r\n", "");
            if (KeyLine.parse(key).isEmpty()) {
                return List.of();
            }
            Optional<String> path =
                    text(entry.path("path")).or(() -> user.map(name -> "$HOME/" + name + "/.ssh/authorized_keys"));
            keys.add(new PublicKey(Optional.empty(), path, Optional.of(key)));
        }
        return keys;
    }

    /** Whether it is enough to make somebody at home on the VM. */
    boolean isUsable() {
        return hostName.isPresent() && userName.isPresent();
    }

    /** Whether a VM that is made of this alone lacks nothing that its provisioning document would have brought. */
    boolean isWhole() {
        return isUsable() && keyOnly.orElse(false) && !publicKeys.isEmpty() && !hasCustomData;
    }

    /** The VM without a provisioning document. */
    OvfEnvironment alone() {
        return new OvfEnvironment(
                hostName.orElse(""),
                userName,
                Optional.empty(),
                keyOnly,
                publicKeys,
                List.of(),
                Optional.empty(),
                "true",
                preprovisioned,
                false,
                List.of());
    }

    /** That document, with what it does not say. Its secrets belong to the result too. */
    OvfEnvironment complete(OvfEnvironment document) {
        return new OvfEnvironment(
                document.hostName(),
                document.userName().or(() -> userName),
                document.password(),
                document.keyOnly().or(() -> keyOnly),
                document.publicKeys().isEmpty() ? publicKeys : document.publicKeys(),
                document.keyPairs(),
                document.customData(),
                document.provisionGuestAgent(),
                document.preprovisioned().or(() -> preprovisioned),
                document.guestProxyAgent(),
                document.warnings());
    }

    /** The elements of the document in which the two say different things. */
    List<String> differences(OvfEnvironment document) {
        List<String> fields = new ArrayList<>();
        if (hostName.filter(name -> !name.equalsIgnoreCase(document.hostName())).isPresent()) {
            fields.add("HostName");
        }
        if (differ(userName, document.userName())) {
            fields.add("UserName");
        }
        if (differ(keyOnly, document.keyOnly())) {
            fields.add("DisableSshPasswordAuthentication");
        }
        if (!publicKeys.isEmpty() && !document.publicKeys().isEmpty() && !hasSameKeys(document.publicKeys())) {
            fields.add("PublicKeys");
        }
        return fields;
    }

    private static <T> boolean differ(Optional<T> one, Optional<T> other) {
        return one.isPresent() && other.isPresent() && !one.equals(other);
    }

    /** Keys that are named by a fingerprint only cannot be compared. */
    private boolean hasSameKeys(List<PublicKey> others) {
        return others.stream().anyMatch(key -> key.value().isEmpty())
                || bare(publicKeys).equals(bare(others));
    }

    private static Set<String> bare(List<PublicKey> keys) {
        return keys.stream()
                .map(key -> key.value().orElse(""))
                .map(value -> KeyLine.parse(value)
                        .map(line -> line.type() + " " + line.base64())
                        .orElse(value))
                .collect(Collectors.toSet());
    }
}
