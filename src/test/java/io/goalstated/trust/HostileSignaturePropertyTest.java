package io.goalstated.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.fuzz.Hostile;
import io.goalstated.trust.SignatureFinding.Kind;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Any bytes give a verdict or a typed failure, soon, and no damaged signature passes for the good one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileSignaturePropertyTest {
    private static final long SEED = 20_261_123;
    private static final int ROUNDS = 400;

    private final SigningBench bench;
    private final byte[] good;

    HostileSignaturePropertyTest() throws Exception {
        bench = new SigningBench();
        good = bench.stamped().signDer(SigningBench.PACKAGE);
    }

    @Test
    void a_damaged_signature_is_judged_and_passes_only_where_the_damage_means_nothing() throws Exception {
        Verdict expected = bench.verify(Base64.getEncoder().encodeToString(good));
        Random random = new Random(SEED);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Verdict verdict = bench.verify(Base64.getEncoder().encodeToString(Hostile.damaged(random, good)));

            refused += verdict.findings().isEmpty() ? 0 : 1;
            if (verdict.findings().isEmpty()) {
                // Version numbers and the like: nobody's word depends on them.
                assertThat(verdict.signerChain())
                        .as("seed %d, round %d", SEED, round)
                        .isEqualTo(expected.signerChain());
                assertThat(verdict.signedAt().isEmpty() || verdict.signedAt().equals(expected.signedAt()))
                        .isTrue();
            }
        }
        assertThat(refused).isGreaterThan(ROUNDS * 9 / 10);
    }

    @Test
    void random_bytes_are_no_signature() throws Exception {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);

            Verdict verdict = bench.verify(Base64.getEncoder().encodeToString(noise));

            assertThat(verdict.findings())
                    .as("seed %d, round %d", SEED, round)
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.reason().kind()).isEqualTo(Kind.BYTES_OR_NAME));
        }
    }

    @Test
    void damaged_certificates_are_a_typed_failure() {
        TransportCertificate made = TransportCertificate.make(SigningBench.NOW);
        DecryptionKey key =
                DecryptionKey.parse(made.privateKeyPem(), made.certificatePem()).orElseThrow();
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] damaged = Hostile.damaged(random, good);

            assertThat(CertificateBag.open(Base64.getEncoder().encodeToString(damaged), key))
                    .as("seed %d, round %d", SEED, round)
                    .isInstanceOf(CertificateBag.UndecodableCertificates.class);
            assertThat(Pfx.parse(damaged)).isEmpty();
        }
    }
}
