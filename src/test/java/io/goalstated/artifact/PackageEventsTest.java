package io.goalstated.artifact;

import static io.goalstated.artifact.ArtifactBench.goodZip;
import static io.goalstated.artifact.ArtifactBench.signatureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.artifact.PackageOutcome.Ready;
import io.goalstated.event.AgentEvent;
import io.goalstated.log.LogSettings;
import io.goalstated.log.Logging;
import io.goalstated.trust.SignatureFinding.Reason;
import io.goalstated.trust.SignatureMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

/** What the platform's telemetry is told of signatures, and the log. */
class PackageEventsTest {
    private static final String A = "https://a.example/p.zip";
    private static final Duration WORK = Duration.ofSeconds(3);

    private static final LogSettings TALKATIVE =
            new LogSettings(Level.INFO, Optional.empty(), Long.MAX_VALUE, 1, Long.MAX_VALUE, false, false, false);

    @TempDir
    Path directory;

    private ArtifactBench bench;

    @BeforeEach
    void prepare() {
        bench = new ArtifactBench(directory);
        bench.serve(A, goodZip());
        PackageVerifier quick = bench.verifier;
        bench.verifier = (handler, content, signature) -> {
            bench.now = bench.now.plus(WORK);
            return quick.verify(handler, content, signature);
        };
    }

    private List<String> told() {
        return bench.told.stream()
                .map(event -> event.operation().text() + (event.success() ? " good: " : " bad: ") + event.message())
                .toList();
    }

    @Test
    @Conforms({"02#83", "OPS-145"})
    void a_flawless_package_is_told_with_two_good_results() throws Exception {
        bench.acquireSigned(signatureOf(goodZip()), A);

        assertThat(told())
                .containsExactly(
                        "PackageSignatureResult good: signed by CN=Signer at 2030-01-01T00:00:00Z",
                        "PackageSigningInfoResult good: signingInfo names the handler and the version");
        assertThat(bench.told)
                .allSatisfy(event ->
                        assertThat(event.subject()).contains(new AgentEvent.Subject("Example.Probe", "1.2.3")));
    }

    @Test
    @Conforms({"02#84", "OPS-145"})
    void in_report_mode_a_tampered_package_runs_and_is_told_with_a_bad_result() throws Exception {
        bench.mode = SignatureMode.REPORT;

        PackageOutcome outcome = bench.acquireSigned("00", A);

        assertThat(outcome).isInstanceOf(Ready.class);
        assertThat(told())
                .containsExactly(
                        "PackageSignatureResult bad: SIG_DIGEST_MISMATCH: another package",
                        "PackageSigningInfoResult good: signingInfo names the handler and the version");
    }

    @Test
    @Conforms("02#108")
    void missing_trust_is_told_to_telemetry_and_the_log() throws Exception {
        bench.acquireSigned(signatureOf(goodZip(), Reason.CHAIN_UNTRUSTED), A);

        assertThat(told()).contains("PackageSignatureResult bad: SIG_CHAIN_UNTRUSTED: as the test wants");
        assertThat(Logging.ofThisProcess().recent())
                .anyMatch(line -> line.contains("The package is used although it is not trusted: SIG_CHAIN_UNTRUSTED"));
    }

    @Test
    @Conforms("OPS-145")
    void a_signature_that_could_not_be_checked_is_told_under_another_name() throws Exception {
        bench.verifier = (handler, content, signature) -> {
            throw new IOException("no trust anchors");
        };

        bench.acquireSigned(signatureOf(goodZip()), A);

        assertThat(told())
                .containsExactly("SignatureValidation bad: The signature cannot be checked: no trust anchors");
    }

    @Test
    @Conforms("OPS-145")
    void a_result_says_how_long_the_check_took() throws Exception {
        bench.acquireSigned(signatureOf(goodZip()), A);

        assertThat(bench.told.get(0).duration()).isEqualTo(WORK);
    }

    @Test
    @Conforms("OPS-145")
    void no_signature_is_in_an_event_or_in_the_log() throws Exception {
        String signature = signatureOf(goodZip(), Reason.CHAIN_UNTRUSTED);

        Logging.ofThisProcess().use(TALKATIVE);
        try {
            bench.acquireSigned(signature, A);
            bench.acquireSigned(signature + "00", A);
        } finally {
            Logging.ofThisProcess().use(LogSettings.QUIET);
        }

        assertThat(told()).isNotEmpty().noneMatch(event -> event.contains(signature));
        assertThat(Logging.ofThisProcess().recent())
                .anyMatch(line -> line.contains("The package is in place"))
                .noneMatch(line -> line.contains(signature));
    }
}
