package io.goalstated.artifact;

import static io.goalstated.artifact.ArtifactBench.HANDLER;
import static io.goalstated.artifact.ArtifactBench.VERSION;
import static io.goalstated.artifact.ArtifactBench.goodZip;
import static io.goalstated.artifact.ArtifactBench.request;
import static io.goalstated.artifact.ArtifactBench.signatureOf;
import static io.goalstated.artifact.ZipBytes.zip;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.artifact.PackageOutcome.Failed;
import io.goalstated.artifact.PackageOutcome.Ready;
import io.goalstated.extension.ErrorCode;
import io.goalstated.json.Json;
import io.goalstated.trust.SignatureFinding.Reason;
import io.goalstated.trust.SignatureMode;
import io.goalstated.trust.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageSignatureModesTest {
    private static final String A = "https://a.example/p.zip";
    private static final String B = "https://b.example/p.zip";

    @TempDir
    Path directory;

    private ArtifactBench bench;

    @BeforeEach
    void prepare() {
        bench = new ArtifactBench(directory);
    }

    @Test
    @Conforms({"02#83", "OPS-138"})
    void a_flawless_signature_leaves_the_marker_and_the_verdict() throws Exception {
        bench.serve(A, goodZip());
        String signature = signatureOf(goodZip());

        PackageOutcome outcome = bench.acquireSigned(signature, A);

        assertThat(outcome).isEqualTo(new Ready("signed by CN=Signer at 2030-01-01T00:00:00Z", false));
        var marker = Json.parse(Files.readString(marker()));
        assertThat(marker.path("schemaVersion").asInt()).isEqualTo(1);
        assertThat(marker.path("packageSha256").asText()).isEqualTo(signature);
        assertThat(marker.path("signer").asText()).isEqualTo("CN=Signer");
        assertThat(marker.path("genTime").asText()).isEqualTo("2030-01-01T00:00:00Z");
        assertThat(marker.path("verifiedAt").asText()).isEqualTo("2031-05-04T10:00:00Z");
        assertThat(recorded(Optional.of(signature))).isPresent();
    }

    @Test
    @Conforms({"02#85", "OPS-143", "01#13.46"})
    void altered_bytes_are_looked_for_elsewhere_and_refused_only_when_all_is_used_up() throws Exception {
        bench.serve(A, zip().file("HandlerManifest.json", "[{}]").bytes());
        bench.serve(B, goodZip());

        assertThat(bench.acquireSigned(signatureOf(goodZip()), A, B)).isInstanceOf(Ready.class);
    }

    @Test
    @Conforms({"02#85", "01#13.46", "OPS-143"})
    void altered_bytes_everywhere_are_refused_and_nothing_is_left() throws Exception {
        bench.serve(A, goodZip());

        PackageOutcome outcome = bench.acquireSigned("00", A, B);

        assertThat(outcome).isEqualTo(new Failed(ErrorCode.ENABLE, true, "SIG_DIGEST_MISMATCH: another package"));
        assertThat(bench.downloads()).contains("GET " + B);
        bench.assertNothingLeft();
    }

    @Test
    @Conforms({"01#13.46", "OPS-143"})
    void any_other_fault_of_the_signature_is_final_at_once() throws Exception {
        bench.serve(A, goodZip());

        PackageOutcome outcome = bench.acquireSigned(signatureOf(goodZip(), Reason.BAD_SIGNATURE), A, B);

        assertThat(outcome).isEqualTo(new Failed(ErrorCode.ENABLE, true, "SIG_BAD_SIGNATURE: as the test wants"));
        assertThat(bench.downloads()).containsExactly("GET " + A);
        bench.assertNothingLeft();
    }

    @Test
    @Conforms({"02#84", "01#13.46"})
    void in_report_mode_a_tampered_package_runs_without_a_marker() throws Exception {
        bench.mode = SignatureMode.REPORT;
        bench.serve(A, goodZip());

        PackageOutcome outcome = bench.acquireSigned("00", A);

        assertThat(outcome).isEqualTo(new Ready("SIG_DIGEST_MISMATCH: another package", false));
        assertThat(marker()).doesNotExist();
    }

    @Test
    @Conforms("02#108")
    void missing_trust_is_loud_and_the_package_runs() throws Exception {
        bench.serve(A, goodZip());

        PackageOutcome outcome = bench.acquireSigned(signatureOf(goodZip(), Reason.CHAIN_UNTRUSTED), A);

        assertThat(outcome).isEqualTo(new Ready("SIG_CHAIN_UNTRUSTED: as the test wants", true));
        assertThat(marker()).doesNotExist();
    }

    @Test
    void missing_trust_is_refused_where_the_policy_demands_a_signature() throws Exception {
        bench.serve(A, goodZip());
        String signature = signatureOf(goodZip(), Reason.CHAIN_UNTRUSTED);

        PackageOutcome outcome =
                bench.acquire(new PackageRequest(HANDLER, VERSION, List.of(A), Optional.of(signature), true, false));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.refused()).isTrue());
        bench.assertNothingLeft();
    }

    @Test
    @Conforms("02#85")
    void an_unsigned_package_is_refused_under_enforce_without_asking_for_it() throws Exception {
        bench.mode = SignatureMode.ENFORCE;
        bench.existingZip(goodZip());

        PackageOutcome outcome = bench.acquire(A);

        assertThat(outcome).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.refused()).isTrue();
            assertThat(failed.code()).isEqualTo(ErrorCode.ENABLE);
            assertThat(failed.message()).startsWith("SIG_MISSING: ");
        });
        assertThat(bench.downloads()).isEmpty();
        bench.assertNothingLeft();
    }

    @Test
    @Conforms({"02#87", "OPS-138"})
    void a_package_signed_as_another_extension_is_refused_before_it_is_in_place() throws Exception {
        byte[] other = packageSignedAs("\"publisher\": \"Example\", \"type\": \"Other\", \"version\": \"1.2.3\"");
        bench.serve(A, other);
        bench.write(bench.layout.handlerState(), "NotInstalled");

        PackageOutcome outcome = bench.acquireSigned(signatureOf(other), A);

        assertThat(outcome).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.refused()).isTrue();
            assertThat(failed.message()).startsWith("SIG_BINDING: ");
        });
        assertThat(bench.layout.manifest()).doesNotExist();
        bench.assertNoRemains();
    }

    @Test
    @Conforms({"02#87", "OPS-138"})
    void a_package_that_names_nobody_runs_loudly_and_is_refused_under_enforce() throws Exception {
        byte[] unnamed = zip().file("HandlerManifest.json", "[{\"handlerManifest\": {}}]")
                .bytes();
        bench.serve(A, unnamed);

        PackageOutcome loud = bench.acquireSigned(signatureOf(unnamed), A);
        bench.mode = SignatureMode.ENFORCE;
        PackageOutcome refused = bench.acquireSigned(signatureOf(unnamed), A);

        assertThat(loud).isInstanceOfSatisfying(Ready.class, ready -> {
            assertThat(ready.loud()).isTrue();
            assertThat(ready.signature()).startsWith("SIG_UNBOUND: ");
        });
        assertThat(marker()).doesNotExist();
        assertThat(refused)
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.message()).startsWith("SIG_UNBOUND: "));
    }

    @Test
    void when_off_nothing_is_verified_and_an_old_marker_goes() throws Exception {
        bench.mode = SignatureMode.OFF;
        bench.write(marker(), "");
        bench.serve(A, goodZip());
        bench.verifier = (handler, content, signature) -> {
            throw new AssertionError("verified");
        };

        PackageOutcome outcome = bench.acquireSigned("00", A);

        assertThat(outcome).isEqualTo(new Ready("", false));
        assertThat(marker()).doesNotExist();
        assertThat(recorded(Optional.of("00"))).isEmpty();
    }

    @Test
    @Conforms("OPS-128")
    void the_bytes_that_were_verified_are_the_ones_that_are_unpacked() throws Exception {
        bench.serve(A, goodZip());
        PackageVerifier honest = bench.verifier;
        bench.verifier = (handler, content, signature) -> {
            var verdict = honest.verify(handler, content, signature);
            swapPackage(zip().file("HandlerManifest.json", "swapped").bytes());
            return verdict;
        };

        PackageOutcome outcome = bench.acquireSigned(signatureOf(goodZip()), A);

        assertThat(outcome).isInstanceOf(Ready.class);
        assertThat(bench.layout.manifest()).hasContent(ArtifactBench.MANIFEST);
    }

    @Test
    @Conforms("OPS-144")
    void a_recorded_verdict_counts_for_its_signature_only() throws Exception {
        bench.serve(A, goodZip());
        String signature = signatureOf(goodZip(), Reason.CHAIN_UNTRUSTED);

        bench.acquireSigned(signature, A);

        assertThat(recorded(Optional.of("another"))).isEmpty();
        assertThat(recorded(Optional.empty())).isEmpty();
        assertThat(recorded(Optional.of(signature)).orElseThrow().findings())
                .extracting(finding -> finding.text())
                .containsExactly("SIG_CHAIN_UNTRUSTED: as the test wants");
    }

    @Test
    void an_unsigned_package_is_recorded_as_such() throws Exception {
        bench.serve(A, goodZip());

        bench.acquire(request(A));

        assertThat(recorded(Optional.empty()).orElseThrow().summary()).isEqualTo("unsigned");
    }

    @Test
    void a_damaged_record_counts_as_none() throws Exception {
        for (String text : List.of(
                "",
                "{",
                "[]",
                "{\"schemaVersion\": 1, \"findings\": [{\"reason\": \"NEW\"}]}",
                "{\"schemaVersion\": 2, \"findings\": []}",
                "{\"schemaVersion\": 1, \"findings\": [], \"genTime\": \"x\"}")) {
            bench.write(bench.lib.resolve("goalstated/verdicts/Example.Probe-1.2.3.json"), text);

            assertThat(recorded(Optional.empty())).as(text).isEmpty();
        }
    }

    private void swapPackage(byte[] other) throws IOException {
        Path staging =
                ArtifactBench.filesIn(bench.lib.resolve("goalstated/staging")).get(0);
        Path swapped = Files.write(directory.resolve("swapped"), other);
        Files.move(swapped, staging.resolve("package.zip"), StandardCopyOption.REPLACE_EXISTING);
    }

    private Optional<Verdict> recorded(Optional<String> signature) throws IOException {
        return new RecordedVerdicts(bench.disk, bench.lib).find(HANDLER, VERSION, signature);
    }

    private Path marker() {
        return bench.layout.base().resolve("package_validated");
    }

    private static byte[] packageSignedAs(String members) {
        return zip().file("HandlerManifest.json", "[{\"handlerManifest\": {}, \"signingInfo\": {" + members + "}}]")
                .bytes();
    }
}
