package io.goalstated.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/**
 * The disc that the platform inserts into a fresh VM: a block device of this host's kernel with a UDF image on it, as
 * genisoimage makes it, and {@code ovf-env.xml} on that. Needs root and a free loop device.
 */
final class UdfDisc {
    private static final String IMAGE = "/provisioning/udf.iso.gz";
    private static final String DOCUMENT = "/provisioning/ovf-env-2.xml";
    private static final long SECONDS = 20;

    private final Path image;
    private final Path device;

    private UdfDisc(Path image, Path device) {
        this.image = image;
        this.device = device;
    }

    /**
     * Where there is no loop device the test is skipped, with the reason.
     *
     * @param scratch an existing directory
     */
    static UdfDisc insert(Path scratch, byte[] document) throws IOException, InterruptedException {
        Path image = Files.write(scratch.resolve("disc.iso"), holding(document));
        Ran found = run("losetup", "--read-only", "--find", "--show", image.toString());
        Assumptions.assumeTrue(found.code() == 0, "needs a loop device: " + found.output());
        return new UdfDisc(image, Path.of(found.output().strip()));
    }

    /** Takes this one out and inserts the next into the same drive. */
    void change(byte[] document) throws IOException, InterruptedException {
        eject();
        Files.write(image, holding(document));
        succeed("losetup", "--read-only", device.toString(), image.toString());
    }

    Path device() {
        return device;
    }

    /** The document takes the place of the one that was on the image; blanks after it fill its length. */
    private static byte[] holding(byte[] document) throws IOException {
        byte[] disc;
        try (InputStream in = new GZIPInputStream(open(IMAGE))) {
            disc = in.readAllBytes();
        }
        byte[] old;
        try (InputStream in = open(DOCUMENT)) {
            old = in.readAllBytes();
        }
        assertThat(document.length).as("size of the document").isLessThanOrEqualTo(old.length);
        // One character a byte.
        int at = new String(disc, StandardCharsets.ISO_8859_1).indexOf(new String(old, StandardCharsets.ISO_8859_1));
        assertThat(at).as("place of the document on the image").isPositive();
        Arrays.fill(disc, at, at + old.length, (byte) '\n');
        System.arraycopy(document, 0, disc, at, document.length);
        return disc;
    }

    private static InputStream open(String resource) {
        return Objects.requireNonNull(UdfDisc.class.getResourceAsStream(resource), resource);
    }

    private record Ran(int code, String output) {}

    private static Ran run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), output);
    }

    private static void succeed(String... command) throws IOException, InterruptedException {
        Ran ran = run(command);
        assertThat(ran.code())
                .as(() -> String.join(" ", command) + ": " + ran.output())
                .isZero();
    }

    void eject() throws IOException, InterruptedException {
        succeed("losetup", "--detach", device.toString());
    }
}
