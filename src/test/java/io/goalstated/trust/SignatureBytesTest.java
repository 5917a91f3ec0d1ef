package io.goalstated.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.trust.SignatureFinding.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Digest, signature, algorithms (spec 04 §10.4.3, §10.4.5). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignatureBytesTest {
    private final SigningBench bench;

    SignatureBytesTest() throws Exception {
        bench = new SigningBench();
    }

    @Test
    @Conforms("OPS-133")
    void the_signature_of_another_package_is_a_digest_mismatch() throws Exception {
        String other = bench.signed().sign(new byte[] {1});

        assertThat(SigningBench.reasonsOf(bench.verify(other))).containsExactly(Reason.DIGEST_MISMATCH);
    }

    @Test
    @Conforms("OPS-133")
    void a_signature_by_another_key_than_the_certificates_is_a_bad_signature() throws Exception {
        Issued thief = new Issued(bench.validSigner.holder(), bench.expiredSigner.key());

        assertThat(bench.reasons(PackageSigner.by(thief).embedding(bench.validSigner, bench.intermediate)))
                .containsExactly(Reason.BAD_SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA256withRSA", "SHA512withRSA", "SHA384withRSAandMGF1"})
    @Conforms("OPS-131")
    void rsa_signatures_count_with_both_paddings(String algorithm) throws Exception {
        Issued rsa = SigningBench.signer().rsa(2048).issuedBy(bench.intermediate);

        assertThat(bench.reasons(bench.signedBy(rsa).with(algorithm))).isEmpty();
    }

    @Test
    @Conforms("OPS-131")
    void weak_algorithms_are_refused_wherever_they_are_used() throws Exception {
        Issued small = SigningBench.signer().rsa(1024).issuedBy(bench.intermediate);
        Issued sha1 = SigningBench.signer().signedWith("SHA1withECDSA").issuedBy(bench.intermediate);
        Issued smallAuthority = CertificateDraft.authority("CN=Small").rsa(1024).issuedBy(bench.root);
        Issued underSmall = SigningBench.signer().issuedBy(smallAuthority);
        Issued otherCurve = SigningBench.signer().curve("secp521r1").issuedBy(bench.intermediate);

        assertThat(bench.reasons(bench.signed().with("SHA1withECDSA"))).containsExactly(Reason.WEAK_ALGORITHM);
        assertThat(bench.reasons(bench.signedBy(small).with("SHA256withRSA"))).containsExactly(Reason.WEAK_ALGORITHM);
        assertThat(bench.reasons(bench.signedBy(sha1))).containsExactly(Reason.WEAK_ALGORITHM);
        assertThat(bench.reasons(PackageSigner.by(sha1).embedding(sha1))).containsExactly(Reason.WEAK_ALGORITHM);
        assertThat(bench.reasons(PackageSigner.by(underSmall).embedding(underSmall, smallAuthority)))
                .containsExactly(Reason.WEAK_ALGORITHM);
        assertThat(bench.reasons(bench.signedBy(otherCurve))).containsExactly(Reason.WEAK_ALGORITHM);
    }

    @Test
    @Conforms("OPS-131")
    void an_algorithm_that_is_not_on_the_list_is_no_better_than_a_weak_one() throws Exception {
        Issued edwards = SigningBench.signer().edwards().issuedBy(bench.intermediate);

        assertThat(bench.reasons(bench.signedBy(edwards).with("Ed25519"))).containsExactly(Reason.WEAK_ALGORITHM);
    }
}
