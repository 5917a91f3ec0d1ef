package io.goalstated.lab.issue;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.RecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;

/**
 * The agent at the other end: the certificate that it sends with a request, to which the platform encrypts the answer.
 * The platform names the recipient by the certificate's subject key identifier (spec 01 §5.1), so one is required.
 */
public final class TransportRecipient {
    private final byte[] keyIdentifier;
    private final PublicKey key;

    private TransportRecipient(byte[] keyIdentifier, PublicKey key) {
        this.keyIdentifier = keyIdentifier;
        this.key = key;
    }

    /**
     * Reads the value of {@code x-ms-guest-agent-public-x509-cert}: the body of a PEM file in one line. Empty when it is
     * no such certificate, has no subject key identifier, or no RSA key.
     */
    public static Optional<TransportRecipient> parse(String header) {
        try {
            X509CertificateHolder certificate =
                    new X509CertificateHolder(Base64.getMimeDecoder().decode(header));
            SubjectKeyIdentifier identifier = SubjectKeyIdentifier.fromExtensions(certificate.getExtensions());
            PublicKey key = new JcaX509CertificateConverter()
                    .getCertificate(certificate)
                    .getPublicKey();
            return identifier == null || !key.getAlgorithm().equals("RSA")
                    ? Optional.empty()
                    : Optional.of(new TransportRecipient(identifier.getKeyIdentifier(), key));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** DER of a CMS EnvelopedData that only this recipient can read. */
    public byte[] encrypt(byte[] content, Cipher cipher) {
        return envelope(
                new JceKeyTransRecipientInfoGenerator(keyIdentifier, cipher.keyTransport(), key), content, cipher);
    }

    static byte[] envelope(RecipientInfoGenerator recipient, byte[] content, Cipher cipher) {
        try {
            CMSEnvelopedDataGenerator generator = new CMSEnvelopedDataGenerator();
            generator.addRecipientInfoGenerator(recipient);
            return generator
                    .generate(
                            new CMSProcessableByteArray(content),
                            new JceCMSContentEncryptorBuilder(cipher.content()).build())
                    .toASN1Structure()
                    .getEncoded("DER");
        } catch (CMSException | IOException e) {
            throw new IllegalStateException("cannot encrypt", e);
        }
    }
}
