package io.goalstated.fuzz;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/**
 * Inputs that nobody sends by mistake only, made from a seed: what an ordinary build tries where the fuzzers take hours. Each
 * case is named by seed and round, and comes again from them.
 */
public final class Hostile {
    private Hostile() {}

    /** Makes the input of one round. */
    @FunctionalInterface
    public interface Maker {
        byte[] make(Random random);
    }

    /** Reads an input; whatever it throws is a finding. */
    @FunctionalInterface
    public interface Reader {
        void read(byte[] input) throws Exception;
    }

    /** So many inputs of one seed, each of which is read without any failure. */
    public static void tryAll(long seed, int rounds, Maker maker, Reader reader) {
        Random random = new Random(seed);
        for (int round = 0; round < rounds; round++) {
            byte[] input = maker.make(random);
            assertThatCode(() -> reader.read(input))
                    .as("seed %d round %d", seed, round)
                    .doesNotThrowAnyException();
        }
    }

    /** Up to twenty of the pieces one after another between the two, and one byte of all that changed. */
    public static byte[] scrambled(Random random, String before, String[] pieces, String after) {
        StringBuilder text = new StringBuilder(before);
        for (int i = random.nextInt(20); i > 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        byte[] bytes = text.append(after).toString().getBytes(StandardCharsets.UTF_8);
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        return bytes;
    }

    /** Up to four times a stretch of the text replaced by a piece, and sometimes one byte changed. */
    public static byte[] spliced(Random random, String text, String[] pieces) {
        StringBuilder changed = new StringBuilder(text);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(changed.length());
            int end = Math.min(changed.length(), at + random.nextInt(12));
            changed.replace(at, end, pieces[random.nextInt(pieces.length)]);
        }
        byte[] bytes = changed.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(4) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    /** Up to three bytes changed, and sometimes the end cut off. */
    public static byte[] damaged(Random random, byte[] good) {
        byte[] bytes = good.clone();
        for (int change = random.nextInt(3); change >= 0; change--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }
}
