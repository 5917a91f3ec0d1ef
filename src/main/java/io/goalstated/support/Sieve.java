package io.goalstated.support;

import java.util.Arrays;

/** Takes the secrets out of one file, piece by piece. */
interface Sieve {
    /** What of it may go into the archive by now. */
    byte[] accept(byte[] bytes, int length);

    /** The rest. */
    byte[] finish();

    /** Secrets taken out so far. */
    int redactions();

    /** For what is known to hold none. */
    static Sieve none() {
        return new Sieve() {
            @Override
            public byte[] accept(byte[] bytes, int length) {
                return Arrays.copyOf(bytes, length);
            }

            @Override
            public byte[] finish() {
                return new byte[0];
            }

            @Override
            public int redactions() {
                return 0;
            }
        };
    }
}
