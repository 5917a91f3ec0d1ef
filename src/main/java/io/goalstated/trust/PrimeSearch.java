package io.goalstated.trust;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.BitSet;

/**
 * Finds large primes: from a random odd start upwards, small factors sieved out first, because each number that remains
 * costs a modular power. The start has its two highest bits set.
 */
final class PrimeSearch {
    private static final int SMALL = 1 << 16;
    /** Odd numbers looked at from one start; a prime of 1024 bits is met every 355th on average. */
    private static final int WINDOW = 1 << 14;
    /** The chance that a composite passes is below 2 to the minus this. */
    private static final int CERTAINTY = 112;

    private PrimeSearch() {}

    static BigInteger find(int bits, SecureRandom random) {
        while (true) {
            BigInteger start = new BigInteger(bits, random)
                    .setBit(bits - 1)
                    .setBit(bits - 2)
                    .setBit(0);
            BitSet composite = sieve(start);
            for (int i = composite.nextClearBit(0); i < WINDOW; i = composite.nextClearBit(i + 1)) {
                BigInteger candidate = start.add(BigInteger.valueOf(2L * i));
                if (candidate.isProbablePrime(CERTAINTY) && candidate.bitLength() == bits) {
                    return candidate;
                }
            }
        }
    }

    /** Bit i stands for the start plus 2 i, and is set when a small prime divides that. */
    private static BitSet sieve(BigInteger start) {
        BitSet composite = new BitSet(WINDOW);
        BitSet factors = new BitSet(SMALL);
        for (int factor = 3; factor < SMALL; factor += 2) {
            if (factors.get(factor)) {
                continue;
            }
            for (long multiple = (long) factor * factor; multiple < SMALL; multiple += 2L * factor) {
                factors.set((int) multiple);
            }
            int remainder = start.mod(BigInteger.valueOf(factor)).intValue();
            // The first i with start + 2 i divisible: half of what is missing, made even by one more factor.
            int missing = remainder == 0 ? 0 : factor - remainder;
            int first = (missing % 2 == 0 ? missing : missing + factor) / 2;
            for (int i = first; i < WINDOW; i += factor) {
                composite.set(i);
            }
        }
        return composite;
    }
}
