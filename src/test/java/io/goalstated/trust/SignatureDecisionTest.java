package io.goalstated.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.trust.SignatureDecision.Refuse;
import io.goalstated.trust.SignatureDecision.UseLoudly;
import io.goalstated.trust.SignatureDecision.UseQuietly;
import io.goalstated.trust.SignatureDecision.UseWithWarning;
import io.goalstated.trust.SignatureFinding.Kind;
import io.goalstated.trust.SignatureFinding.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The tables of spec 02 §11.5 and spec 04 §10.4.12. */
class SignatureDecisionTest {
    @ParameterizedTest
    @EnumSource(Reason.class)
    @Conforms("OPS-140")
    void when_off_nothing_is_said_or_refused(Reason reason) {
        assertThat(decide(SignatureMode.OFF, reason)).isEqualTo(new UseQuietly(""));
    }

    @ParameterizedTest
    @EnumSource(value = Reason.class, mode = EnumSource.Mode.EXCLUDE, names = "MISSING")
    @Conforms("OPS-140")
    void when_reporting_every_finding_is_a_warning_and_the_package_is_used(Reason reason) {
        assertThat(decide(SignatureMode.REPORT, reason)).isEqualTo(new UseWithWarning("SIG_" + reason + ": something"));
    }

    @ParameterizedTest
    @CsvSource({
        "DECODE, refuse",
        "STRUCTURE, refuse",
        "WEAK_ALGORITHM, refuse",
        "DIGEST_MISMATCH, refuse",
        "BAD_SIGNATURE, refuse",
        "BINDING, refuse",
        "REVOKED, refuse",
        "NO_TRUSTED_TIME, loud",
        "TSA_UNTRUSTED, loud",
        "CHAIN_UNTRUSTED, loud",
        "EXPIRED_AT_SIGNING, loud",
        "EKU, loud",
        "SIGNER_NOT_ALLOWED, loud",
        "UNBOUND, loud"
    })
    @Conforms("OPS-141")
    void integrity_refuses_other_bytes_and_names_and_is_loud_about_missing_trust(Reason reason, String expected) {
        SignatureDecision decision = decide(SignatureMode.INTEGRITY, reason);

        String text = "SIG_" + reason + ": something";
        assertThat(decision).isEqualTo(expected.equals("refuse") ? new Refuse(reason, text) : new UseLoudly(text));
    }

    @ParameterizedTest
    @EnumSource(
            value = SignatureMode.class,
            names = {"REPORT", "INTEGRITY"})
    @Conforms("OPS-141")
    void an_unsigned_package_is_noted_and_used_unless_signatures_are_demanded(SignatureMode mode) {
        assertThat(SignatureDecision.of(mode, false, Verdict.unsigned())).isEqualTo(new UseQuietly("unsigned"));
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    @Conforms("OPS-142")
    void enforce_refuses_whatever_is_found(Reason reason) {
        assertThat(decide(SignatureMode.ENFORCE, reason))
                .isEqualTo(new Refuse(reason, "SIG_" + reason + ": something"));
    }

    @ParameterizedTest
    @EnumSource(SignatureMode.class)
    @Conforms("OPS-142")
    void a_policy_that_requires_signatures_enforces_them_in_every_mode(SignatureMode mode) {
        assertThat(SignatureDecision.of(mode, true, Verdict.unsigned()))
                .isEqualTo(new Refuse(
                        Reason.MISSING, "SIG_MISSING: the goal state carries no signature for this package"));
    }

    @ParameterizedTest
    @EnumSource(
            value = SignatureMode.class,
            names = {"REPORT", "INTEGRITY", "ENFORCE"})
    void a_flawless_package_is_used_and_its_signer_noted(SignatureMode mode) {
        assertThat(SignatureDecision.of(mode, false, verdict(List.of())))
                .isEqualTo(new UseQuietly("signed by CN=Signer at 2025-03-31T22:01:12Z"));
    }

    @Test
    void the_gravest_finding_is_the_reason_for_refusing_even_when_a_lesser_one_came_first() {
        Verdict verdict = verdict(List.of(
                new SignatureFinding(Reason.CHAIN_UNTRUSTED, "unknown"),
                new SignatureFinding(Reason.REVOKED, "denied")));

        assertThat(SignatureDecision.of(SignatureMode.INTEGRITY, false, verdict))
                .isEqualTo(new Refuse(Reason.REVOKED, "SIG_REVOKED: denied"));
    }

    @Test
    @Conforms("OPS-143")
    void only_a_digest_mismatch_makes_other_uris_worth_trying() {
        List<Reason> badContent = new ArrayList<>();
        for (Reason reason : Reason.values()) {
            if (new Refuse(reason, "").isBadContent()) {
                badContent.add(reason);
            }
        }

        assertThat(badContent).containsExactly(Reason.DIGEST_MISMATCH);
    }

    @Test
    void modes_are_read_in_any_case_and_other_words_are_none() {
        assertThat(SignatureMode.parse(" Enforce ")).contains(SignatureMode.ENFORCE);
        assertThat(SignatureMode.parse("on")).isEmpty();
        assertThat(SignatureMode.DEFAULT).isEqualTo(SignatureMode.INTEGRITY);
    }

    @Test
    void only_a_missing_signature_is_of_the_kind_missing() {
        for (Reason reason : Reason.values()) {
            assertThat(reason.kind() == Kind.MISSING).isEqualTo(reason == Reason.MISSING);
        }
    }

    private static SignatureDecision decide(SignatureMode mode, Reason reason) {
        return SignatureDecision.of(mode, false, verdict(List.of(new SignatureFinding(reason, "something"))));
    }

    private static Verdict verdict(List<SignatureFinding> findings) {
        return new Verdict(
                List.of(),
                findings,
                Optional.of("CN=Signer"),
                Optional.of(Instant.parse("2025-03-31T22:01:12Z")),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }
}
