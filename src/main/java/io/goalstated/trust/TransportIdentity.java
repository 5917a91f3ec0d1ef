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

    private static final int MAX_FILE = 64 << 10;
    private static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";

    private final DecryptionKey key;
    private final String headerValue;

    private TransportIdentity(DecryptionKey key, String headerValue) {
        this.key = key;
        this.headerValue = headerValue;
    }

    /**
     * The pair in that directory; made anew when it is missing, damaged, not a pair, outside its validity, or lacks the
     * subject key identifier by which the server addresses it. Making one takes some 0.3 s of processor time. Blocking.
     */
    public static TransportIdentity loadOrCreate(Disk disk, Path libraryDirectory, Instant now) throws IOException {
        Path keyFile = libraryDirectory.resolve(PRIVATE_KEY_FILE);
        Path certificateFile = libraryDirectory.resolve(CERTIFICATE_FILE);
        Optional<String> key = readable(disk, keyFile);
        Optional<String> certificate = readable(disk, certificateFile);
        if (key.isPresent() && certificate.isPresent()) {
            Optional<TransportIdentity> loaded = pair(key.get(), certificate.get(), now);
            if (loaded.isPresent()) {
                return loaded.get();
            }
        }
        TransportCertificate made = TransportCertificate.make(now);
        disk.write(keyFile, made.privateKeyPem(), MODE);
        disk.write(certificateFile, made.certificatePem(), MODE);
        return pair(made.privateKeyPem(), made.certificatePem(), now)
                .orElseThrow(() -> new IllegalStateException("a pair just made is good"));
    }

    /** The certificate as header sets <i>enc</i> carry it: base64 of the DER form, without line breaks. */
    public String headerValue() {
        return headerValue;
    }

    /** What opens envelopes addressed to this identity. */
    public DecryptionKey key() {
        return key;
    }

    /** What cannot be read counts as missing: writing it anew meets the same disk and says so. */
    private static Optional<String> readable(Disk disk, Path file) {
        try {
            return disk.readText(file, MAX_FILE);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<TransportIdentity> pair(String privateKeyPem, String certificatePem, Instant now) {
        Optional<DecryptionKey> key = DecryptionKey.parse(privateKeyPem, certificatePem);
        return key.filter(pair -> usable(pair, now))
                .flatMap(DecryptionKey::certificate)
                .map(der -> new TransportIdentity(key.get(), Base64.getEncoder().encodeToString(der)));
    }

    private static boolean usable(DecryptionKey pair, Instant now) {
        Optional<X509Certificate> certificate = pair.certificate().flatMap(X509::parse);
        return certificate.isPresent()
                && certificate.get().getExtensionValue(SUBJECT_KEY_IDENTIFIER) != null
                && X509.isValidAt(certificate.get(), now)
                && pair.privateKey() instanceof RSAKey mine
                && certificate.get().getPublicKey() instanceof RSAKey theirs
                && mine.getModulus().equals(theirs.getModulus());
    }
}
