package io.goalstated.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.trust.SignatureFinding.Reason;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a signer is allowed to sign (spec 04 §10.4.8, §10.4.9). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignerTest {
    private final SigningBench bench;

    SignerTest() throws Exception {
        bench = new SigningBench();
    }

    @Test
    @Conforms("OPS-136")
    void a_signer_without_the_usage_of_signing_code_is_told_apart_and_any_usage_is_not_that_usage() throws Exception {
        Issued none = SigningBench.signer().withoutUsages().issuedBy(bench.intermediate);
        Issued any = SigningBench.signer().usages(false, "2.5.29.37.0").issuedBy(bench.intermediate);
        Issued mail = SigningBench.signer().usages(false, "1.3.6.1.5.5.7.3.4").issuedBy(bench.intermediate);
        Issued encrypts =
                SigningBench.signer().keyUsage(KeyUsage.keyEncipherment).issuedBy(bench.intermediate);

        for (Issued each : List.of(none, any, mail, encrypts)) {
            assertThat(bench.reasons(bench.signedBy(each))).containsExactly(Reason.EKU);
        }
    }

    @Test
    @Conforms("OPS-136")
    void an_intermediate_that_is_limited_to_other_usages_cannot_vouch_for_code() throws Exception {
        Issued forServers = CertificateDraft.authority("CN=Servers")
                .usages(false, "1.3.6.1.5.5.7.3.1")
                .issuedBy(bench.root);
        Issued signed = SigningBench.signer().issuedBy(forServers);

        assertThat(bench.reasons(PackageSigner.by(signed).embedding(signed, forServers)))
                .containsExactly(Reason.EKU);
    }

    @Test
    @Conforms("OPS-137")
    void an_extension_of_microsoft_must_be_signed_by_microsoft_with_its_publisher_usage() throws Exception {
        SignerRule rule = new SignerRule(Set.of(), true);
        Issued genuine = CertificateDraft.of("CN=Microsoft Corporation,O=Microsoft Corporation")
                .usages(false, CertificateDraft.CODE_SIGNING, "1.3.6.1.4.1.311.76.8.1")
                .issuedBy(bench.intermediate);
        Issued withoutUsage = CertificateDraft.codeSigner("CN=Microsoft Corporation,O=Microsoft Corporation")
                .issuedBy(bench.intermediate);

        assertThat(bench.reasons(bench.signedBy(genuine), rule)).isEmpty();
        assertThat(bench.reasons(bench.signedBy(withoutUsage), rule)).containsExactly(Reason.SIGNER_NOT_ALLOWED);
        assertThat(bench.reasons(bench.signedBy(bench.validSigner), rule)).containsExactly(Reason.SIGNER_NOT_ALLOWED);
    }

    @Test
    @Conforms("OPS-137")
    void the_policy_can_name_the_signers_of_an_extension_by_name_or_certificate() throws Exception {
        assertThat(bench.reasons(bench.signedBy(bench.validSigner), new SignerRule(Set.of("Contoso"), true)))
                .isEmpty();
        assertThat(bench.reasons(bench.signedBy(bench.validSigner), new SignerRule(Set.of("Signer"), true)))
                .isEmpty();
        assertThat(bench.reasons(
                        bench.signedBy(bench.validSigner), new SignerRule(Set.of(bench.validSigner.sha256()), true)))
                .isEmpty();
        assertThat(bench.reasons(bench.signedBy(bench.validSigner), new SignerRule(Set.of("Fabrikam"), false)))
                .containsExactly(Reason.SIGNER_NOT_ALLOWED);
    }
}
