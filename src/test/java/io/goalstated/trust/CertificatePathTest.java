package io.goalstated.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.trust.SignatureFinding.Reason;
import java.security.cert.X509Certificate;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** From the signer to a trust anchor (spec 04 §10.4.8). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CertificatePathTest {
    private final SigningBench bench;

    CertificatePathTest() throws Exception {
        bench = new SigningBench();
    }

    @Test
    @Conforms("OPS-136")
    void an_intermediate_or_root_that_was_not_valid_at_signing_is_expired_at_signing() throws Exception {
        Issued late = CertificateDraft.authority("CN=Late")
                .valid("2026-01-01", "2030-01-01")
                .issuedBy(bench.root);
        Issued underLate = SigningBench.signer().issuedBy(late);
        Issued oldRoot = CertificateDraft.authority("CN=Old Root")
                .valid("2010-01-01", "2025-01-01")
                .selfSigned();
        Issued underOld = SigningBench.signer().issuedBy(oldRoot);

        assertThat(bench.reasons(PackageSigner.by(underLate)
                        .embedding(underLate, late)
                        .stamped(bench.stamper, SigningBench.THEN)))
                .containsExactly(Reason.EXPIRED_AT_SIGNING);
        assertThat(bench.reasons(
                        PackageSigner.by(underOld).embedding(underOld).stamped(bench.stamper, SigningBench.THEN),
                        bench.anchors(oldRoot)))
                .containsExactly(Reason.EXPIRED_AT_SIGNING);
    }

    @Test
    @Conforms("OPS-136")
    void an_unknown_root_is_named_with_its_digest_so_that_it_can_be_added() throws Exception {
        Issued stranger = CertificateDraft.authority("CN=Stranger").selfSigned();
        Issued foreign = SigningBench.signer().issuedBy(stranger);

        Verdict verdict = bench.verify(PackageSigner.by(foreign).embedding(foreign, stranger));

        assertThat(SigningBench.reasonsOf(verdict)).containsExactly(Reason.CHAIN_UNTRUSTED);
        assertThat(verdict.findings().get(0).detail()).contains("CN=Stranger").contains(stranger.sha256());
    }

    @Test
    @Conforms("OPS-136")
    void without_the_intermediate_the_chain_is_untrusted() throws Exception {
        assertThat(bench.reasons(PackageSigner.by(bench.validSigner).embedding(bench.validSigner)))
                .containsExactly(Reason.CHAIN_UNTRUSTED);
    }

    @Test
    @Conforms("OPS-136")
    void with_no_anchors_at_all_the_chain_is_untrusted() throws Exception {
        assertThat(bench.reasons(bench.signed(), new TrustAnchors(List.of(), List.of(), List.of())))
                .containsExactly(Reason.CHAIN_UNTRUSTED);
    }

    @Test
    @Conforms("OPS-136")
    void an_issuer_that_is_no_authority_cannot_vouch() throws Exception {
        Issued impostor = CertificateDraft.of("CN=Impostor").issuedBy(bench.root);
        Issued signed = SigningBench.signer().issuedBy(impostor);

        assertThat(bench.reasons(PackageSigner.by(signed).embedding(signed, impostor)))
                .containsExactly(Reason.CHAIN_UNTRUSTED);
    }

    @Test
    @Conforms("OPS-136")
    void an_issuer_of_the_same_name_with_another_key_does_not_vouch() throws Exception {
        Issued namesake = CertificateDraft.authority("CN=Intermediate").issuedBy(bench.root);

        assertThat(bench.reasons(PackageSigner.by(bench.validSigner).embedding(bench.validSigner, namesake)))
                .containsExactly(Reason.CHAIN_UNTRUSTED);
        assertThat(bench.reasons(
                        PackageSigner.by(bench.validSigner).embedding(bench.validSigner, namesake, bench.intermediate)))
                .isEmpty();
    }

    @Test
    @Conforms("OPS-136")
    void of_two_cross_signed_paths_the_good_one_counts() throws Exception {
        Issued stranger = CertificateDraft.authority("CN=Stranger").selfSigned();
        Issued bySelf = CertificateDraft.authority("CN=Cross").issuedBy(stranger);
        Issued byRoot = CertificateDraft.authority("CN=Cross").keyOf(bySelf).issuedBy(bench.root);
        Issued signed = SigningBench.signer().issuedBy(bySelf);

        assertThat(bench.reasons(PackageSigner.by(signed).embedding(signed, bySelf, byRoot, stranger)))
                .isEmpty();
        assertThat(bench.reasons(PackageSigner.by(signed).embedding(signed, bySelf, stranger)))
                .containsExactly(Reason.CHAIN_UNTRUSTED);
    }

    @Test
    @Conforms({"OPS-132", "OPS-136", "OPS-146"})
    void a_key_that_two_issuers_certify_counts_with_the_certificate_that_the_signature_names() throws Exception {
        Issued stranger = CertificateDraft.authority("CN=Stranger").selfSigned();
        Issued known = SigningBench.signer().issuedBy(bench.intermediate);
        Issued unknown = SigningBench.signer().keyOf(known).issuedBy(stranger);

        assertThat(bench.reasons(PackageSigner.by(known).embedding(known, unknown, bench.intermediate)))
                .isEmpty();
        assertThat(bench.reasons(PackageSigner.by(unknown).embedding(known, unknown, bench.intermediate)))
                .containsExactly(Reason.CHAIN_UNTRUSTED);
    }

    @Test
    @Conforms("OPS-136")
    void a_critical_extension_that_nobody_knows_breaks_the_path() throws Exception {
        Issued odd = SigningBench.signer().unknownCriticalExtension().issuedBy(bench.intermediate);

        assertThat(bench.reasons(bench.signedBy(odd))).containsExactly(Reason.CHAIN_UNTRUSTED);
    }

    @Test
    @Conforms("OPS-136")
    void many_certificates_of_one_name_do_not_keep_the_search_busy() throws Exception {
        List<Issued> maze = new ArrayList<>();
        Issued first = CertificateDraft.authority("CN=Maze").selfSigned();
        maze.add(first);
        for (int i = 1; i < 15; i++) {
            maze.add(CertificateDraft.authority("CN=Maze").keyOf(first).issuedBy(first));
        }
        Issued signed = SigningBench.signer().issuedBy(first);
        Issued mazeRoot = CertificateDraft.authority("CN=Maze").selfSigned();
        String signature = PackageSigner.by(signed)
                .embedding(signed)
                .embedding(maze.toArray(new Issued[0]))
                .sign(SigningBench.PACKAGE);

        Verdict verdict =
                bench.verify(signature, bench.anchors(mazeRoot), Revocations.of(DenyList.EMPTY), SignerRule.ANYBODY);
        List<X509Certificate> certificates = new ArrayList<>();
        for (Issued one : maze) {
            certificates.add(one.certificate());
        }
        CountedPool pool = new CountedPool(certificates);
        CertificatePath path = PathFinder.find(
                signed.certificate(), pool, List.of(mazeRoot.certificate()), "1.3.6.1.5.5.7.3.3", SigningBench.NOW);

        assertThat(SigningBench.reasonsOf(verdict)).containsExactly(Reason.CHAIN_UNTRUSTED);
        assertThat(path.standing()).isEqualTo(CertificatePath.Standing.BROKEN);
        // Every way of six through fifteen would be millions.
        assertThat(pool.looks).isLessThan(10_000);
    }

    /** Counts how often the search looks at a certificate. */
    private static final class CountedPool extends AbstractList<X509Certificate> {
        private final List<X509Certificate> all;
        private int looks;

        CountedPool(List<X509Certificate> all) {
            this.all = all;
        }

        @Override
        public X509Certificate get(int index) {
            looks++;
            return all.get(index);
        }

        @Override
        public int size() {
            return all.size();
        }
    }
}
