package io.goalstated.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.platform.Disk;
import io.goalstated.trust.SignatureFinding.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What is known to be bad (spec 04 §10.4.11). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RevocationTest {
    private static final Instant BEFORE = SigningBench.THEN.minus(Duration.ofDays(1));
    private static final Instant AFTER = SigningBench.THEN.plus(Duration.ofDays(1));
    private static final Instant NEXT_WEEK = SigningBench.NOW.plus(Duration.ofDays(7));
    private static final Instant LAST_WEEK = SigningBench.NOW.minus(Duration.ofDays(7));

    private final SigningBench bench;

    RevocationTest() throws Exception {
        bench = new SigningBench();
    }

    @Test
    @Conforms("OPS-139")
    void what_is_on_the_deny_list_is_revoked_be_it_signer_authority_or_root() throws Exception {
        for (Issued denied : List.of(bench.expiredSigner, bench.intermediate, bench.root)) {
            Revocations revocations = Revocations.of(DenyList.EMPTY.plus(List.of(denied.sha256()), List.of()));

            assertThat(bench.reasons(bench.stamped(), revocations)).containsExactly(Reason.REVOKED);
        }
    }

    @Test
    @Conforms("OPS-139")
    void a_denied_signer_is_revoked_also_when_his_root_is_unknown() throws Exception {
        Revocations revocations = Revocations.of(new DenyList(Set.of(bench.validSigner.sha256()), Set.of()));

        Verdict verdict = bench.verify(
                bench.signed().sign(SigningBench.PACKAGE), bench.anchors(), revocations, SignerRule.ANYBODY);

        assertThat(SigningBench.reasonsOf(verdict)).containsExactly(Reason.CHAIN_UNTRUSTED, Reason.REVOKED);
    }

    @Test
    @Conforms("OPS-139")
    void a_package_on_the_deny_list_is_revoked_in_whatever_case_its_digest_is_written() throws Exception {
        String digest = Thumbprint.sha256(SigningBench.PACKAGE).toLowerCase(Locale.ROOT);

        assertThat(bench.reasons(bench.stamped(), Revocations.of(new DenyList(Set.of(), Set.of(digest)))))
                .containsExactly(Reason.REVOKED);
    }

    @Test
    @Conforms("OPS-139")
    void a_denied_stamping_authority_stamps_nothing() throws Exception {
        Revocations revocations = Revocations.of(new DenyList(Set.of(bench.stamper.sha256()), Set.of()));

        assertThat(bench.reasons(bench.stamped(), revocations))
                .containsExactly(Reason.TSA_UNTRUSTED, Reason.NO_TRUSTED_TIME);
    }

    @Test
    @Conforms("OPS-139")
    void a_signer_revoked_before_he_signed_is_refused(@TempDir Path directory) throws Exception {
        list(directory, bench.intermediate, BEFORE, NEXT_WEEK);

        assertThat(bench.reasons(bench.stamped(), load(directory))).containsExactly(Reason.REVOKED);
    }

    @Test
    @Conforms("OPS-139")
    void what_was_signed_before_the_revocation_stays_good(@TempDir Path directory) throws Exception {
        list(directory, bench.intermediate, AFTER, NEXT_WEEK);

        assertThat(bench.reasons(bench.stamped(), load(directory))).isEmpty();
    }

    @Test
    @Conforms("OPS-139")
    void without_a_trusted_time_any_revocation_counts(@TempDir Path directory) throws Exception {
        list(directory, bench.intermediate, AFTER, NEXT_WEEK);

        assertThat(bench.reasons(bench.expired(), load(directory)))
                .containsExactly(Reason.NO_TRUSTED_TIME, Reason.REVOKED);
    }

    @Test
    @Conforms("OPS-139")
    void a_revocation_list_that_is_out_of_date_or_of_somebody_else_is_not_believed(@TempDir Path directory)
            throws Exception {
        list(directory, bench.intermediate, BEFORE, LAST_WEEK);
        Issued namesake = CertificateDraft.authority("CN=Intermediate").selfSigned();
        list(directory, namesake, BEFORE, NEXT_WEEK);

        assertThat(bench.reasons(bench.stamped(), load(directory))).isEmpty();
    }

    @Test
    void a_file_that_is_no_revocation_list_is_named_and_the_others_count(@TempDir Path directory) throws Exception {
        list(directory, bench.intermediate, BEFORE, NEXT_WEEK);
        Files.writeString(directory.resolve("readme.txt"), "not a list");

        Revocations revocations = load(directory);

        assertThat(revocations.problems()).hasSize(1).first().asString().contains("readme.txt");
        assertThat(bench.reasons(bench.stamped(), revocations)).containsExactly(Reason.REVOKED);
    }

    @Test
    @Conforms("OPS-144")
    void a_new_list_and_one_that_has_run_out_are_other_grounds_for_a_verdict(@TempDir Path directory) throws Exception {
        Grounds without = new Grounds(TrustAnchors.NONE, load(directory), SignerRule.ANYBODY);
        list(directory, bench.intermediate, BEFORE, NEXT_WEEK);
        Grounds with = new Grounds(TrustAnchors.NONE, load(directory), SignerRule.ANYBODY);

        assertThat(with.fingerprint(SigningBench.NOW)).isNotEqualTo(without.fingerprint(SigningBench.NOW));
        assertThat(with.fingerprint(NEXT_WEEK.plusSeconds(1))).isNotEqualTo(with.fingerprint(SigningBench.NOW));
        assertThat(with.fingerprint(NEXT_WEEK.minusSeconds(1))).isEqualTo(with.fingerprint(SigningBench.NOW));
        assertThat(with.askMore()).isTrue();
    }

    @Test
    @Conforms({"OPS-139", "OPS-144"})
    void a_list_that_comes_after_the_first_verdict_counts(@TempDir Path directory) throws Exception {
        String signature = bench.stamped().sign(SigningBench.PACKAGE);
        Verdict earlier = bench.verify(signature);
        list(directory, bench.intermediate, BEFORE, NEXT_WEEK);

        Verdict later = new PackageSignature(bench.anchors(bench.root), load(directory))
                .verifyAgain(earlier, signature, SignerRule.ANYBODY, SigningBench.NOW, SigningBench.NOW);

        assertThat(SigningBench.reasonsOf(later)).containsExactly(Reason.REVOKED);
    }

    @Test
    void the_shipped_deny_lists_can_be_read() {
        assertThat(DenyList.shipped().certificates()).allMatch(value -> value.matches("[0-9A-F]{64}"));
        assertThat(DenyList.shipped().packages()).allMatch(value -> value.matches("[0-9A-F]{64}"));
    }

    private void list(Path directory, Issued authority, Instant since, Instant nextUpdate) throws Exception {
        X509v2CRLBuilder builder = new X509v2CRLBuilder(authority.holder().getSubject(), Date.from(BEFORE));
        builder.setNextUpdate(Date.from(nextUpdate));
        builder.addCRLEntry(bench.expiredSigner.holder().getSerialNumber(), Date.from(since), CRLReason.keyCompromise);
        byte[] der = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(authority.key()))
                .getEncoded();
        Files.write(directory.resolve(nextUpdate.toEpochMilli() + authority.sha256() + ".crl"), der);
    }

    private static Revocations load(Path directory) throws Exception {
        return Revocations.load(DenyList.EMPTY, new Disk(), directory);
    }
}
