package io.goalstated.trust;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cms.SignerInformation;

/**
 * Which algorithms count (spec 04 OPS-131): SHA-2, RSA of at least 2048 bits with PKCS#1 v1.5 or PSS, ECDSA on P-256 and
 * P-384. Everything else is weak or unknown, and unknown is no better. Methods tell what is wrong, or nothing.
 */
final class Algorithms {
    static final int MIN_RSA_BITS = 2048;
    private static final int MAX_RSA_BITS = 8192;

    private Algorithms() {}

    /** Of a signature in CMS: its digest, its own algorithm, and that the two agree. */
    static Optional<String> weakness(SignerInformation signer) {
        Optional<DigestAlgorithm> digest =
                DigestAlgorithm.of(signer.getDigestAlgorithmID().getAlgorithm());
        if (digest.isEmpty()) {
            return Optional.of(
                    "digest algorithm " + signer.getDigestAlgorithmID().getAlgorithm() + " is not accepted");
        }
        AlgorithmIdentifier signature = signer.toASN1Structure().getDigestEncryptionAlgorithm();
        if (PKCSObjectIdentifiers.rsaEncryption.equals(signature.getAlgorithm())) {
            return Optional.empty();
        }
        Optional<DigestAlgorithm> own = signatureDigest(signature);
        if (own.isEmpty()) {
            return Optional.of("signature algorithm " + signature.getAlgorithm() + " is not accepted");
        }
        return own.equals(digest)
                ? Optional.empty()
                : Optional.of("signature and content are digested with different algorithms");
    }

    /** Of a certificate: its key, and the signature of its issuer. */
    static Optional<String> weakness(X509Certificate certificate) {
        return weakness(certificate.getPublicKey())
                .or(() -> weakSignature(certificate))
                .map(what -> what + " in the certificate of " + X509.subject(certificate));
    }

    private static Optional<String> weakSignature(X509Certificate certificate) {
        AlgorithmIdentifier algorithm =
                Certificate.getInstance(X509.der(certificate)).getSignatureAlgorithm();
        return signatureDigest(algorithm).isPresent()
                ? Optional.empty()
                : Optional.of("signature algorithm " + certificate.getSigAlgName() + " is not accepted");
    }

    static Optional<String> weakness(PublicKey key) {
        if (key instanceof RSAKey rsa) {
            int bits = rsa.getModulus().bitLength();
            return bits >= MIN_RSA_BITS && bits <= MAX_RSA_BITS
                    ? Optional.empty()
                    : Optional.of("an RSA key of " + bits + " bits is not accepted");
        }
        AlgorithmIdentifier algorithm =
                SubjectPublicKeyInfo.getInstance(key.getEncoded()).getAlgorithm();
        boolean named = X9ObjectIdentifiers.id_ecPublicKey.equals(algorithm.getAlgorithm())
                && (X9ObjectIdentifiers.prime256v1.equals(algorithm.getParameters())
                        || SECObjectIdentifiers.secp384r1.equals(algorithm.getParameters()));
        return named ? Optional.empty() : Optional.of("a key of type " + key.getAlgorithm() + " is not accepted");
    }

    private static Optional<DigestAlgorithm> signatureDigest(AlgorithmIdentifier signature) {
        ASN1ObjectIdentifier oid = signature.getAlgorithm();
        if (PKCSObjectIdentifiers.id_RSASSA_PSS.equals(oid)) {
            return signature.getParameters() == null
                    ? Optional.empty()
                    : pssDigest(RSASSAPSSparams.getInstance(signature.getParameters()));
        }
        if (oid.equals(PKCSObjectIdentifiers.sha256WithRSAEncryption)
                || oid.equals(X9ObjectIdentifiers.ecdsa_with_SHA256)) {
            return Optional.of(DigestAlgorithm.SHA_256);
        }
        if (oid.equals(PKCSObjectIdentifiers.sha384WithRSAEncryption)
                || oid.equals(X9ObjectIdentifiers.ecdsa_with_SHA384)) {
            return Optional.of(DigestAlgorithm.SHA_384);
        }
        if (oid.equals(PKCSObjectIdentifiers.sha512WithRSAEncryption)
                || oid.equals(X9ObjectIdentifiers.ecdsa_with_SHA512)) {
            return Optional.of(DigestAlgorithm.SHA_512);
        }
        return Optional.empty();
    }

    /** Absent members mean SHA-1. The mask must be made with the same digest. */
    private static Optional<DigestAlgorithm> pssDigest(RSASSAPSSparams parameters) {
        AlgorithmIdentifier mask = parameters.getMaskGenAlgorithm();
        if (!PKCSObjectIdentifiers.id_mgf1.equals(mask.getAlgorithm())) {
            return Optional.empty();
        }
        Optional<DigestAlgorithm> digest =
                DigestAlgorithm.of(parameters.getHashAlgorithm().getAlgorithm());
        Optional<DigestAlgorithm> masked = DigestAlgorithm.of(
                AlgorithmIdentifier.getInstance(mask.getParameters()).getAlgorithm());
        return digest.equals(masked) ? digest : Optional.empty();
    }
}
