package io.goalstated.ovf;

import io.goalstated.secret.Secret;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the platform wants a fresh VM to be (spec 03 §3.5). Texts are as written, not validated.
 *
 * @param userName empty when only the metadata service may know it
 * @param password exactly as written; empty when there is none, or only the mark of a redacted one
 * @param keyOnly whether SSH refuses passwords; empty when nothing says so
 * @param customData base64, as written
 * @param provisionGuestAgent the text of that element; {@code true} when there is none
 * @param preprovisioned the kind of pool that the VM waits in; empty for an ordinary VM
 * @param guestProxyAgent whether the guest proxy agent has to be there first
 * @param warnings what people should know of the document
 */
public record OvfEnvironment(
        String hostName,
        Optional<String> userName,
        Optional<Secret> password,
        Optional<Boolean> keyOnly,
        List<PublicKey> publicKeys,
        List<KeyPair> keyPairs,
        Optional<Secret> customData,
        String provisionGuestAgent,
        Optional<String> preprovisioned,
        boolean guestProxyAgent,
        List<String> warnings)
        implements AutoCloseable {

    /**
     * A key that may log in.
     *
     * @param fingerprint of a certificate of the goal state; used when there is no value
     * @param value an OpenSSH key line
     */
    public record PublicKey(Optional<String> fingerprint, Optional<String> path, Optional<String> value) {}

    /** The certificate's key that the user gets. */
    public record KeyPair(Optional<String> fingerprint, Optional<String> path) {}

    public OvfEnvironment {
        publicKeys = List.copyOf(publicKeys);
        keyPairs = List.copyOf(keyPairs);
        warnings = List.copyOf(warnings);
    }

    /** Whether SSH refuses passwords: where nothing says so, it does when there is a key and no password. */
    public boolean keyOnlyLogin() {
        return keyOnly.orElse(!publicKeys.isEmpty() && password.isEmpty());
    }

    /** Whether the agent shall stay silent once the VM is prepared. */
    public boolean forbidsAgent() {
        return provisionGuestAgent.toLowerCase(Locale.ROOT).equals("false");
    }

    /** Wipes the secrets. */
    @Override
    public void close() {
        password.ifPresent(Secret::close);
        customData.ifPresent(Secret::close);
    }
}
