package io.goalstated.trust;

import java.util.Optional;

/**
 * A certificate that the platform gave to the VM.
 *
 * @param thumbprint SHA-1 of the DER form, upper-case hex: what settings refer to and files are named after
 * @param certificatePem one PEM block
 * @param privateKeyPem one PEM block, PKCS#8, unencrypted; a secret
 */
public record VmCertificate(String thumbprint, String certificatePem, Optional<String> privateKeyPem) {
    public boolean hasPrivateKey() {
        return privateKeyPem.isPresent();
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "VmCertificate[" + thumbprint + (hasPrivateKey() ? ", with private key]" : "]");
    }
}
