package io.goalstated.trust;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What is not trusted whoever vouches for it: SHA-256 values of certificates (DER) and of whole packages, upper-case hex
 * (spec 04 OPS-139).
 */
public record DenyList(Set<String> certificates, Set<String> packages) {
    public static final DenyList EMPTY = new DenyList(Set.of(), Set.of());

    public DenyList {
        certificates = upperCase(certificates);
        packages = upperCase(packages);
    }

    /** The lists that come with the program. Read once: every plan wants them. */
    public static DenyList shipped() {
        return Shipped.LIST;
    }

    /** This and what the owner's policy adds. */
    public DenyList plus(Collection<String> moreCertificates, Collection<String> morePackages) {
        Set<String> allCertificates = new HashSet<>(certificates);
        allCertificates.addAll(moreCertificates);
        Set<String> allPackages = new HashSet<>(packages);
        allPackages.addAll(morePackages);
        return new DenyList(allCertificates, allPackages);
    }

    /** What becomes of an earlier verdict when this list is laid beside it; nothing is read for that. */
    public Verdict judge(Verdict earlier) {
        Optional<String> listed = earlier.packageSha256().filter(packages::contains);
        if (listed.isPresent()) {
            return earlier.revoked("the package is on the deny list");
        }
        for (List<Verdict.ChainLink> chain : List.of(earlier.signerChain(), earlier.stampChain())) {
            for (Verdict.ChainLink link : chain) {
                if (certificates.contains(link.sha256().toUpperCase(Locale.ROOT))) {
                    return earlier.revoked("the certificate of " + link.subject() + " is on the deny list");
                }
            }
        }
        return earlier;
    }

    private static final class Shipped {
        static final DenyList LIST = new DenyList(lines("denied/certificates"), lines("denied/packages"));
    }

    private static Set<String> upperCase(Set<String> values) {
        Set<String> normal = new HashSet<>();
        for (String value : values) {
            normal.add(value.toUpperCase(Locale.ROOT));
        }
        return Set.copyOf(normal);
    }

    private static Set<String> lines(String resource) {
        try (InputStream in = DenyList.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its data file " + resource);
            }
            Set<String> values = new HashSet<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                String value = line.strip();
                if (!value.isEmpty() && !value.startsWith("#")) {
                    values.add(value);
                }
            }
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
