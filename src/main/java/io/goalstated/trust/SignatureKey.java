package io.goalstated.trust;

import java.io.IOException;
import java.io.OutputStream;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.DefaultCMSSignatureAlgorithmNameGenerator;
import org.bouncycastle.cms.SignerInformationVerifier;
import org.bouncycastle.operator.ContentVerifier;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A public key that verifies CMS signatures with the JDK's algorithms. Bouncy Castle asks the JDK for RSA-PSS under a name
 * that only its own provider knows; everything else goes its usual way.
 */
final class SignatureKey implements ContentVerifierProvider {
    private final PublicKey key;
    private final Optional<X509CertificateHolder> certificate;
    private final ContentVerifierProvider usual;

    private SignatureKey(PublicKey key, Optional<X509CertificateHolder> certificate) throws OperatorCreationException {
        this.key = key;
        this.certificate = certificate;
        this.usual = new JcaContentVerifierProviderBuilder().build(key);
    }

    /** Of a bare key: no dates of any certificate are looked at. */
    static SignerInformationVerifier verifier(PublicKey key) throws OperatorCreationException {
        return verifier(new SignatureKey(key, Optional.empty()));
    }

    /** Of a certificate, which the verification may examine. */
    static SignerInformationVerifier verifier(PublicKey key, X509CertificateHolder certificate)
            throws OperatorCreationException {
        return verifier(new SignatureKey(key, Optional.of(certificate)));
    }

    private static SignerInformationVerifier verifier(SignatureKey key) throws OperatorCreationException {
        return new SignerInformationVerifier(
                new DefaultCMSSignatureAlgorithmNameGenerator(),
                new DefaultSignatureAlgorithmIdentifierFinder(),
                key,
                new JcaDigestCalculatorProviderBuilder().build());
    }

    @Override
    public boolean hasAssociatedCertificate() {
        return certificate.isPresent();
    }

    @Override
    public @Nullable X509CertificateHolder getAssociatedCertificate() {
        return certificate.orElse(null);
    }

    @Override
    public ContentVerifier get(AlgorithmIdentifier algorithm) throws OperatorCreationException {
        if (!PKCSObjectIdentifiers.id_RSASSA_PSS.equals(algorithm.getAlgorithm())) {
            return usual.get(algorithm);
        }
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
            parameters.init(algorithm.getParameters().toASN1Primitive().getEncoded());
            Signature signature = Signature.getInstance("RSASSA-PSS");
            signature.setParameter(parameters.getParameterSpec(PSSParameterSpec.class));
            signature.initVerify(key);
            return new PssVerifier(algorithm, signature);
        } catch (GeneralSecurityException | IOException e) {
            throw new OperatorCreationException("cannot verify RSA-PSS", e);
        }
    }

    private record PssVerifier(AlgorithmIdentifier algorithm, Signature signature) implements ContentVerifier {
        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return algorithm;
        }

        @Override
        public OutputStream getOutputStream() {
            return new OutputStream() {
                @Override
                public void write(int octet) throws IOException {
                    write(new byte[] {(byte) octet}, 0, 1);
                }

                @Override
                public void write(byte[] octets, int offset, int length) throws IOException {
                    try {
                        signature.update(octets, offset, length);
                    } catch (SignatureException e) {
                        throw new IOException(e);
                    }
                }
            };
        }

        @Override
        public boolean verify(byte[] expected) {
            return Attempt.at(() -> signature.verify(expected)).value().orElse(false);
        }
    }
}
