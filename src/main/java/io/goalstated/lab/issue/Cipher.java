package io.goalstated.lab.issue;

import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAESOAEPparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSAlgorithm;

/** The two encryptions that an agent may ask for with {@code x-ms-cipher-name} (spec 01 §5.3). */
public enum Cipher {
    /** Content AES-128-CBC, key RSA-OAEP with its default parameters. */
    AES128_CBC,
    /** Content triple DES, key RSA PKCS#1 v1.5. */
    DES_EDE3_CBC;

    ASN1ObjectIdentifier content() {
        return switch (this) {
            case AES128_CBC -> CMSAlgorithm.AES128_CBC;
            case DES_EDE3_CBC -> CMSAlgorithm.DES_EDE3_CBC;
        };
    }

    AlgorithmIdentifier keyTransport() {
        return switch (this) {
            case AES128_CBC -> new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSAES_OAEP, new RSAESOAEPparams());
            case DES_EDE3_CBC -> new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption);
        };
    }

    /** The cipher of that header value, or empty when the platform does not know it. */
    public static Optional<Cipher> named(String name) {
        for (Cipher cipher : values()) {
            if (cipher.name().equals(name)) {
                return Optional.of(cipher);
            }
        }
        return Optional.empty();
    }
}
