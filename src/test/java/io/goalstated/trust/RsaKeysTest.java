package io.goalstated.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Random;
import javax.crypto.Cipher;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RsaKeysTest {
    @RepeatedTest(3)
    void a_pair_has_exactly_2048_bits_and_two_different_primes() throws Exception {
        KeyPair pair = RsaKeys.make(new SecureRandom());

        RSAPrivateCrtKey key = (RSAPrivateCrtKey) pair.getPrivate();
        assertThat(key.getModulus().bitLength()).isEqualTo(2048);
        assertThat(key.getPrimeP().multiply(key.getPrimeQ())).isEqualTo(key.getModulus());
        assertThat(key.getPrimeP()).isNotEqualTo(key.getPrimeQ());
        assertThat(key.getPrimeP().isProbablePrime(50)).isTrue();
        assertThat(key.getPrimeQ().isProbablePrime(50)).isTrue();
        assertThat(((RSAPublicKey) pair.getPublic()).getPublicExponent()).isEqualTo(BigInteger.valueOf(65537));
        assertThat(key.getPrivateExponent().bitLength()).isGreaterThan(1024);
    }

    @Test
    void what_the_public_half_encrypts_the_private_half_decrypts() throws Exception {
        KeyPair pair = RsaKeys.make(new SecureRandom());
        Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        cipher.init(Cipher.ENCRYPT_MODE, pair.getPublic());
        byte[] sealed = cipher.doFinal("for your eyes only".getBytes(StandardCharsets.UTF_8));

        cipher.init(Cipher.DECRYPT_MODE, pair.getPrivate());

        assertThat(new String(cipher.doFinal(sealed), StandardCharsets.UTF_8)).isEqualTo("for your eyes only");
    }

    @Test
    void two_pairs_are_different() throws Exception {
        KeyPair first = RsaKeys.make(new SecureRandom());
        KeyPair second = RsaKeys.make(new SecureRandom());

        assertThat(first.getPublic()).isNotEqualTo(second.getPublic());
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 128, 256})
    void a_prime_has_its_two_highest_bits_set(int bits) {
        // Reproducible on purpose: the numbers are no secret here.
        SecureRandom random = new SecureRandom() {
            private static final long serialVersionUID = 1L;
            private final Random source = new Random(20_261_123);

            @Override
            public void nextBytes(byte[] bytes) {
                source.nextBytes(bytes);
            }
        };

        BigInteger prime = PrimeSearch.find(bits, random);

        assertThat(prime.bitLength()).isEqualTo(bits);
        assertThat(prime.testBit(bits - 2)).isTrue();
        assertThat(prime.isProbablePrime(80)).isTrue();
    }
}
