package io.goalstated.trust;

import io.goalstated.trust.CertificatePath.Standing;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for the best {@link CertificatePath} from one certificate to any anchor. The search is ours, because the JDK's
 * can be led into exponential work by many certificates of one name; each candidate is validated by the JDK (PKIX, no
 * network, no store of its own). Limits: {@link #MAX_INTERMEDIATES}, {@link #MAX_CANDIDATES}, {@link #MAX_VISITS}.
 */
final class PathFinder {
    static final int MAX_INTERMEDIATES = 5;
    private static final int MAX_CANDIDATES = 32;
    private static final int MAX_VISITS = 512;

    private final List<X509Certificate> pool;
    private final List<X509Certificate> anchors;
    private final String usage;
    private final Instant time;
    private Optional<CertificatePath> best = Optional.empty();
    private int candidates;
    private int visits;

    private PathFinder(List<X509Certificate> pool, List<X509Certificate> anchors, String usage, Instant time) {
        this.pool = pool;
        this.anchors = anchors;
        this.usage = usage;
        this.time = time;
    }

    /**
     * @param pool where intermediates may come from
     * @param usage extended key usage that every intermediate with such an extension must include
     * @param time at which all of the path must have been valid
     */
    static CertificatePath find(
            X509Certificate target,
            List<X509Certificate> pool,
            List<X509Certificate> anchors,
            String usage,
            Instant time) {
        PathFinder finder = new PathFinder(pool, anchors, usage, time);
        finder.extend(List.of(target));
        return finder.best.orElseGet(() -> finder.dangling(target));
    }

    private void extend(List<X509Certificate> path) {
        X509Certificate last = path.get(path.size() - 1);
        for (X509Certificate anchor : anchors) {
            if (X509.isIssuedBy(last, anchor) && !isDone()) {
                candidates++;
                CertificatePath candidate = judge(path, anchor);
                if (best.isEmpty() || candidate.isBetterThan(best.get())) {
                    best = Optional.of(candidate);
                }
            }
        }
        if (path.size() > MAX_INTERMEDIATES) {
            return;
        }
        for (X509Certificate issuer : pool) {
            if (!isDone() && X509.isIssuedBy(last, issuer) && !path.contains(issuer)) {
                visits++;
                extend(with(path, issuer));
            }
        }
    }

    private boolean isDone() {
        return candidates >= MAX_CANDIDATES
                || visits >= MAX_VISITS
                || best.filter(found -> found.standing() == Standing.TRUSTED).isPresent();
    }

    private CertificatePath judge(List<X509Certificate> path, X509Certificate anchor) {
        List<X509Certificate> whole = with(path, anchor);
        // The anchor is trusted for what it is: nobody relies on its signature over itself.
        for (X509Certificate certificate : path) {
            Optional<String> weakness = Algorithms.weakness(certificate);
            if (weakness.isPresent()) {
                return new CertificatePath(whole, Standing.WEAK, weakness.get());
            }
        }
        try {
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(time));
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
        } catch (CertPathValidatorException e) {
            boolean expired = e.getReason() == BasicReason.EXPIRED || e.getReason() == BasicReason.NOT_YET_VALID;
            return new CertificatePath(
                    whole,
                    expired ? Standing.EXPIRED : Standing.BROKEN,
                    expired ? outside(whole) : "the path to " + X509.subject(anchor) + " is broken: " + e.getMessage());
        } catch (GeneralSecurityException e) {
            return new CertificatePath(whole, Standing.BROKEN, "the path cannot be validated: " + e.getMessage());
        }
        if (!X509.isValidAt(anchor, time)) {
            return new CertificatePath(whole, Standing.EXPIRED, outside(whole));
        }
        return usageProblem(whole)
                .map(problem -> new CertificatePath(whole, Standing.WRONG_USAGE, problem))
                .orElseGet(() -> new CertificatePath(whole, Standing.TRUSTED, ""));
    }

    private String outside(List<X509Certificate> path) {
        for (X509Certificate certificate : path) {
            if (!X509.isValidAt(certificate, time)) {
                return X509.subject(certificate) + " is valid from "
                        + certificate.getNotBefore().toInstant() + " to "
                        + certificate.getNotAfter().toInstant() + ", not at " + time;
            }
        }
        return "a certificate was not valid at " + time;
    }

    private Optional<String> usageProblem(List<X509Certificate> path) {
        for (X509Certificate authority : path.subList(1, path.size() - 1)) {
            List<String> usages = X509.extendedUsages(authority);
            if (!usages.isEmpty() && !usages.contains(usage)) {
                return Optional.of(X509.subject(authority) + " may not issue certificates for this purpose");
            }
        }
        return Optional.empty();
    }

    /** As far up as the names lead, for telling which root is unknown. */
    private CertificatePath dangling(X509Certificate target) {
        List<X509Certificate> path = List.of(target);
        boolean grown = true;
        while (grown && path.size() <= MAX_INTERMEDIATES) {
            grown = false;
            X509Certificate last = path.get(path.size() - 1);
            for (X509Certificate issuer : pool) {
                if (!grown && X509.isIssuedBy(last, issuer) && !path.contains(issuer)) {
                    path = with(path, issuer);
                    grown = true;
                }
            }
        }
        CertificatePath unanchored = CertificatePath.unanchored(path);
        for (X509Certificate certificate : path) {
            Optional<String> weakness = Algorithms.weakness(certificate);
            if (weakness.isPresent() && (certificate.equals(target) || !X509.isSelfIssued(certificate))) {
                return new CertificatePath(path, Standing.WEAK, weakness.get());
            }
        }
        return unanchored;
    }

    private static List<X509Certificate> with(List<X509Certificate> path, X509Certificate next) {
        List<X509Certificate> longer = new ArrayList<>(path);
        longer.add(next);
        return longer;
    }
}
