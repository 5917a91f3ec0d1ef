package io.goalstated.lab.issue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Issues the certificates of a run: roots, end certificates, and the forms in which they are shown. */
final class Certificates {
    /** Before a certificate's issue, so that clocks which disagree a little do not matter. */
    private static final Duration SLACK = Duration.ofDays(1);

    private static final Duration LIFE = Duration.ofDays(365);

    private static final SecureRandom RANDOM = new SecureRandom();

    private Certificates() {}

    /** A self-signed certificate that may sign others. */
    static Identity root(String name, KeyPair keys, Instant now) {
        X500Name subject = new X500Name(name);
        X509v3CertificateBuilder builder = builder(subject, subject, keys, now);
        return issue(builder, keys.getPrivate(), keys.getPrivate(), target -> {
            target.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            target.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            target.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
        });
    }

    /** A self-signed certificate to encrypt to, as the platform hands them to a VM. */
    static Identity selfSigned(String name, KeyPair keys, Instant now) {
        X500Name subject = new X500Name(name);
        X509v3CertificateBuilder builder = builder(subject, subject, keys, now);
        return issue(
                builder,
                keys.getPrivate(),
                keys.getPrivate(),
                target -> target.addExtension(
                        Extension.subjectKeyIdentifier,
                        false,
                        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic())));
    }

    /** A certificate for signing, restricted to one purpose. */
    static Identity signing(
            String name, KeyPair keys, Identity issuer, KeyPurposeId purpose, boolean criticalPurpose, Instant now) {
        X509v3CertificateBuilder builder = builder(issuer.certificate().getSubject(), new X500Name(name), keys, now);
        return issue(builder, issuer.key(), keys.getPrivate(), target -> {
            target.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            target.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            target.addExtension(Extension.extendedKeyUsage, criticalPurpose, new ExtendedKeyUsage(purpose));
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            target.addExtension(
                    Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(keys.getPublic()));
            target.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    identifiers.createAuthorityKeyIdentifier(issuer.certificate()));
        });
    }

    /** Upper-case hexadecimal SHA-1 of the certificate, the form in which Azure names certificates (spec 01 §5.3). */
    static String thumbprint(X509CertificateHolder certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded());
            return HexFormat.of().withUpperCase().formatHex(digest);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot digest a certificate", e);
        }
    }

    static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    static String pem(X509CertificateHolder certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("JavaUtilDate") // what Bouncy Castle takes
    private static X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, KeyPair keys, Instant now) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(127, RANDOM).setBit(0),
                Date.from(now.minus(SLACK)),
                Date.from(now.plus(LIFE)),
                subject,
                keys.getPublic());
    }

    private static Identity issue(
            X509v3CertificateBuilder builder, PrivateKey issuerKey, PrivateKey ownKey, Extensions extensions) {
        try {
            extensions.addTo(builder);
            String algorithm = issuerKey.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
            return new Identity(builder.build(new JcaContentSignerBuilder(algorithm).build(issuerKey)), ownKey);
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("cannot issue a certificate", e);
        }
    }

    /** What distinguishes one kind of certificate from another. */
    @FunctionalInterface
    private interface Extensions {
        void addTo(X509v3CertificateBuilder builder) throws IOException, GeneralSecurityException;
    }
}
