package io.goalstated.wire;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A root made for the test, and TLS servers that it vouches for. */
final class ServerCertificates {
    private static final X500Name ROOT = new X500Name("CN=Root of this test");
    private static final Duration LIFE = Duration.ofDays(30);

    private final KeyPair keys = newKeys();
    private final X509CertificateHolder root;
    private int number;

    ServerCertificates() throws Exception {
        root = sign(ROOT, keys, Instant.now(), Extension.basicConstraints, new BasicConstraints(true));
    }

    /** Believes this root and nobody else. */
    TrustOptions trust() throws Exception {
        return new PemTrustOptions().addCertValue(pem("CERTIFICATE", root.getEncoded()));
    }

    NetServerOptions server(String hostName) throws Exception {
        return server(hostName, Instant.now());
    }

    /** @param then the middle of the certificate's life */
    NetServerOptions server(String hostName, Instant then) throws Exception {
        KeyPair own = newKeys();
        boolean address = Character.isDigit(hostName.charAt(0));
        X509CertificateHolder certificate = sign(
                new X500Name("CN=server"),
                own,
                then,
                Extension.subjectAlternativeName,
                new GeneralNames(new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, hostName)));
        return new NetServerOptions()
                .setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addKeyValue(pem("PRIVATE KEY", own.getPrivate().getEncoded()))
                        .addCertValue(pem("CERTIFICATE", certificate.getEncoded())));
    }

    private X509CertificateHolder sign(
            X500Name subject, KeyPair own, Instant then, ASN1ObjectIdentifier extension, ASN1Encodable value)
            throws Exception {
        return new JcaX509v3CertificateBuilder(
                        ROOT,
                        BigInteger.valueOf(++number),
                        Date.from(then.minus(LIFE)),
                        Date.from(then.plus(LIFE)),
                        subject,
                        own.getPublic())
                .addExtension(extension, extension.equals(Extension.basicConstraints), value)
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has this curve", e);
        }
    }

    private static Buffer pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Buffer.buffer("-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
    }
}
