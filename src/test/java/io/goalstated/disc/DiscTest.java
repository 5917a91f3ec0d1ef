package io.goalstated.disc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goalstated.Conforms;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The images were made by {@code genisoimage}: {@code -udf}, {@code -R} (Rock Ridge), {@code -J} (Joliet) and without
 * either, each with one file.
 */
class DiscTest {
    private static final String NAME = "ovf-env.xml";

    @ParameterizedTest
    @ValueSource(strings = {"udf", "rock-ridge", "joliet", "plain"})
    void the_file_is_found(String image) throws Exception {
        assertThat(Disc.read(new Bytes(image(image)), NAME)).isEqualTo(resource("ovf-env-2.xml"));
    }

    @Test
    @Conforms("03#16")
    void a_plain_image_has_only_names_of_eight_and_three_letters() throws Exception {
        byte[] image = image("plain");
        assertThat(new String(image, StandardCharsets.ISO_8859_1))
                .contains("OVF_ENV.XML;1")
                .doesNotContain("ovf-env.xml");

        assertThat(Disc.read(new Bytes(image), NAME)).isEqualTo(resource("ovf-env-2.xml"));
    }

    @Test
    void an_image_of_both_kinds_is_read_as_iso_when_its_udf_is_damaged() throws Exception {
        byte[] image = image("udf");
        Arrays.fill(image, 256 * 2048, 257 * 2048, (byte) 0x55);
        Arrays.fill(image, image.length - 2048, image.length, (byte) 0x55);

        assertThat(Disc.read(new Bytes(image), NAME)).isEqualTo(resource("ovf-env-2.xml"));
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        assertThatThrownBy(() -> Disc.read(new Bytes(image("rock-ridge")), "other.xml"))
                .isInstanceOf(UnreadableDisc.class)
                .hasMessage("there is no other.xml on it");
    }

    @Test
    void what_is_no_disc_is_told_apart() throws Exception {
        assertThat(Disc.isDisc(new Bytes(image("udf")))).isTrue();
        assertThat(Disc.isDisc(new Bytes(image("plain")))).isTrue();
        assertThat(Disc.isDisc(new Bytes(new byte[100_000]))).isFalse();
        assertThat(Disc.isDisc(new Bytes(new byte[3]))).isFalse();
        assertThatThrownBy(() -> Disc.read(new Bytes(new byte[100_000]), NAME))
                .hasMessage("there is neither UDF nor ISO 9660 on it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"udf", "rock-ridge", "joliet", "plain"})
    void a_cut_image_is_a_clear_error_or_still_whole(String name) throws Exception {
        byte[] image = image(name);
        byte[] expected = resource("ovf-env-2.xml");

        int refused = 0;
        for (int length = 0; length < image.length; length += 2048) {
            byte[] cut = Arrays.copyOf(image, length);
            try {
                assertThat(Disc.read(new Bytes(cut), NAME)).isEqualTo(expected);
            } catch (UnreadableDisc e) {
                refused++;
                assertThat(e.getMessage()).hasSizeLessThan(100).doesNotContain("HostName");
            }
        }
        assertThat(refused).isGreaterThan(20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"udf", "rock-ridge", "joliet", "plain"})
    void whatever_an_image_says_it_is_read_or_refused(String name) throws Exception {
        byte[] image = image(name);
        int[] written = written(image);

        for (int seed = 0; seed < 1_200; seed++) {
            Random random = new Random(seed);
            byte[] damaged = image.clone();
            for (int i = 0; i <= random.nextInt(6); i++) {
                // Where something is written, damage matters.
                int at = written[random.nextInt(written.length)];
                damaged[at] = random.nextBoolean() ? (byte) 0xFF : (byte) random.nextInt(256);
                if (at / 2048 * 2048 == at - at % 2048 && random.nextBoolean()) {
                    sealTag(damaged, at / 2048 * 2048);
                }
            }

            assertThatCode(() -> accepts(damaged)).as("seed " + seed).doesNotThrowAnyException();
        }
    }

    /** Makes the checksum right again, so that the damage is believed. */
    static void sealTag(byte[] image, int at) {
        int sum = 0;
        for (int i = 0; i < 16; i++) {
            sum += i == 4 ? 0 : image[at + i] & 0xFF;
        }
        image[at + 4] = (byte) sum;
    }

    static int[] written(byte[] image) {
        return IntStream.range(0, image.length).filter(i -> image[i] != 0).toArray();
    }

    static boolean accepts(byte[] image) throws IOException {
        try {
            Disc.read(new Bytes(image), NAME);
            return true;
        } catch (UnreadableDisc e) {
            return false;
        }
    }

    static byte[] image(String name) throws IOException {
        try (InputStream in = new GZIPInputStream(open(name + ".iso.gz"))) {
            return in.readAllBytes();
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = open(name)) {
            return in.readAllBytes();
        }
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(DiscTest.class.getResourceAsStream("/provisioning/" + name), name);
    }

    /** A medium in memory that refuses what a real one would. */
    private static final class Bytes implements Medium {
        private final byte[] bytes;

        Bytes(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public byte[] read(long position, int length) {
            assertThat(position).isBetween(0L, (long) bytes.length - length);
            return Arrays.copyOfRange(bytes, (int) position, (int) position + length);
        }
    }
}
