package io.goalstated.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.trust.SignatureFinding.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The bytes that are verified are those of the one open file. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackageBytesTest {
    private final SigningBench bench;

    PackageBytesTest() throws Exception {
        bench = new SigningBench();
    }

    @Test
    @Conforms("OPS-128")
    void a_file_that_is_swapped_after_it_was_opened_changes_nothing(@TempDir Path directory) throws Exception {
        Path zip = Files.write(directory.resolve("p.zip"), SigningBench.PACKAGE);
        Path other = Files.writeString(directory.resolve("other.zip"), "something else");
        try (FileChannel channel = FileChannel.open(zip)) {
            Files.move(other, zip, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);

            assertThat(verify(channel).findings()).isEmpty();
            assertThat(Files.readString(zip)).isEqualTo("something else");
        }
    }

    @Test
    @Conforms("OPS-128")
    void the_whole_file_counts_wherever_the_channel_stands_and_it_stays_there(@TempDir Path directory)
            throws Exception {
        Path zip = Files.write(directory.resolve("p.zip"), SigningBench.PACKAGE);
        try (FileChannel channel = FileChannel.open(zip)) {
            channel.position(5);

            assertThat(verify(channel).findings()).isEmpty();
            assertThat(channel.position()).isEqualTo(5);
        }
    }

    @Test
    @Conforms("OPS-133")
    void bytes_behind_the_zip_are_not_signed_either(@TempDir Path directory) throws Exception {
        Path zip = Files.write(directory.resolve("p.zip"), SigningBench.PACKAGE);
        Files.write(zip, new byte[1], StandardOpenOption.APPEND);
        try (FileChannel channel = FileChannel.open(zip)) {
            assertThat(SigningBench.reasonsOf(verify(channel))).containsExactly(Reason.DIGEST_MISMATCH);
        }
    }

    @Test
    void digests_of_a_file_longer_than_the_buffer_are_those_of_the_whole(@TempDir Path directory) throws Exception {
        byte[] bytes = new byte[200_001];
        new Random(7).nextBytes(bytes);
        Path file = Files.write(directory.resolve("long"), bytes);
        try (FileChannel channel = FileChannel.open(file)) {
            var digests = ContentDigests.of(channel).of(Set.of("SHA-256", "SHA-384"));

            assertThat(digests).containsOnlyKeys("SHA-256", "SHA-384");
            assertThat(digests.get("SHA-256"))
                    .isEqualTo(MessageDigest.getInstance("SHA-256").digest(bytes));
            assertThat(digests.get("SHA-384"))
                    .isEqualTo(MessageDigest.getInstance("SHA-384").digest(bytes));
        }
    }

    @Test
    @Conforms("OPS-146")
    void twenty_packages_can_be_verified_at_once() throws Exception {
        String signature = bench.stamped().sign(SigningBench.PACKAGE);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Verdict>> work = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                work.add(() -> bench.verify(signature));
            }

            for (Future<Verdict> result : threads.invokeAll(work)) {
                assertThat(result.get().findings()).isEmpty();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private Verdict verify(FileChannel channel) throws Exception {
        String signature = bench.stamped().sign(SigningBench.PACKAGE);
        return verifier().verify(ContentDigests.of(channel), signature, SignerRule.ANYBODY, SigningBench.NOW);
    }

    private PackageSignature verifier() throws Exception {
        return new PackageSignature(bench.anchors(bench.root), Revocations.of(DenyList.EMPTY));
    }

    @Test
    void a_package_that_cannot_be_read_is_an_error_and_no_verdict() throws Exception {
        String signature = bench.stamped().sign(SigningBench.PACKAGE);
        ContentDigests broken = algorithms -> {
            throw new IOException("disk on fire");
        };

        PackageSignature verifier = verifier();

        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> verifier.verify(broken, signature, SignerRule.ANYBODY, SigningBench.NOW))
                .isInstanceOf(IOException.class)
                .hasMessage("disk on fire");
    }
}
