package io.goalstated.doctor;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The key pair for which the platform encrypts certificates: a pair, and valid (spec 04 OPS-62). Without a good one no extension can read
 * its protected settings.
 */
final class TransportChecks implements Check {
    private static final String CERTIFICATE = "TransportCert.pem";
    private static final String KEY = "TransportPrivate.pem";
    private static final int MAX_BYTES = 64 << 10;
    private static final Duration SOON = Duration.ofDays(30);
    private static final String REMEDY = "restart the daemon, which makes a new pair when it next needs one";

    private final InstantSource clock;

    TransportChecks(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public List<Finding> examine(Patient patient) throws IOException {
        Optional<String> certificate = text(patient, CERTIFICATE);
        Optional<String> key = text(patient, KEY);
        if (certificate.isEmpty() && key.isEmpty()) {
            return List.of(Finding.skip("transport.pair", "there is none yet: it is made when it is first needed"));
        }
        Optional<X509Certificate> parsed = certificate.flatMap(TransportChecks::certificate);
        Optional<PrivateKey> secret = parsed.flatMap(
                known -> key.flatMap(pem -> key(pem, known.getPublicKey().getAlgorithm())));
        if (parsed.isEmpty() || secret.isEmpty()) {
            String which = parsed.isEmpty() ? CERTIFICATE : KEY;
            return List.of(Finding.fail("transport.pair", which + " is missing or cannot be understood", REMEDY));
        }
        return List.of(
                isPair(parsed.get(), secret.get())
                        ? Finding.pass("transport.pair", "key and certificate belong together")
                        : Finding.fail("transport.pair", KEY + " is not the key of " + CERTIFICATE, REMEDY),
                validity(parsed.get()));
    }

    private static Optional<String> text(Patient patient, String name) throws IOException {
        Path file = patient.library().resolve(name);
        return patient.disk().readText(file, MAX_BYTES);
    }

    private Finding validity(X509Certificate certificate) {
        Instant now = clock.instant();
        Instant end = certificate.getNotAfter().toInstant();
        String evidence = "valid from " + certificate.getNotBefore().toInstant() + " to " + end;
        if (now.isAfter(end) || now.isBefore(certificate.getNotBefore().toInstant())) {
            return Finding.fail("transport.validity", evidence, REMEDY);
        }
        return now.plus(SOON).isAfter(end)
                ? Finding.warn(
                        "transport.validity",
                        evidence,
                        "nothing yet: after a restart the daemon makes a new pair when it needs one")
                : Finding.pass("transport.validity", evidence);
    }

    private static Optional<X509Certificate> certificate(String pem) {
        try {
            return Optional.of((X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
        } catch (CertificateException e) {
            return Optional.empty();
        }
    }

    /** As PKCS #8, which is how the agent and OpenSSL write it. */
    private static Optional<PrivateKey> key(String pem, String algorithm) {
        String base64 = pem.replaceAll("(?s).*?-----BEGIN PRIVATE KEY-----(.*?)-----END.*", "$1");
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(base64);
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What one signs the other verifies. */
    private static boolean isPair(X509Certificate certificate, PrivateKey key) {
        String algorithm = "SHA256with" + (key.getAlgorithm().equals("EC") ? "ECDSA" : key.getAlgorithm());
        byte[] text = CERTIFICATE.getBytes(StandardCharsets.US_ASCII);
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(text);
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(certificate.getPublicKey());
            verifying.update(text);
            return verifying.verify(signing.sign());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
