package io.goalstated.trust;

import io.goalstated.trust.SignatureFinding.Reason;
import io.goalstated.trust.SignatureReading.Rejected;
import io.goalstated.trust.Verdict.Check;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * A detached CMS signature that has the shape of a package's (spec 04 OPS-129 to OPS-132): one signer, whose certificate
 * is there, signed attributes, algorithms that count.
 *
 * @param length of its DER form, in bytes
 * @param messageDigest what the signer says the content's digest is, upper-case hex
 * @param signer the signing certificate
 * @param embedded all certificates of the signature
 */
record SignedPackage(
        int length,
        CMSSignedData data,
        SignerInformation information,
        DigestAlgorithm digest,
        String messageDigest,
        X509Certificate signer,
        List<X509Certificate> embedded)
        implements SignatureReading {
    /** Real ones hold two. */
    static final int MAX_CERTIFICATES = 16;

    /** Leaves the reading early. */
    private static final class Unacceptable extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Rejected rejected;

        Unacceptable(Check check, Reason reason, String detail) {
            super(detail);
            this.rejected = new Rejected(check, reason, detail);
        }
    }

    /** Reads DER; total. */
    static SignatureReading parse(byte[] der) {
        Attempt<SignatureReading> attempt = Attempt.at(() -> {
            try {
                return read(der);
            } catch (Unacceptable e) {
                return e.rejected;
            }
        });
        return attempt.value()
                .orElseGet(() -> new Rejected(
                        Check.STRUCTURE,
                        Reason.STRUCTURE,
                        "the signature is malformed: it cannot be understood (" + attempt.fault() + ")"));
    }

    private static SignedPackage read(byte[] der) throws Unacceptable, IOException {
        CMSSignedData data = decode(der);
        Collection<SignerInformation> signers = data.getSignerInfos().getSigners();
        require(data.isDetachedSignature(), "it carries its content along");
        require(
                !PKCSObjectIdentifiers.id_ct_TSTInfo.equals(data.getSignedContentType()),
                "it is a time stamp, not a signature of a package");
        require(signers.size() == 1, "it has " + signers.size() + " signers, expected was one");
        SignerInformation information = signers.iterator().next();
        String messageDigest = signedDigest(data, information);
        DigestAlgorithm digest = acceptedDigest(data, information);
        return withSigner(der.length, data, information, digest, messageDigest);
    }

    private static CMSSignedData decode(byte[] der) throws Unacceptable {
        Optional<String> problem = StrictDer.problem(der);
        if (problem.isPresent()) {
            throw new Unacceptable(Check.DECODE, Reason.DECODE, "the signature is not DER: " + problem.get());
        }
        try {
            return new CMSSignedData(der);
        } catch (CMSException e) {
            throw new Unacceptable(Check.DECODE, Reason.DECODE, "the signature is not CMS SignedData");
        }
    }

    private static void require(boolean condition, String otherwise) throws Unacceptable {
        if (!condition) {
            throw new Unacceptable(Check.STRUCTURE, Reason.STRUCTURE, "the signature is malformed: " + otherwise);
        }
    }

    /** The digest that the signer vouches for, among whose attributes the type of the content must be, too. */
    private static String signedDigest(CMSSignedData data, SignerInformation information) throws Unacceptable {
        AttributeTable attributes = information.getSignedAttributes();
        require(attributes != null, "it has no signed attributes");
        ASN1Encodable type = single(attributes, CMSAttributes.contentType, "contentType");
        require(type.equals(data.getSignedContentType()), "its content has two types");
        ASN1Encodable digest = single(attributes, CMSAttributes.messageDigest, "messageDigest");
        require(digest instanceof ASN1OctetString, "its messageDigest is no digest");
        return Thumbprint.hex(((ASN1OctetString) digest).getOctets());
    }

    private static ASN1Encodable single(AttributeTable attributes, ASN1ObjectIdentifier type, String name)
            throws Unacceptable {
        require(attributes.getAll(type).size() == 1, "it needs one signed attribute " + name);
        Attribute attribute = attributes.get(type);
        require(attribute.getAttrValues().size() == 1, "it needs one value of " + name);
        return attribute.getAttrValues().getObjectAt(0);
    }

    private static DigestAlgorithm acceptedDigest(CMSSignedData data, SignerInformation information)
            throws Unacceptable {
        Optional<String> weakness = Algorithms.weakness(information);
        if (weakness.isPresent()) {
            throw new Unacceptable(Check.ALGORITHMS, Reason.WEAK_ALGORITHM, weakness.get());
        }
        ASN1ObjectIdentifier oid = information.getDigestAlgorithmID().getAlgorithm();
        boolean announced = false;
        for (AlgorithmIdentifier each : data.getDigestAlgorithmIDs()) {
            announced |= each.getAlgorithm().equals(oid);
        }
        if (!announced) {
            throw new Unacceptable(
                    Check.ALGORITHMS, Reason.STRUCTURE, "the digest algorithm is not among the announced ones");
        }
        return DigestAlgorithm.of(oid).orElseThrow();
    }

    private static SignedPackage withSigner(
            int length, CMSSignedData data, SignerInformation information, DigestAlgorithm digest, String messageDigest)
            throws Unacceptable, IOException {
        Collection<X509CertificateHolder> all = data.getCertificates().getMatches(null);
        if (all.size() > MAX_CERTIFICATES) {
            throw signerProblem("it holds more than " + MAX_CERTIFICATES + " certificates");
        }
        List<X509CertificateHolder> matching = certificatesOf(information, all);
        if (matching.size() != 1) {
            throw signerProblem("it holds " + matching.size() + " certificates of its signer, expected was one");
        }
        Optional<X509Certificate> signer = X509.parse(matching.get(0).getEncoded());
        if (signer.isEmpty()) {
            throw signerProblem("the signer's certificate is unreadable");
        }
        Optional<String> weakness = Algorithms.weakness(signer.get().getPublicKey());
        if (weakness.isPresent()) {
            throw new Unacceptable(Check.ALGORITHMS, Reason.WEAK_ALGORITHM, weakness.get());
        }
        return new SignedPackage(length, data, information, digest, messageDigest, signer.get(), readable(all));
    }

    /** Those whose identifier the signer gives as its own. */
    static List<X509CertificateHolder> certificatesOf(
            SignerInformation signer, Collection<X509CertificateHolder> certificates) {
        List<X509CertificateHolder> matching = new ArrayList<>();
        for (X509CertificateHolder certificate : certificates) {
            if (signer.getSID().match(certificate)) {
                matching.add(certificate);
            }
        }
        return matching;
    }

    private static Unacceptable signerProblem(String detail) {
        return new Unacceptable(Check.SIGNER, Reason.STRUCTURE, "the signature is malformed: " + detail);
    }

    /** Certificates which the JDK cannot read cannot carry trust either: they are left out. */
    static List<X509Certificate> readable(Collection<X509CertificateHolder> holders) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (X509CertificateHolder holder : holders) {
            X509.parse(holder.getEncoded()).ifPresent(certificates::add);
        }
        return certificates;
    }

    /**
     * Whether the signer's key made the signature over a content of that digest. Dates of certificates play no role
     * here: a signing time that the signer wrote down himself proves nothing.
     */
    boolean isSignatureOver(byte[] contentDigest) throws CMSException, OperatorCreationException {
        CMSSignedData withContent = new CMSSignedData(Map.of(digest.oid(), contentDigest), data.toASN1Structure());
        return withContent
                .getSignerInfos()
                .getSigners()
                .iterator()
                .next()
                .verify(SignatureKey.verifier(signer.getPublicKey()));
    }
}
