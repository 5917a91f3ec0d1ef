package io.goalstated.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.trust.SignatureFinding.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a package was signed, and who says so (spec 04 §10.4.6, §10.4.7). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TimeStampTest {
    private final SigningBench bench;

    TimeStampTest() throws Exception {
        bench = new SigningBench();
    }

    @Test
    @Conforms({"OPS-134", "OPS-135"})
    void a_stamped_signature_of_a_signer_who_has_expired_since_is_flawless_but_for_the_binding() throws Exception {
        Verdict verdict = bench.verify(bench.stamped());

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.signedAt()).contains(SigningBench.THEN);
        assertThat(verdict.bound(Optional.empty()).isFlawless()).isTrue();
    }

    @Test
    @Conforms("OPS-135")
    void without_a_stamp_a_signer_who_is_valid_now_is_good() throws Exception {
        Verdict verdict = bench.verify(bench.signed());

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.signedAt()).isEmpty();
    }

    @Test
    @Conforms("OPS-135")
    void without_a_stamp_an_expired_signer_has_no_trusted_time() throws Exception {
        assertThat(bench.reasons(bench.expired())).containsExactly(Reason.NO_TRUSTED_TIME);
    }

    @Test
    @Conforms("OPS-135")
    void a_signing_time_that_the_signer_wrote_himself_proves_nothing() throws Exception {
        assertThat(bench.reasons(bench.expired().claiming(SigningBench.THEN))).containsExactly(Reason.NO_TRUSTED_TIME);
    }

    @Test
    @Conforms("OPS-134")
    void a_stamp_over_another_signature_does_not_hold() throws Exception {
        assertThat(bench.reasons(
                        bench.expired().stampedOverSomethingElse(bench.stamper, SigningBench.THEN, bench.timeRoot)))
                .containsExactly(Reason.TSA_UNTRUSTED, Reason.NO_TRUSTED_TIME);
    }

    @Test
    @Conforms("OPS-134")
    void a_stamp_of_an_unknown_authority_does_not_hold() throws Exception {
        Issued stranger = CertificateDraft.authority("CN=Stranger").selfSigned();
        Issued foreign = CertificateDraft.timeStamper("CN=Foreign").issuedBy(stranger);

        assertThat(bench.reasons(bench.expired().stamped(foreign, SigningBench.THEN, stranger)))
                .containsExactly(Reason.TSA_UNTRUSTED, Reason.NO_TRUSTED_TIME);
    }

    @Test
    @Conforms("OPS-134")
    void the_roots_for_code_do_not_vouch_for_time() throws Exception {
        Issued wrongRoot =
                CertificateDraft.timeStamper("CN=Stamper of the wrong root").issuedBy(bench.root);

        assertThat(bench.reasons(bench.expired().stamped(wrongRoot, SigningBench.THEN)))
                .containsExactly(Reason.TSA_UNTRUSTED, Reason.NO_TRUSTED_TIME);
    }

    @Test
    @Conforms("OPS-134")
    void a_stamping_certificate_must_be_critically_and_only_for_stamping() throws Exception {
        Issued notCritical = CertificateDraft.of("CN=A")
                .usages(false, CertificateDraft.TIME_STAMPING)
                .issuedBy(bench.timeRoot);
        Issued notOnly = CertificateDraft.of("CN=B")
                .usages(true, CertificateDraft.TIME_STAMPING, CertificateDraft.CODE_SIGNING)
                .issuedBy(bench.timeRoot);

        Issued none = CertificateDraft.of("CN=C").issuedBy(bench.timeRoot);

        for (Issued bad : List.of(notCritical, notOnly, none)) {
            assertThat(bench.reasons(bench.expired().stamped(bad, SigningBench.THEN)))
                    .containsExactly(Reason.TSA_UNTRUSTED, Reason.NO_TRUSTED_TIME);
        }
    }

    @Test
    @Conforms("OPS-134")
    void a_stamp_from_outside_the_validity_of_its_authority_does_not_hold() throws Exception {
        Issued shortLived = CertificateDraft.timeStamper("CN=Short")
                .valid("2024-01-01", "2024-06-01")
                .issuedBy(bench.timeRoot);

        assertThat(bench.reasons(bench.expired().stamped(shortLived, SigningBench.THEN)))
                .containsExactly(Reason.TSA_UNTRUSTED, Reason.NO_TRUSTED_TIME);
    }

    @ParameterizedTest
    @CsvSource({"299, 0", "301, 2"})
    @Conforms("OPS-134")
    void a_stamp_may_be_five_minutes_ahead_of_our_clock_and_no_more(int secondsAhead, int findings) throws Exception {
        Verdict verdict =
                bench.verify(bench.signed().stamped(bench.stamper, SigningBench.NOW.plusSeconds(secondsAhead)));

        assertThat(verdict.findings()).hasSize(findings == 0 ? 0 : 1);
    }

    @Test
    @Conforms("OPS-134")
    void one_good_stamp_is_enough_and_the_earliest_good_one_counts() throws Exception {
        Verdict verdict = bench.verify(bench.expired()
                .stampedWith(new ASN1Integer(7))
                .stamped(bench.stamper, SigningBench.THEN.plusSeconds(60))
                .stampedTheMicrosoftWay(bench.stamper, SigningBench.THEN));

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.signedAt()).contains(SigningBench.THEN);
    }

    @Test
    @Conforms("OPS-134")
    void only_four_stamps_are_looked_at() throws Exception {
        PackageSigner many = bench.expired();
        for (int i = 0; i < 4; i++) {
            many.stampedWith(new ASN1Integer(i));
        }

        assertThat(bench.reasons(many.stamped(bench.stamper, SigningBench.THEN)))
                .containsExactly(Reason.TSA_UNTRUSTED, Reason.NO_TRUSTED_TIME);
    }

    @Test
    @Conforms({"OPS-134", "OPS-136"})
    void a_signer_who_was_not_valid_at_the_stamped_time_is_expired_at_signing() throws Exception {
        assertThat(bench.reasons(bench.expired().stamped(bench.stamper, Instant.parse("2026-01-01T00:00:00Z"))))
                .containsExactly(Reason.EXPIRED_AT_SIGNING);
    }
}
