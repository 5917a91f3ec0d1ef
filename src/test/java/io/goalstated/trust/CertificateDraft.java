package io.goalstated.trust;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes certificates of every sort, good and bad. Elliptic curves unless told otherwise: quick to make. */
final class CertificateDraft {
    static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
    static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";

    private static final AtomicLong SERIAL = new AtomicLong(1000);
    /** RSA keys are slow to make and nothing depends on their being different. */
    private static final Map<Integer, KeyPair> RSA = new ConcurrentHashMap<>();

    private record Added(ASN1ObjectIdentifier type, boolean critical, ASN1Encodable value) {}

    private final String subject;
    private final List<Added> extensions = new ArrayList<>();
    private KeyPair pair;
    private Instant from = Instant.parse("2024-01-01T00:00:00Z");
    private Instant to = Instant.parse("2034-01-01T00:00:00Z");
    private Optional<String> algorithm = Optional.empty();

    private CertificateDraft(String subject) throws Exception {
        this.subject = subject;
        this.pair = ec("secp256r1");
    }

    static CertificateDraft of(String subject) throws Exception {
        return new CertificateDraft(subject);
    }

    static CertificateDraft authority(String subject) throws Exception {
        return of(subject).with(Extension.basicConstraints, true, new BasicConstraints(true));
    }

    static CertificateDraft codeSigner(String subject) throws Exception {
        return of(subject).usages(false, CODE_SIGNING);
    }

    static CertificateDraft timeStamper(String subject) throws Exception {
        return of(subject).usages(true, TIME_STAMPING);
    }

    CertificateDraft with(ASN1ObjectIdentifier type, boolean critical, ASN1Encodable value) {
        extensions.removeIf(extension -> extension.type().equals(type));
        extensions.add(new Added(type, critical, value));
        return this;
    }

    CertificateDraft usages(boolean critical, String... usages) {
        KeyPurposeId[] ids = new KeyPurposeId[usages.length];
        for (int i = 0; i < usages.length; i++) {
            ids[i] = KeyPurposeId.getInstance(new ASN1ObjectIdentifier(usages[i]));
        }
        return with(Extension.extendedKeyUsage, critical, new ExtendedKeyUsage(ids));
    }

    CertificateDraft withoutUsages() {
        extensions.removeIf(extension -> extension.type().equals(Extension.extendedKeyUsage));
        return this;
    }

    CertificateDraft keyUsage(int bits) {
        return with(Extension.keyUsage, true, new KeyUsage(bits));
    }

    CertificateDraft unknownCriticalExtension() {
        return with(new ASN1ObjectIdentifier("1.2.3.4.5"), true, DERNull.INSTANCE);
    }

    CertificateDraft valid(String fromDate, String toDate) {
        from = Instant.parse(fromDate + "T00:00:00Z");
        to = Instant.parse(toDate + "T00:00:00Z");
        return this;
    }

    CertificateDraft rsa(int bits) {
        pair = RSA.computeIfAbsent(bits, CertificateDraft::makeRsa);
        return this;
    }

    CertificateDraft curve(String name) throws Exception {
        pair = ec(name);
        return this;
    }

    /** A key of a kind that nobody accepts here. */
    CertificateDraft edwards() throws Exception {
        pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        return this;
    }

    /** The same key under another certificate. */
    CertificateDraft keyOf(Issued other) throws Exception {
        pair = new KeyPair(other.certificate().getPublicKey(), other.key());
        return this;
    }

    /** How the issuer signs, other than with SHA-256. */
    CertificateDraft signedWith(String signatureAlgorithm) {
        algorithm = Optional.of(signatureAlgorithm);
        return this;
    }

    Issued selfSigned() throws Exception {
        return issue(new X500Name(subject), pair.getPrivate());
    }

    Issued issuedBy(Issued authority) throws Exception {
        return issue(authority.holder().getSubject(), authority.key());
    }

    private Issued issue(X500Name issuer, PrivateKey issuerKey) throws Exception {
        SubjectPublicKeyInfo publicKey =
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(SERIAL.incrementAndGet()),
                Date.from(from),
                Date.from(to),
                new X500Name(subject),
                publicKey);
        builder.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(publicKey));
        for (Added extension : extensions) {
            builder.addExtension(extension.type(), extension.critical(), extension.value());
        }
        String signature =
                algorithm.orElse(issuerKey.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
        return new Issued(builder.build(new JcaContentSignerBuilder(signature).build(issuerKey)), pair.getPrivate());
    }

    private static KeyPair ec(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    private static KeyPair makeRsa(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
