package io.goalstated.trust;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509ExtensionUtils;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes the transport pair: RSA 2048, self-signed {@code CN=LinuxTransport}, SHA-256, 730 days, with the extensions that
 * {@code openssl req -x509} writes (spec 01 §5.1). Apart from {@link TransportIdentity}, so that loading an existing pair
 * loads no class of Bouncy Castle.
 */
record TransportCertificate(String privateKeyPem, String certificatePem) {
    private static final Duration VALIDITY = Duration.ofDays(730);
    private static final int SERIAL_BITS = 127;
    private static final Instant END_OF_UTC_TIME = Instant.parse("2050-01-01T00:00:00Z");

    static TransportCertificate make(Instant now) {
        try {
            KeyPair pair = RsaKeys.make(new SecureRandom());
            byte[] certificate = selfSigned(pair, now);
            // Proves that the two halves of the key belong together.
            X509.parse(certificate).orElseThrow().verify(pair.getPublic());
            return new TransportCertificate(
                    Pem.encode(Pem.PRIVATE_KEY, pair.getPrivate().getEncoded()),
                    Pem.encode(Pem.CERTIFICATE, certificate));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("this Java platform cannot make an RSA certificate", e);
        }
    }

    private static byte[] selfSigned(KeyPair pair, Instant now)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        X500Name name = new X500Name("CN=LinuxTransport");
        SubjectPublicKeyInfo publicKey =
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
        X509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
        return new X509v3CertificateBuilder(
                        name,
                        new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS - 1),
                        time(now),
                        time(now.plus(VALIDITY)),
                        name,
                        publicKey)
                .addExtension(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(publicKey))
                .addExtension(
                        Extension.authorityKeyIdentifier, false, identifiers.createAuthorityKeyIdentifier(publicKey))
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                .build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate()))
                .getEncoded();
    }

    /**
     * UTCTime until 2049 (RFC 5280 §4.1.2.5). Made from its encoding: from a date or a text, Bouncy Castle loads every locale
     * that Java knows.
     */
    private static Time time(Instant instant) throws IOException {
        boolean utcTime = instant.isBefore(END_OF_UTC_TIME);
        String text = instant.truncatedTo(ChronoUnit.SECONDS).toString().replaceAll("[-:T]", "");
        byte[] content = text.substring(utcTime ? 2 : 0).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer encoding = ByteBuffer.allocate(2 + content.length)
                .put((byte) (utcTime ? BERTags.UTC_TIME : BERTags.GENERALIZED_TIME))
                .put((byte) content.length)
                .put(content);
        return Time.getInstance(ASN1Primitive.fromByteArray(encoding.array()));
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "TransportCertificate";
    }
}
