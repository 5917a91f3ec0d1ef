package io.goalstated.lab.issue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.crypto.engines.DESedeEngine;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.bc.BcPKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.bc.BcPKCS12PBEOutputEncryptorBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS12SafeBagBuilder;

/**
 * The certificate with which a tenant's protected settings are encrypted, and its private key. The platform hands both
 * to the VM, beside a second certificate that has no key there (spec 01 §5.3 step 6).
 */
public final class TenantCertificate {
    private static final String ISSUER = "DC=Windows Azure CRP Certificate Generator";

    /**
     * Azure's "empty" password is the two-byte end of a BMP string; any number of zero bytes derives the same key, and
     * Bouncy Castle cannot express the empty one (spec 01 §5.3, library notes).
     */
    private static final char[] EMPTY_PASSWORD = {0};

    /** As in real answers. */
    private static final int MAC_ITERATIONS = 2000;

    private static final Cipher SETTINGS_CIPHER = Cipher.DES_EDE3_CBC;

    private final Identity tenant;
    private final X509CertificateHolder withoutKey;

    private TenantCertificate(Identity tenant, X509CertificateHolder withoutKey) {
        this.tenant = tenant;
        this.withoutKey = withoutKey;
    }

    /** A new certificate with a new RSA key; takes some tenths of a second. */
    public static TenantCertificate generate(Instant now) {
        KeyPair keys = Keys.rsa();
        return new TenantCertificate(
                Certificates.selfSigned(ISSUER, keys, now),
                Certificates.selfSigned("CN=Lab Fabric", Keys.ellipticCurve(), now)
                        .certificate());
    }

    /** The name under which settings refer to this certificate: upper-case hexadecimal SHA-1. */
    public String thumbprint() {
        return Certificates.thumbprint(tenant.certificate());
    }

    /** Thumbprints of all certificates in {@link #pfx()}. */
    public List<String> thumbprints() {
        return List.of(thumbprint(), Certificates.thumbprint(withoutKey));
    }

    public String certificatePem() {
        return Certificates.pem(tenant.certificate());
    }

    /** The unencrypted private key, PKCS#8. For putting beside a handler that is run by hand. */
    public String privateKeyPem() {
        return Certificates.pem("PRIVATE KEY", tenant.key().getEncoded());
    }

    /** Protected settings as they stand in a goal state: base64 of a CMS for this certificate (spec 01 §5.4). */
    public String encrypt(byte[] settings) {
        try {
            var recipient = new JceKeyTransRecipientInfoGenerator(
                    new JcaX509CertificateConverter().getCertificate(tenant.certificate()));
            return Base64.getEncoder()
                    .encodeToString(TransportRecipient.envelope(recipient, settings, SETTINGS_CIPHER));
        } catch (CertificateException e) {
            throw new IllegalStateException("own certificate is unreadable", e);
        }
    }

    /** Both certificates and the one key as PKCS#12 with the empty password, in the encryption of real answers. */
    public byte[] pfx() {
        try {
            PKCS12PfxPduBuilder pfx = new PKCS12PfxPduBuilder();
            pfx.addData(keyBag());
            pfx.addEncryptedData(encryptor(), certificateBags());
            PKCS12PfxPdu built =
                    pfx.build(new BcPKCS12MacCalculatorBuilder().setIterationCount(MAC_ITERATIONS), EMPTY_PASSWORD);
            return built.getEncoded("DER");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (PKCSException e) {
            throw new IllegalStateException("cannot build a PFX", e);
        }
    }

    private PKCS12SafeBag keyBag() {
        PKCS12SafeBagBuilder bag = new JcaPKCS12SafeBagBuilder(tenant.key(), encryptor());
        bag.addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_localKeyId, localKeyId());
        return bag.build();
    }

    private PKCS12SafeBag[] certificateBags() throws IOException {
        PKCS12SafeBagBuilder own = new PKCS12SafeBagBuilder(tenant.certificate());
        own.addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_friendlyName, new DERBMPString("TenantEncryptionCert"));
        own.addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_localKeyId, localKeyId());
        return new PKCS12SafeBag[] {new PKCS12SafeBagBuilder(withoutKey).build(), own.build()};
    }

    private static DEROctetString localKeyId() {
        return new DEROctetString(new byte[] {1, 0, 0, 0});
    }

    private static OutputEncryptor encryptor() {
        return new BcPKCS12PBEOutputEncryptorBuilder(
                        PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC,
                        CBCBlockCipher.newInstance(new DESedeEngine()))
                .setIterationCount(MAC_ITERATIONS)
                .build(EMPTY_PASSWORD);
    }
}
