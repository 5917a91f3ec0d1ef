package io.goalstated.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.trust.SignatureFinding.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A verdict of yesterday by the rules of today, without the package: OPS-144. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JudgedAnewTest {
    private static final Instant EARLIER = SigningBench.NOW.minus(Duration.ofDays(30));
    private static final SignerRule CONTOSO = new SignerRule(Set.of("Contoso"), false);
    private static final SignerRule FABRIKAM = new SignerRule(Set.of("Fabrikam"), false);

    private final SigningBench bench;

    JudgedAnewTest() throws Exception {
        bench = new SigningBench();
    }

    private static PackageSignature on(TrustAnchors anchors, Revocations revocations) {
        return new PackageSignature(anchors, revocations);
    }

    private PackageSignature usual() throws Exception {
        return on(bench.anchors(bench.root), Revocations.of(DenyList.EMPTY));
    }

    private Verdict again(PackageSignature verifier, Verdict earlier, String signature, SignerRule rule) {
        return verifier.verifyAgain(earlier, signature, rule, EARLIER, SigningBench.NOW);
    }

    @Test
    @Conforms("OPS-144")
    void a_signer_whom_the_owner_does_not_allow_any_more_is_found() throws Exception {
        String signature = bench.stamped().sign(SigningBench.PACKAGE);
        Verdict earlier = bench.verify(signature);

        assertThat(SigningBench.reasonsOf(again(usual(), earlier, signature, CONTOSO)))
                .isEmpty();
        assertThat(SigningBench.reasonsOf(again(usual(), earlier, signature, FABRIKAM)))
                .containsExactly(Reason.SIGNER_NOT_ALLOWED);
    }

    @Test
    void signer_time_chains_and_digests_are_those_of_the_first_verdict() throws Exception {
        String signature = bench.stamped().sign(SigningBench.PACKAGE);
        Verdict earlier = bench.verify(signature).bound(Optional.empty());

        Verdict verdict = again(usual(), earlier, signature, SignerRule.ANYBODY);

        assertThat(verdict.summary()).isEqualTo(earlier.summary());
        assertThat(verdict.signerChain()).isEqualTo(earlier.signerChain());
        assertThat(verdict.stampChain()).isEqualTo(earlier.stampChain());
        assertThat(verdict.packageSha256()).isEqualTo(earlier.packageSha256());
        assertThat(verdict.signatureSha256()).isEqualTo(earlier.signatureSha256());
        assertThat(verdict.isFlawless()).isTrue();
    }

    @Test
    @Conforms("OPS-144")
    void an_anchor_that_came_later_vouches_for_it() throws Exception {
        String signature = bench.stamped().sign(SigningBench.PACKAGE);
        Verdict earlier = bench.verify(signature, bench.anchors(), Revocations.of(DenyList.EMPTY), SignerRule.ANYBODY);

        assertThat(SigningBench.reasonsOf(earlier)).containsExactly(Reason.CHAIN_UNTRUSTED);
        assertThat(SigningBench.reasonsOf(again(usual(), earlier, signature, SignerRule.ANYBODY)))
                .isEmpty();
    }

    @Test
    @Conforms({"OPS-144", "OPS-139"})
    void a_revocation_that_came_later_is_found_and_one_that_is_lifted_is_gone() throws Exception {
        String signature = bench.stamped().sign(SigningBench.PACKAGE);
        Revocations revoked = Revocations.of(new DenyList(Set.of(bench.expiredSigner.sha256()), Set.of()));

        Verdict later =
                again(on(bench.anchors(bench.root), revoked), bench.verify(signature), signature, SignerRule.ANYBODY);

        assertThat(SigningBench.reasonsOf(later)).containsExactly(Reason.REVOKED);
        assertThat(SigningBench.reasonsOf(again(usual(), later, signature, SignerRule.ANYBODY)))
                .isEmpty();
    }

    @Test
    void certificates_without_a_time_stamp_that_were_valid_at_the_first_look_do_not_expire_afterwards()
            throws Exception {
        Issued brief = SigningBench.signer().valid("2026-01-01", "2026-11-01").issuedBy(bench.intermediate);
        String signature = bench.signedBy(brief).sign(SigningBench.PACKAGE);
        Verdict earlier = usual().verify(SigningBench.digests(), signature, SignerRule.ANYBODY, EARLIER);
        assertThat(earlier.findings()).isEmpty();

        assertThat(SigningBench.reasonsOf(again(usual(), earlier, signature, SignerRule.ANYBODY)))
                .isEmpty();
    }

    @Test
    void certificates_that_were_not_valid_at_the_first_look_are_judged_by_the_time_of_the_second() throws Exception {
        String signature = bench.signed().sign(SigningBench.PACKAGE);
        Instant wrongClock = Instant.parse("1970-01-01T00:00:10Z");
        Verdict earlier = usual().verify(SigningBench.digests(), signature, SignerRule.ANYBODY, wrongClock);
        assertThat(SigningBench.reasonsOf(earlier)).containsExactly(Reason.NO_TRUSTED_TIME);

        Verdict later = usual().verifyAgain(earlier, signature, SignerRule.ANYBODY, wrongClock, SigningBench.NOW);

        assertThat(later.findings()).isEmpty();
    }

    @Test
    void bytes_that_were_not_the_signed_ones_never_become_them() throws Exception {
        String signature = bench.stamped().sign("another package".getBytes(StandardCharsets.UTF_8));
        Verdict earlier = bench.verify(signature);

        assertThat(again(usual(), earlier, signature, SignerRule.ANYBODY)).isEqualTo(earlier);
    }

    @Test
    void the_names_in_the_package_stay_compared() throws Exception {
        String signature = bench.stamped().sign(SigningBench.PACKAGE);
        SignatureFinding other = new SignatureFinding(Reason.BINDING, "it calls itself another");
        Verdict earlier = bench.verify(signature).bound(Optional.of(other));

        assertThat(again(usual(), earlier, signature, SignerRule.ANYBODY).findings())
                .containsExactly(other);
        assertThat(again(usual(), bench.verify(signature), signature, SignerRule.ANYBODY)
                        .isFlawless())
                .isFalse();
    }

    @Test
    void of_an_unknown_package_the_maker_is_judged_and_the_bytes_are_not_vouched_for() throws Exception {
        String signature = bench.stamped().sign(SigningBench.PACKAGE);
        Revocations revoked = Revocations.of(new DenyList(Set.of(bench.intermediate.sha256()), Set.of()));

        Verdict good = usual().verifyMaker(signature, SignerRule.ANYBODY, SigningBench.NOW);
        Verdict bad =
                on(bench.anchors(bench.root), revoked).verifyMaker(signature, SignerRule.ANYBODY, SigningBench.NOW);

        assertThat(good.findings()).isEmpty();
        assertThat(good.provesTheBytes()).isFalse();
        assertThat(SigningBench.reasonsOf(bad)).containsExactly(Reason.REVOKED);
        assertThat(usual().verifyMaker("no signature", SignerRule.ANYBODY, SigningBench.NOW)
                        .findings())
                .isEmpty();
    }

    @Test
    void grounds_are_known_by_what_they_are_made_of() throws Exception {
        TrustAnchors owners = bench.anchors(bench.root);
        Revocations nothing = Revocations.of(DenyList.EMPTY);
        Revocations denying = Revocations.of(new DenyList(Set.of(bench.root.sha256()), Set.of()));
        Instant now = SigningBench.NOW;
        String fingerprint = new Grounds(owners, nothing, CONTOSO).fingerprint(now);

        List<Grounds> others = List.of(
                new Grounds(TrustAnchors.NONE, nothing, CONTOSO),
                new Grounds(owners, denying, CONTOSO),
                new Grounds(owners, nothing, FABRIKAM),
                new Grounds(owners, nothing, new SignerRule(Set.of("Contoso"), true)));

        assertThat(new Grounds(bench.anchors(bench.root), nothing, CONTOSO).fingerprint(now.plusSeconds(9)))
                .isEqualTo(fingerprint);
        assertThat(others)
                .allSatisfy(other -> assertThat(other.fingerprint(now)).isNotEqualTo(fingerprint));
        assertThat(new Grounds(owners, nothing, SignerRule.ANYBODY).askMore()).isFalse();
        assertThat(new Grounds(owners, denying, SignerRule.ANYBODY).askMore()).isTrue();
        assertThat(new Grounds(owners, nothing, CONTOSO).askMore()).isTrue();
    }
}
