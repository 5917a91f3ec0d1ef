package io.goalstated.trust;

import io.goalstated.platform.Disk;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known to be revoked, without asking anybody: the {@link DenyList}, and revocation lists that the administrator
 * placed in {@code /etc/goalstated/crl} (spec 04 OPS-139). Addresses in certificates are never followed.
 *
 * @param problems files of the directory that could not be used, for people
 */
public record Revocations(DenyList denied, List<X509CRL> lists, List<String> problems) {
    private static final int MAX_FILES = 64;
    private static final int MAX_BYTES = 16 << 20;

    public Revocations {
        lists = List.copyOf(lists);
        problems = List.copyOf(problems);
    }

    public static Revocations of(DenyList denied) {
        return new Revocations(denied, List.of(), List.of());
    }

    /** With the revocation lists (DER or PEM) of a directory, which need not be there. Blocking. */
    public static Revocations load(DenyList denied, Disk disk, Path directory) throws IOException {
        List<X509CRL> lists = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Path file : disk.list(directory)) {
            Optional<X509CRL> list = lists.size() < MAX_FILES ? read(disk, file) : Optional.empty();
            list.ifPresentOrElse(
                    lists::add, () -> problems.add(file + " is not used: it is no readable revocation list"));
        }
        return new Revocations(denied, lists, problems);
    }

    private static Optional<X509CRL> read(Disk disk, Path file) {
        return Attempt.at(() -> disk.read(file, MAX_BYTES).orElseThrow())
                .value()
                .flatMap(bytes -> Attempt.at(() -> (X509CRL)
                                CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(bytes)))
                        .value());
    }

    /** Each list by its signed part's SHA-256, and whether it counts now. */
    List<String> fingerprints(Instant now) {
        List<String> all = new ArrayList<>();
        for (X509CRL list : lists) {
            String content = Attempt.at(() -> Thumbprint.sha256(list.getTBSCertList()))
                    .value()
                    .orElse("unreadable");
            all.add(content + (isCurrent(list, now) ? " counts" : " does not count"));
        }
        return all;
    }

    /** Whether that package may not be used; the digest is SHA-256 in hex. */
    boolean denies(String packageSha256) {
        return denied.packages().contains(packageSha256);
    }

    /**
     * Why one of these certificates may not be relied upon; empty when nothing is known against them.
     *
     * @param certificates the path in question, and all else that may hold an issuer's key
     * @param signedAt when the signature was made, if that can be trusted: a later revocation leaves it valid
     */
    Optional<String> objection(List<X509Certificate> certificates, Optional<Instant> signedAt, Instant now) {
        for (X509Certificate certificate : certificates) {
            if (denied.certificates().contains(X509.sha256(certificate))) {
                return Optional.of("the certificate of " + X509.subject(certificate) + " is on the deny list");
            }
            for (X509CRL list : lists) {
                if (isCurrent(list, now) && speaksFor(list, certificate, certificates)) {
                    Optional<String> revoked = revocation(list, certificate, signedAt);
                    if (revoked.isPresent()) {
                        return revoked;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isCurrent(X509CRL list, Instant now) {
        return !list.getThisUpdate().toInstant().isAfter(now)
                && list.getNextUpdate() != null
                && !list.getNextUpdate().toInstant().isBefore(now);
    }

    /** Signed by the certificate's issuer, which must be among those at hand. */
    private static boolean speaksFor(X509CRL list, X509Certificate certificate, List<X509Certificate> issuers) {
        if (!list.getIssuerX500Principal().equals(certificate.getIssuerX500Principal())
                || list.hasUnsupportedCriticalExtension()) {
            return false;
        }
        for (X509Certificate issuer : issuers) {
            if (X509.isIssuedBy(certificate, issuer) && isSignedBy(list, issuer)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSignedBy(X509CRL list, X509Certificate issuer) {
        try {
            list.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static Optional<String> revocation(X509CRL list, X509Certificate certificate, Optional<Instant> signedAt) {
        @Nullable X509CRLEntry entry = list.getRevokedCertificate(certificate);
        if (entry == null) {
            return Optional.empty();
        }
        Instant since = entry.getRevocationDate().toInstant();
        return signedAt.isPresent() && signedAt.get().isBefore(since)
                ? Optional.empty()
                : Optional.of("the certificate of " + X509.subject(certificate) + " is revoked since " + since);
    }
}
