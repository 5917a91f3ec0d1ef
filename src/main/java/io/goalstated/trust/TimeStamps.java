package io.goalstated.trust;

import io.goalstated.trust.CertificatePath.Standing;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;
import org.jspecify.annotations.Nullable;

/** Judges the RFC 3161 time stamps that a signature carries (spec 04 OPS-134). */
final class TimeStamps {
    /** A clock may be late by so much before a stamp counts as made in the future. */
    static final Duration TOLERATED_FUTURE = Duration.ofMinutes(5);

    private static final int MAX_TOKENS = 4;
    private static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
    /** Microsoft's own attribute for the same kind of token. */
    private static final ASN1ObjectIdentifier MICROSOFT_TOKEN = new ASN1ObjectIdentifier("1.3.6.1.4.1.311.3.3.1");

    private final List<X509Certificate> anchors;
    private final Revocations revocations;
    private final Instant now;

    TimeStamps(List<X509Certificate> anchors, Revocations revocations, Instant now) {
        this.anchors = anchors;
        this.revocations = revocations;
        this.now = now;
    }

    private sealed interface Token {}

    /** A token that holds. */
    record Stamp(Instant time, List<X509Certificate> chain) implements Token {}

    /** A token that does not hold. */
    private record Rejected(String why) implements Token {}

    /**
     * @param earliest of those that hold
     * @param objections one per token that does not
     */
    record Judgement(Optional<Stamp> earliest, List<String> objections) {}

    Judgement judge(SignerInformation signer) {
        Optional<Stamp> earliest = Optional.empty();
        List<String> objections = new ArrayList<>();
        for (ASN1Encodable token : tokens(signer)) {
            Attempt<Token> attempt = Attempt.at(() -> {
                try {
                    return examine(token, signer.getSignature());
                } catch (TSPException e) {
                    return new Rejected("it does not verify: " + e.getMessage());
                }
            });
            Token result = attempt.value()
                    .orElseGet(() -> new Rejected("it is no sound RFC 3161 token (" + attempt.fault() + ")"));
            if (result instanceof Rejected rejected) {
                objections.add(rejected.why());
            } else if (result instanceof Stamp stamp
                    && (earliest.isEmpty()
                            || stamp.time().isBefore(earliest.get().time()))) {
                earliest = Optional.of(stamp);
            }
        }
        return new Judgement(earliest, objections);
    }

    private static List<ASN1Encodable> tokens(SignerInformation signer) {
        List<ASN1Encodable> tokens = new ArrayList<>();
        @Nullable AttributeTable attributes = signer.getUnsignedAttributes();
        if (attributes == null) {
            return tokens;
        }
        for (Attribute attribute : attributes.toASN1Structure().getAttributes()) {
            boolean carriesTokens = PKCSObjectIdentifiers.id_aa_signatureTimeStampToken.equals(attribute.getAttrType())
                    || MICROSOFT_TOKEN.equals(attribute.getAttrType());
            for (ASN1Encodable value : attribute.getAttributeValues()) {
                if (carriesTokens && tokens.size() < MAX_TOKENS) {
                    tokens.add(value);
                }
            }
        }
        return tokens;
    }

    private Token examine(ASN1Encodable value, byte[] signature)
            throws CMSException, TSPException, IOException, OperatorCreationException {
        TimeStampToken token =
                new TimeStampToken(new CMSSignedData(value.toASN1Primitive().getEncoded()));
        Optional<String> objection = imprintObjection(token, signature)
                .or(() -> Algorithms.weakness(signerOf(token)))
                .or(() -> isInFuture(token) ? Optional.of("it is from the future") : Optional.empty());
        if (objection.isPresent()) {
            return new Rejected(objection.get());
        }
        Collection<X509CertificateHolder> all = token.getCertificates().getMatches(null);
        List<X509CertificateHolder> authorities = SignedPackage.certificatesOf(signerOf(token), all);
        if (authorities.size() != 1) {
            return new Rejected("the certificate of its authority is not there");
        }
        Optional<X509Certificate> target = X509.parse(authorities.get(0).getEncoded());
        if (target.isEmpty() || all.size() > SignedPackage.MAX_CERTIFICATES) {
            return new Rejected("its certificates are unreadable or too many");
        }
        // Signature, the certificate that it names, its critical and only usage, its validity at that time.
        token.validate(SignatureKey.verifier(target.get().getPublicKey(), authorities.get(0)));
        return trusted(token, target.get(), SignedPackage.readable(all));
    }

    private static Optional<String> imprintObjection(TimeStampToken token, byte[] signature) {
        Optional<DigestAlgorithm> algorithm =
                DigestAlgorithm.of(token.getTimeStampInfo().getHashAlgorithm().getAlgorithm());
        if (algorithm.isEmpty()) {
            return Optional.of("its digest algorithm is not accepted");
        }
        return MessageDigest.isEqual(
                        algorithm.get().digest(signature),
                        token.getTimeStampInfo().getMessageImprintDigest())
                ? Optional.empty()
                : Optional.of("it belongs to another signature");
    }

    private static SignerInformation signerOf(TimeStampToken token) {
        return token.toCMSSignedData().getSignerInfos().getSigners().iterator().next();
    }

    private boolean isInFuture(TimeStampToken token) {
        return timeOf(token).isAfter(now.plus(TOLERATED_FUTURE));
    }

    private static Instant timeOf(TimeStampToken token) {
        return token.getTimeStampInfo().getGenTime().toInstant();
    }

    private Token trusted(TimeStampToken token, X509Certificate authority, List<X509Certificate> embedded) {
        Instant time = timeOf(token);
        CertificatePath path = PathFinder.find(authority, embedded, anchors, TIME_STAMPING, time);
        if (path.standing() != Standing.TRUSTED) {
            return new Rejected(path.problem());
        }
        return revocations
                .objection(path.certificates(), Optional.of(time), now)
                .<Token>map(Rejected::new)
                .orElseGet(() -> new Stamp(time, path.certificates()));
    }
}
