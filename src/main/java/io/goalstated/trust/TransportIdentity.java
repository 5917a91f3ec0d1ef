package io.goalstated.trust;

import io.goalstated.platform.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * The key pair to which the wireserver encrypts what only this VM may read (spec 01 §5.1), kept in {@code
 * TransportPrivate.pem} and {@code TransportCert.pem}, where handlers look for it.
 */
public final class TransportIdentity {
    public static final String PRIVATE_KEY_FILE = "TransportPrivate.pem";
    public static final String CERTIFICATE_FILE = "TransportCert.pem";

    /** Sealed from the first byte (spec 04 §8.1). */
    private static final Set<PosixFilePermission> MODE = Disk.SEALED;

    private static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";

    private final DecryptionKey key;
    private final String headerValue;

    private TransportIdentity(DecryptionKey key, String headerValue) {
        this.key = key;
        this.headerValue = headerValue;
    }

    /**
     * A new pair, which replaces the one in that directory. Killed between the two files it leaves what does not belong
     * together: nothing but a new pair is ever used. Takes some 0.3 s of processor time. Blocking.
     */
    static TransportIdentity make(Disk disk, Path libraryDirectory, Instant now) throws IOException {
        TransportCertificate made = TransportCertificate.make(now);
        disk.write(libraryDirectory.resolve(PRIVATE_KEY_FILE), made.privateKeyPem(), MODE);
        disk.write(libraryDirectory.resolve(CERTIFICATE_FILE), made.certificatePem(), MODE);
        return of(made.privateKeyPem(), made.certificatePem())
                .orElseThrow(() -> new IllegalStateException("a pair just made is good"));
    }

    /**
     * Of what such files hold; empty when that is damaged, no pair, or lacks the subject key identifier by which the server
     * addresses it.
     */
    public static Optional<TransportIdentity> of(String privateKeyPem, String certificatePem) {
        Optional<DecryptionKey> key = DecryptionKey.parse(privateKeyPem, certificatePem);
        return key.filter(TransportIdentity::usable)
                .flatMap(DecryptionKey::certificate)
                .map(der -> new TransportIdentity(key.get(), Base64.getEncoder().encodeToString(der)));
    }

    /** The certificate as header sets <i>enc</i> carry it: base64 of the DER form, without line breaks. */
    public String headerValue() {
        return headerValue;
    }

    /** What opens envelopes addressed to this identity. */
    public DecryptionKey key() {
        return key;
    }

    private static boolean usable(DecryptionKey pair) {
        Optional<X509Certificate> certificate = pair.certificate().flatMap(X509::parse);
        return certificate.isPresent()
                && certificate.get().getExtensionValue(SUBJECT_KEY_IDENTIFIER) != null
                && pair.privateKey() instanceof RSAKey mine
                && certificate.get().getPublicKey() instanceof RSAKey theirs
                && mine.getModulus().equals(theirs.getModulus());
    }
}
