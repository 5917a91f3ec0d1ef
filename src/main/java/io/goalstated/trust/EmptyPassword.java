package io.goalstated.trust;

import java.io.IOException;
import java.io.InputStream;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.CipherInputStream;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.InputDecryptor;
import org.bouncycastle.operator.InputDecryptorProvider;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * Decrypts the parts of a PFX whose password is the empty string, with the JDK's ciphers. PKCS#12 has two readings of
 * "empty": the old derivation sees either nothing or one NUL character, which give different keys, and real data holds
 * both (spec 01 §5.3). PBES2 knows one only. For one PFX.
 */
final class EmptyPassword implements InputDecryptorProvider {
    /**
     * All that is done for one PFX; two seconds. Windows uses 2 000 for each encrypted part, OpenSSL 2 048, and thousands
     * of parts would keep a worker for hours.
     */
    private static final int MAX_ITERATIONS = 4_000_000;

    private final String password;
    private int left;

    /** @param iterations of key derivation that may be spent */
    EmptyPassword(String password, int iterations) {
        this.password = password;
        this.left = iterations;
    }

    /** In the order to try. The JDK takes the first for the terminating NUL alone, the second for no byte at all. */
    static List<EmptyPassword> readings() {
        return List.of(new EmptyPassword("", MAX_ITERATIONS), new EmptyPassword("\0", MAX_ITERATIONS));
    }

    @Override
    public InputDecryptor get(AlgorithmIdentifier algorithm) throws OperatorCreationException {
        Cipher cipher;
        try {
            cipher = PKCSObjectIdentifiers.id_PBES2.equals(algorithm.getAlgorithm())
                    ? modern(PBES2Parameters.getInstance(algorithm.getParameters()))
                    : old(algorithm);
        } catch (GeneralSecurityException | IOException e) {
            throw new OperatorCreationException("cannot decrypt with " + algorithm.getAlgorithm(), e);
        }
        return new InputDecryptor() {
            @Override
            public AlgorithmIdentifier getAlgorithmIdentifier() {
                return algorithm;
            }

            @Override
            public InputStream getInputStream(InputStream encrypted) {
                return new CipherInputStream(encrypted, cipher);
            }
        };
    }

    private Cipher old(AlgorithmIdentifier algorithm) throws GeneralSecurityException {
        String name = oldName(algorithm.getAlgorithm())
                .orElseThrow(() -> new GeneralSecurityException("unknown password encryption"));
        PKCS12PBEParams parameters = PKCS12PBEParams.getInstance(algorithm.getParameters());
        SecretKey key = SecretKeyFactory.getInstance(name).generateSecret(new PBEKeySpec(password.toCharArray()));
        int iterations = limited(parameters.getIterations().intValueExact());
        Cipher cipher = Cipher.getInstance(name);
        cipher.init(Cipher.DECRYPT_MODE, key, new PBEParameterSpec(parameters.getIV(), iterations));
        return cipher;
    }

    private static Optional<String> oldName(ASN1ObjectIdentifier algorithm) {
        if (PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC.equals(algorithm)) {
            return Optional.of("PBEWithSHA1AndDESede");
        }
        if (PKCSObjectIdentifiers.pbeWithSHAAnd40BitRC2_CBC.equals(algorithm)) {
            return Optional.of("PBEWithSHA1AndRC2_40");
        }
        if (PKCSObjectIdentifiers.pbeWithSHAAnd128BitRC2_CBC.equals(algorithm)) {
            return Optional.of("PBEWithSHA1AndRC2_128");
        }
        return Optional.empty();
    }

    private Cipher modern(PBES2Parameters parameters) throws GeneralSecurityException, IOException {
        if (!PKCSObjectIdentifiers.id_PBKDF2.equals(
                parameters.getKeyDerivationFunc().getAlgorithm())) {
            throw new GeneralSecurityException("unknown key derivation");
        }
        PBKDF2Params derivation =
                PBKDF2Params.getInstance(parameters.getKeyDerivationFunc().getParameters());
        ASN1ObjectIdentifier scheme = parameters.getEncryptionScheme().getAlgorithm();
        boolean tripleDes = PKCSObjectIdentifiers.des_EDE3_CBC.equals(scheme);
        PBEKeySpec spec = new PBEKeySpec(
                password.toCharArray(),
                derivation.getSalt(),
                limited(derivation.getIterationCount().intValueExact()),
                tripleDes ? 192 : aesBits(scheme));
        SecretKey derived = SecretKeyFactory.getInstance(
                        "PBKDF2With" + macName(derivation.getPrf().getAlgorithm()))
                .generateSecret(spec);
        String family = tripleDes ? "DESede" : "AES";
        AlgorithmParameters vector = AlgorithmParameters.getInstance(family);
        vector.init(parameters
                .getEncryptionScheme()
                .getParameters()
                .toASN1Primitive()
                .getEncoded());
        Cipher cipher = Cipher.getInstance(family + "/CBC/PKCS5Padding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(derived.getEncoded(), family), vector);
        return cipher;
    }

    private static int aesBits(ASN1ObjectIdentifier scheme) throws GeneralSecurityException {
        if (NISTObjectIdentifiers.id_aes128_CBC.equals(scheme)) {
            return 128;
        }
        if (NISTObjectIdentifiers.id_aes192_CBC.equals(scheme)) {
            return 192;
        }
        if (NISTObjectIdentifiers.id_aes256_CBC.equals(scheme)) {
            return 256;
        }
        throw new GeneralSecurityException("unknown encryption scheme");
    }

    private static String macName(ASN1ObjectIdentifier function) throws GeneralSecurityException {
        if (PKCSObjectIdentifiers.id_hmacWithSHA1.equals(function)) {
            return "HmacSHA1";
        }
        if (PKCSObjectIdentifiers.id_hmacWithSHA256.equals(function)) {
            return "HmacSHA256";
        }
        if (PKCSObjectIdentifiers.id_hmacWithSHA384.equals(function)) {
            return "HmacSHA384";
        }
        if (PKCSObjectIdentifiers.id_hmacWithSHA512.equals(function)) {
            return "HmacSHA512";
        }
        throw new GeneralSecurityException("unknown pseudo-random function");
    }

    private int limited(int iterations) throws GeneralSecurityException {
        if (iterations < 1 || iterations > left) {
            throw new GeneralSecurityException("iteration count out of range");
        }
        left -= iterations;
        return iterations;
    }
}
