package io.goalstated.trust;

import io.goalstated.extension.HandlerName;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/**
 * Who may sign an extension (spec 04 OPS-137).
 *
 * @param allowed organisations, common names or certificate SHA-256 values, of which one must be the signer's; empty
 *     means the default of the publisher
 * @param microsoft the default is: Microsoft Corporation with its publisher usage
 */
public record SignerRule(Set<String> allowed, boolean microsoft) {
    /** Anybody whom the trust anchors vouch for: the binding has to do. */
    public static final SignerRule ANYBODY = new SignerRule(Set.of(), false);

    static final String MICROSOFT_PUBLISHER_USAGE = "1.3.6.1.4.1.311.76.8.1";
    private static final String MICROSOFT = "Microsoft Corporation";

    public SignerRule {
        allowed = Set.copyOf(allowed);
    }

    /**
     * @param signers of the owner's policy for this extension; empty when it names none
     */
    public static SignerRule of(HandlerName handler, Set<String> signers) {
        String publisher = handler.publisher().toLowerCase(Locale.ROOT);
        return new SignerRule(signers, publisher.equals("microsoft") || publisher.startsWith("microsoft."));
    }

    /** What forbids this signer; empty when nothing does. */
    Optional<String> objection(X509Certificate signer) {
        if (!allowed.isEmpty()) {
            return isAllowed(signer)
                    ? Optional.empty()
                    : Optional.of("the signer is none of those that the policy allows for this extension");
        }
        if (!microsoft) {
            return Optional.empty();
        }
        if (!values(signer, BCStyle.O).equals(List.of(MICROSOFT))) {
            return Optional.of("an extension of Microsoft is signed by somebody else");
        }
        return X509.extendedUsages(signer).contains(MICROSOFT_PUBLISHER_USAGE)
                ? Optional.empty()
                : Optional.of(
                        "the signer's certificate lacks the usage " + MICROSOFT_PUBLISHER_USAGE + " of a publisher");
    }

    private boolean isAllowed(X509Certificate signer) {
        List<String> names = new ArrayList<>(values(signer, BCStyle.O));
        names.addAll(values(signer, BCStyle.CN));
        for (String name : allowed) {
            if (names.contains(name) || X509.sha256(signer).equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> values(X509Certificate certificate, ASN1ObjectIdentifier attribute) {
        X500Name subject =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        List<String> values = new ArrayList<>();
        for (RDN name : subject.getRDNs(attribute)) {
            values.add(IETFUtils.valueToString(name.getFirst().getValue()));
        }
        return values;
    }
}
