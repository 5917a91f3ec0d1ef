package io.goalstated.artifact;

import static io.goalstated.artifact.ArtifactBench.HANDLER;
import static io.goalstated.artifact.ArtifactBench.VERSION;
import static io.goalstated.artifact.ArtifactBench.goodZip;
import static io.goalstated.artifact.ArtifactBench.signatureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.artifact.PackageOutcome.Failed;
import io.goalstated.artifact.PackageOutcome.Ready;
import io.goalstated.artifact.PackageStanding.Good;
import io.goalstated.artifact.PackageStanding.Refused;
import io.goalstated.artifact.PackageStanding.Unknown;
import io.goalstated.extension.ErrorCode;
import io.goalstated.extension.HandlerName;
import io.goalstated.trust.ContentDigests;
import io.goalstated.trust.DenyList;
import io.goalstated.trust.SignatureFinding;
import io.goalstated.trust.SignatureFinding.Reason;
import io.goalstated.trust.SignatureMode;
import io.goalstated.trust.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was unpacked earlier is judged by its record, by the mode and the deny lists of today: OPS-144. */
class PackageStandingTest {
    private static final String A = "https://a.example/p.zip";

    @TempDir
    Path directory;

    private ArtifactBench bench;

    @BeforeEach
    void prepare() {
        bench = new ArtifactBench(directory);
        bench.serve(A, goodZip());
    }

    private PackageStanding standing(Optional<String> signature) {
        PackageRequest request = new PackageRequest(HANDLER, VERSION, List.of(), signature, false, false);
        return bench.fetcher().standing(request).result();
    }

    private PackageStanding standing(String signature) {
        return standing(Optional.of(signature));
    }

    /** The agent's deny list has grown. */
    private void deny(DenyList denied) {
        PackageVerifier before = bench.verifier;
        bench.verifier = new PackageVerifier() {
            @Override
            public Verdict verify(HandlerName handler, ContentDigests content, String signature) throws IOException {
                return before.verify(handler, content, signature);
            }

            @Override
            public Verdict reconsider(Verdict recorded) {
                return denied.judge(recorded);
            }
        };
    }

    @Test
    @Conforms("OPS-144")
    void a_good_record_is_enough_and_nothing_is_read_again() throws Exception {
        String signature = signatureOf(goodZip());
        bench.acquireSigned(signature, A);
        bench.downloads();
        bench.verifier = (handler, content, text) -> {
            throw new AssertionError("verified again");
        };

        assertThat(standing(signature))
                .isEqualTo(new Good(new Ready("signed by CN=Signer at 2030-01-01T00:00:00Z", false)));
        bench.mode = SignatureMode.ENFORCE;
        assertThat(standing(signature)).isInstanceOf(Good.class);
        assertThat(bench.downloads()).isEmpty();
    }

    @Test
    @Conforms({"OPS-144", "02#108"})
    void an_untrusted_package_is_told_of_again_and_refused_once_the_mode_is_raised() throws Exception {
        String signature = signatureOf(goodZip(), Reason.CHAIN_UNTRUSTED);
        bench.acquireSigned(signature, A);

        assertThat(standing(signature)).isEqualTo(new Good(new Ready("SIG_CHAIN_UNTRUSTED: as the test wants", true)));
        bench.mode = SignatureMode.ENFORCE;
        assertThat(standing(signature))
                .isEqualTo(new Refused(new Failed(ErrorCode.ENABLE, true, "SIG_CHAIN_UNTRUSTED: as the test wants")));
        assertThat(bench.layout.manifest()).exists();
    }

    @Test
    @Conforms({"OPS-144", "OPS-139"})
    void a_package_that_is_put_on_the_deny_list_later_runs_no_more() throws Exception {
        String signature = signatureOf(goodZip());
        bench.acquireSigned(signature, A);

        deny(new DenyList(Set.of(), Set.of(signature)));

        assertThat(standing(signature))
                .isEqualTo(new Refused(
                        new Failed(ErrorCode.ENABLE, true, "SIG_REVOKED: the package is on the deny list")));
        assertThat(bench.layout.manifest()).exists();
    }

    @Test
    @Conforms({"OPS-139", "02#85"})
    void an_unsigned_package_on_the_deny_list_runs_neither_now_nor_later() throws Exception {
        DenyList denied = new DenyList(Set.of(), Set.of(signatureOf(goodZip())));
        bench.acquire(ArtifactBench.request(A));

        deny(denied);

        assertThat(standing(Optional.empty())).isInstanceOf(Refused.class);
        assertThat(bench.acquire(ArtifactBench.request(A)))
                .isEqualTo(new Failed(ErrorCode.ENABLE, true, "SIG_REVOKED: the package is on the deny list"));
    }

    @Test
    @Conforms("OPS-144")
    void an_unsigned_package_is_refused_when_signatures_become_compulsory() {
        bench.acquire(ArtifactBench.request(A));

        assertThat(standing(Optional.empty())).isEqualTo(new Good(new Ready("unsigned", false)));
        bench.mode = SignatureMode.ENFORCE;
        assertThat(standing(Optional.empty()))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.failed().message()).startsWith("SIG_MISSING: "));
    }

    @Test
    @Conforms("OPS-144")
    void without_a_record_it_is_not_verified_and_under_enforce_fetched_anew() {
        assertThat(standing("signature")).isEqualTo(new Good(new Ready("not verified", false)));
        bench.mode = SignatureMode.ENFORCE;
        assertThat(standing("signature")).isEqualTo(new Unknown());
    }

    @Test
    @Conforms("OPS-144")
    void a_record_of_another_signature_counts_as_none() throws Exception {
        bench.acquireSigned(signatureOf(goodZip()), A);

        bench.mode = SignatureMode.ENFORCE;

        assertThat(standing("another")).isEqualTo(new Unknown());
    }

    @Test
    @Conforms("OPS-144")
    void the_empty_marker_of_walinuxagent_speaks_for_the_bytes_only() throws IOException {
        bench.write(bench.layout.base().resolve("package_validated"), "");

        assertThat(standing("signature")).isEqualTo(new Good(new Ready("verified by WALinuxAgent", false)));
        bench.mode = SignatureMode.ENFORCE;
        assertThat(standing("signature")).isEqualTo(new Unknown());
    }

    /** The owner allows other signers, has new revocation lists, or other anchors: this is what is found now. */
    private List<String> onOtherGrounds(Optional<Reason> found) {
        PackageVerifier before = bench.verifier;
        List<String> asked = new ArrayList<>();
        bench.verifier = new PackageVerifier() {
            @Override
            public Verdict verify(HandlerName handler, ContentDigests content, String signature) throws IOException {
                return before.verify(handler, content, signature);
            }

            @Override
            public String grounds(HandlerName handler) {
                return "others";
            }

            @Override
            public Verdict verifyAgain(HandlerName handler, Verdict recorded, String signature, Instant recordedAt) {
                asked.add("verified at " + recordedAt);
                return found(recorded);
            }

            @Override
            public Optional<Verdict> verifyMaker(HandlerName handler, String signature) {
                return Optional.of(found(Verdict.unsigned().ofPackage("")));
            }

            private Verdict found(Verdict recorded) {
                return new Verdict(
                        recorded.steps(),
                        found.map(reason -> new SignatureFinding(reason, "found today")).stream()
                                .toList(),
                        recorded.signer(),
                        recorded.signedAt(),
                        recorded.signerChain(),
                        recorded.stampChain(),
                        recorded.packageSha256(),
                        recorded.signatureSha256());
            }
        };
        return asked;
    }

    @Test
    @Conforms("OPS-144")
    void on_other_grounds_the_maker_is_judged_anew_and_once_only() throws Exception {
        String signature = signatureOf(goodZip());
        bench.acquireSigned(signature, A);
        bench.downloads();
        List<String> asked = onOtherGrounds(Optional.of(Reason.REVOKED));
        bench.now = ArtifactBench.NOW.plusSeconds(3600);
        Refused refused = new Refused(new Failed(ErrorCode.ENABLE, true, "SIG_REVOKED: found today"));

        assertThat(standing(signature)).isEqualTo(refused);
        assertThat(standing(signature)).isEqualTo(refused);

        assertThat(asked).containsExactly("verified at " + ArtifactBench.NOW);
        assertThat(bench.downloads()).isEmpty();
        assertThat(bench.layout.manifest()).exists();
        assertThat(bench.layout.base().resolve("package_validated")).doesNotExist();
    }

    @Test
    @Conforms("OPS-144")
    void what_is_found_to_be_good_today_has_the_marker_and_runs() throws Exception {
        String signature = signatureOf(goodZip(), Reason.CHAIN_UNTRUSTED);
        bench.acquireSigned(signature, A);
        assertThat(bench.layout.base().resolve("package_validated")).doesNotExist();

        onOtherGrounds(Optional.empty());

        assertThat(standing(signature))
                .isEqualTo(new Good(new Ready("signed by CN=Signer at 2030-01-01T00:00:00Z", false)));
        assertThat(bench.layout.base().resolve("package_validated")).isNotEmptyFile();
    }

    @Test
    @Conforms("OPS-144")
    void a_record_of_a_version_that_knew_no_grounds_is_judged_anew() throws Exception {
        String signature = signatureOf(goodZip());
        bench.acquireSigned(signature, A);
        Path record = bench.lib.resolve("goalstated/verdicts/" + HANDLER + "-" + VERSION + ".json");
        Files.writeString(record, Files.readString(record).replaceFirst("\"grounds\": \"\", ", ""));

        List<String> asked = onOtherGrounds(Optional.of(Reason.SIGNER_NOT_ALLOWED));

        assertThat(standing(signature)).isEqualTo(new Good(new Ready("SIG_SIGNER_NOT_ALLOWED: found today", true)));
        assertThat(asked).hasSize(1);
        assertThat(record).content().contains("\"grounds\": \"others\"");
    }

    @Test
    @Conforms("OPS-144")
    void of_a_package_without_a_record_the_maker_is_known_by_the_signature() {
        onOtherGrounds(Optional.of(Reason.REVOKED));
        assertThat(standing("signature"))
                .isEqualTo(new Refused(new Failed(ErrorCode.ENABLE, true, "SIG_REVOKED: found today")));

        onOtherGrounds(Optional.empty());
        assertThat(standing("signature")).isEqualTo(new Good(new Ready("not verified", false)));
    }

    @Test
    void what_the_verdict_rests_on_and_cannot_be_read_lets_nothing_run() {
        bench.verifier = new PackageVerifier() {
            @Override
            public Verdict verify(HandlerName handler, ContentDigests content, String signature) {
                return Verdict.unsigned();
            }

            @Override
            public Optional<Verdict> verifyMaker(HandlerName handler, String signature) throws IOException {
                throw new IOException("/etc/goalstated/crl: input/output error");
            }
        };

        assertThat(standing("signature"))
                .isEqualTo(new Refused(new Failed(
                        ErrorCode.UNKNOWN,
                        false,
                        "The package's signature cannot be judged: /etc/goalstated/crl: input/output error")));
    }

    @Test
    void with_mode_off_nothing_is_said() {
        bench.mode = SignatureMode.OFF;

        assertThat(standing("signature")).isEqualTo(new Good(new Ready("", false)));
    }
}
