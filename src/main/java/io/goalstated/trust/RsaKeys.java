package io.goalstated.trust;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Makes RSA key pairs of 2048 bits. A new VM waits for one before its first extension, and with the daemon's compiler
 * flags {@code KeyPairGenerator} needs 0.5 s of processor time on average and 1.6 s when unlucky: it throws away four of
 * ten primes because their product is a bit short, and sieves little. This takes 0.3 s and 0.7 s, spread over two
 * processors. What security rests on is the JDK's: the random numbers, the test of primality, the arithmetic.
 */
final class RsaKeys {
    static final int BITS = 2048;

    private static final BigInteger EXPONENT = BigInteger.valueOf(65537);
    /** Closer primes could be found from their product (FIPS 186-4, B.3.3). */
    private static final int MIN_DISTANCE_BITS = BITS / 2 - 100;

    private RsaKeys() {}

    /** Blocks for some tenths of a second, on two processors if there are two. */
    static KeyPair make(SecureRandom random) throws GeneralSecurityException {
        FutureTask<BigInteger> other = new FutureTask<>(() -> prime(random));
        Thread helper = new Thread(other, "rsa-prime");
        helper.setDaemon(true);
        helper.start();
        BigInteger p = prime(random);
        BigInteger q = await(other);
        while (p.subtract(q).abs().bitLength() <= MIN_DISTANCE_BITS) {
            q = prime(random);
        }
        return pair(p.max(q), p.min(q));
    }

    /** With its two highest bits set, so that the product of two has its highest; one less has no factor in common with the exponent. */
    private static BigInteger prime(SecureRandom random) {
        BigInteger prime = PrimeSearch.find(BITS / 2, random);
        while (prime.mod(EXPONENT).equals(BigInteger.ONE)) {
            prime = PrimeSearch.find(BITS / 2, random);
        }
        return prime;
    }

    private static BigInteger await(FutureTask<BigInteger> task) throws GeneralSecurityException {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GeneralSecurityException("interrupted while making a key", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the search for a prime failed", e);
        }
    }

    private static KeyPair pair(BigInteger p, BigInteger q) throws GeneralSecurityException {
        BigInteger n = p.multiply(q);
        BigInteger pLess = p.subtract(BigInteger.ONE);
        BigInteger qLess = q.subtract(BigInteger.ONE);
        BigInteger order = pLess.divide(pLess.gcd(qLess)).multiply(qLess);
        BigInteger d = EXPONENT.modInverse(order);
        KeyFactory factory = KeyFactory.getInstance("RSA");
        return new KeyPair(
                factory.generatePublic(new RSAPublicKeySpec(n, EXPONENT)),
                factory.generatePrivate(
                        new RSAPrivateCrtKeySpec(n, EXPONENT, d, p, q, d.mod(pLess), d.mod(qLess), q.modInverse(p))));
    }
}
