package io.goalstated.trust;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.InputDecryptorProvider;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagFactory;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/**
 * The certificates and keys of a PFX with an empty password. Read bag by bag: the key stores of the JDK and of Bouncy
 * Castle both lose certificates that have neither key nor name. The MAC is not looked at: with real data Bouncy Castle
 * computes another one than OpenSSL, and nothing rests on it (spec 01 §5.3).
 */
final class Pfx {
    private static final int MAX_BAGS = 256;

    private final List<X509CertificateHolder> certificates = new ArrayList<>();
    private final List<PrivateKeyInfo> keys = new ArrayList<>();
    private boolean oldFormat;

    private Pfx() {}

    /** Empty when the bytes are no PFX, or not one that the empty password opens. */
    static Optional<CertificateBag.Certificates> parse(byte[] der) {
        for (EmptyPassword reading : EmptyPassword.readings()) {
            Attempt<CertificateBag.Certificates> attempt = Attempt.at(() -> {
                Pfx pfx = new Pfx();
                pfx.read(new PKCS12PfxPdu(der), reading);
                return pfx.matched();
            });
            if (attempt.value().isPresent()) {
                return attempt.value();
            }
        }
        return Optional.empty();
    }

    private void read(PKCS12PfxPdu pfx, EmptyPassword reading) throws PKCSException, IOException {
        InputDecryptorProvider password = algorithm -> {
            oldFormat |= !PKCSObjectIdentifiers.id_PBES2.equals(algorithm.getAlgorithm());
            return reading.get(algorithm);
        };
        for (ContentInfo part : pfx.getContentInfos()) {
            PKCS12SafeBagFactory bags = PKCSObjectIdentifiers.encryptedData.equals(part.getContentType())
                    ? new PKCS12SafeBagFactory(part, password)
                    : new PKCS12SafeBagFactory(part);
            for (PKCS12SafeBag bag : bags.getSafeBags()) {
                keep(bag.getBagValue(), password);
            }
        }
    }

    private void keep(Object value, InputDecryptorProvider password) throws PKCSException {
        if (certificates.size() + keys.size() >= MAX_BAGS) {
            throw new PKCSException("more than " + MAX_BAGS + " bags");
        }
        if (value instanceof X509CertificateHolder certificate) {
            certificates.add(certificate);
        } else if (value instanceof PKCS8EncryptedPrivateKeyInfo shrouded) {
            keys.add(shrouded.decryptPrivateKeyInfo(password));
        } else if (value instanceof PrivateKeyInfo plain) {
            keys.add(plain);
        }
    }

    /** Keys belong to certificates by the public key: names and ids in the bags are not to be relied upon. */
    private CertificateBag.Certificates matched() throws IOException {
        List<PrivateKeyInfo> unused = new ArrayList<>(keys);
        Map<String, VmCertificate> byThumbprint = new LinkedHashMap<>();
        for (X509CertificateHolder certificate : certificates) {
            byte[] der = certificate.getEncoded();
            Optional<String> key = Optional.empty();
            for (PrivateKeyInfo candidate : keys) {
                if (belongTogether(candidate, certificate.getSubjectPublicKeyInfo())) {
                    key = Optional.of(Pem.encode(Pem.PRIVATE_KEY, candidate.getEncoded()));
                    unused.remove(candidate);
                    break;
                }
            }
            String thumbprint = Thumbprint.sha1(der);
            byThumbprint.putIfAbsent(thumbprint, new VmCertificate(thumbprint, Pem.encode(Pem.CERTIFICATE, der), key));
        }
        return new CertificateBag.Certificates(List.copyOf(byThumbprint.values()), unused.size(), oldFormat);
    }

    private static boolean belongTogether(PrivateKeyInfo key, SubjectPublicKeyInfo publicKey) throws IOException {
        var algorithm = key.getPrivateKeyAlgorithm().getAlgorithm();
        if (!algorithm.equals(publicKey.getAlgorithm().getAlgorithm())) {
            return false;
        }
        if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return RSAPrivateKey.getInstance(key.parsePrivateKey())
                    .getModulus()
                    .equals(RSAPublicKey.getInstance(publicKey.parsePublicKey()).getModulus());
        }
        return algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)
                && Attempt.at(() -> signsFor(key, publicKey)).value().orElse(false);
    }

    /** An EC key need not hold its public half: what it signs is the proof. */
    private static boolean signsFor(PrivateKeyInfo key, SubjectPublicKeyInfo publicKey)
            throws GeneralSecurityException, IOException {
        KeyFactory factory = KeyFactory.getInstance("EC");
        PrivateKey signer = factory.generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
        PublicKey verifier = factory.generatePublic(new X509EncodedKeySpec(publicKey.getEncoded()));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(signer);
        byte[] signed = signature.sign();
        signature.initVerify(verifier);
        return signature.verify(signed);
    }
}
