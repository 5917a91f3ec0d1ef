package io.goalstated.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.trust.SignatureFinding.Reason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every rule of the verification, with authorities of our own (spec 04 §10.4, §10.5). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackageSignatureTest {
    private static final byte[] PACKAGE = "the bytes of a zip".getBytes(StandardCharsets.UTF_8);
    /** The signer of most tests has expired by now, and was valid then. */
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private static final Instant THEN = Instant.parse("2025-03-31T22:01:12Z");

    private Issued root;
    private Issued intermediate;
    private Issued expiredSigner;
    private Issued validSigner;
    private Issued timeRoot;
    private Issued stamper;

    @BeforeAll
    void makeAuthorities() throws Exception {
        root = CertificateDraft.authority("CN=Root").selfSigned();
        intermediate = CertificateDraft.authority("CN=Intermediate").issuedBy(root);
        expiredSigner = signer().valid("2024-09-12", "2025-09-11").issuedBy(intermediate);
        validSigner = signer().issuedBy(intermediate);
        timeRoot = CertificateDraft.authority("CN=Time Root").selfSigned();
        stamper = CertificateDraft.timeStamper("CN=Stamper").issuedBy(timeRoot);
    }

    private static CertificateDraft signer() throws Exception {
        return CertificateDraft.codeSigner("CN=Signer,O=Contoso");
    }

    // ---- time ----

    @Test
    @Conforms({"OPS-134", "OPS-135"})
    void a_stamped_signature_of_a_signer_who_has_expired_since_is_flawless_but_for_the_binding() throws Exception {
        Verdict verdict = verify(stamped(expiredSigner));

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.signedAt()).contains(THEN);
        assertThat(verdict.bound(Optional.empty()).isFlawless()).isTrue();
    }

    @Test
    @Conforms("OPS-135")
    void without_a_stamp_a_signer_who_is_valid_now_is_good() throws Exception {
        Verdict verdict = verify(PackageSigner.by(validSigner).embedding(validSigner, intermediate));

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.signedAt()).isEmpty();
    }

    @Test
    @Conforms("OPS-135")
    void without_a_stamp_an_expired_signer_has_no_trusted_time() throws Exception {
        assertThat(reasons(PackageSigner.by(expiredSigner).embedding(expiredSigner, intermediate)))
                .containsExactly(Reason.NO_TRUSTED_TIME);
    }

    @Test
    @Conforms("OPS-135")
    void a_signing_time_that_the_signer_wrote_himself_proves_nothing() throws Exception {
        assertThat(reasons(PackageSigner.by(expiredSigner)
                        .embedding(expiredSigner, intermediate)
                        .claiming(THEN)))
                .containsExactly(Reason.NO_TRUSTED_TIME);
    }

    @Test
    @Conforms("OPS-134")
    void a_stamp_over_another_signature_does_not_hold() throws Exception {
        assertThat(reasons(expired().stampedOverSomethingElse(stamper, THEN, timeRoot)))
                .containsExactly(Reason.TSA_UNTRUSTED, Reason.NO_TRUSTED_TIME);
    }

    @Test
    @Conforms("OPS-134")
    void a_stamp_of_an_unknown_authority_does_not_hold() throws Exception {
        Issued stranger = CertificateDraft.authority("CN=Stranger").selfSigned();
        Issued foreign = CertificateDraft.timeStamper("CN=Foreign").issuedBy(stranger);

        assertThat(reasons(expired().stamped(foreign, THEN, stranger)))
                .containsExactly(Reason.TSA_UNTRUSTED, Reason.NO_TRUSTED_TIME);
    }

    @Test
    @Conforms("OPS-134")
    void the_roots_for_code_do_not_vouch_for_time() throws Exception {
        Issued wrongRoot =
                CertificateDraft.timeStamper("CN=Stamper of the wrong root").issuedBy(root);

        assertThat(reasons(expired().stamped(wrongRoot, THEN)))
                .containsExactly(Reason.TSA_UNTRUSTED, Reason.NO_TRUSTED_TIME);
    }

    @Test
    @Conforms("OPS-134")
    void a_stamping_certificate_must_be_critically_and_only_for_stamping() throws Exception {
        Issued notCritical = CertificateDraft.of("CN=A")
                .usages(false, CertificateDraft.TIME_STAMPING)
                .issuedBy(timeRoot);
        Issued notOnly = CertificateDraft.of("CN=B")
                .usages(true, CertificateDraft.TIME_STAMPING, CertificateDraft.CODE_SIGNING)
                .issuedBy(timeRoot);

        Issued none = CertificateDraft.of("CN=C").issuedBy(timeRoot);

        for (Issued bad : List.of(notCritical, notOnly, none)) {
            assertThat(reasons(expired().stamped(bad, THEN)))
                    .containsExactly(Reason.TSA_UNTRUSTED, Reason.NO_TRUSTED_TIME);
        }
    }

    @Test
    @Conforms("OPS-134")
    void a_stamp_from_outside_the_validity_of_its_authority_does_not_hold() throws Exception {
        Issued shortLived = CertificateDraft.timeStamper("CN=Short")
                .valid("2024-01-01", "2024-06-01")
                .issuedBy(timeRoot);

        assertThat(reasons(expired().stamped(shortLived, THEN)))
                .containsExactly(Reason.TSA_UNTRUSTED, Reason.NO_TRUSTED_TIME);
    }

    @ParameterizedTest
    @CsvSource({"299, 0", "301, 2"})
    @Conforms("OPS-134")
    void a_stamp_may_be_five_minutes_ahead_of_our_clock_and_no_more(int secondsAhead, int findings) throws Exception {
        Verdict verdict = verify(PackageSigner.by(validSigner)
                .embedding(validSigner, intermediate)
                .stamped(stamper, NOW.plusSeconds(secondsAhead)));

        assertThat(verdict.findings()).hasSize(findings == 0 ? 0 : 1);
    }

    @Test
    @Conforms("OPS-134")
    void one_good_stamp_is_enough_and_the_earliest_good_one_counts() throws Exception {
        Verdict verdict = verify(expired()
                .stampedWith(new ASN1Integer(7))
                .stamped(stamper, THEN.plusSeconds(60))
                .stampedTheMicrosoftWay(stamper, THEN));

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.signedAt()).contains(THEN);
    }

    @Test
    @Conforms("OPS-134")
    void only_four_stamps_are_looked_at() throws Exception {
        PackageSigner many = expired();
        for (int i = 0; i < 4; i++) {
            many.stampedWith(new ASN1Integer(i));
        }

        assertThat(reasons(many.stamped(stamper, THEN))).containsExactly(Reason.TSA_UNTRUSTED, Reason.NO_TRUSTED_TIME);
    }

    @Test
    @Conforms({"OPS-134", "OPS-136"})
    void a_signer_who_was_not_valid_at_the_stamped_time_is_expired_at_signing() throws Exception {
        assertThat(reasons(expired().stamped(stamper, Instant.parse("2026-01-01T00:00:00Z"))))
                .containsExactly(Reason.EXPIRED_AT_SIGNING);
    }

    // ---- path ----

    @Test
    @Conforms("OPS-136")
    void an_intermediate_or_root_that_was_not_valid_at_signing_is_expired_at_signing() throws Exception {
        Issued late = CertificateDraft.authority("CN=Late")
                .valid("2026-01-01", "2030-01-01")
                .issuedBy(root);
        Issued underLate = signer().issuedBy(late);
        Issued oldRoot = CertificateDraft.authority("CN=Old Root")
                .valid("2010-01-01", "2025-01-01")
                .selfSigned();
        Issued underOld = signer().issuedBy(oldRoot);

        assertThat(reasons(
                        PackageSigner.by(underLate).embedding(underLate, late).stamped(stamper, THEN)))
                .containsExactly(Reason.EXPIRED_AT_SIGNING);
        assertThat(reasons(PackageSigner.by(underOld).embedding(underOld).stamped(stamper, THEN), anchors(oldRoot)))
                .containsExactly(Reason.EXPIRED_AT_SIGNING);
    }

    @Test
    @Conforms("OPS-136")
    void an_unknown_root_is_named_with_its_digest_so_that_it_can_be_added() throws Exception {
        Issued stranger = CertificateDraft.authority("CN=Stranger").selfSigned();
        Issued foreign = signer().issuedBy(stranger);

        Verdict verdict = verify(PackageSigner.by(foreign).embedding(foreign, stranger));

        assertThat(reasonsOf(verdict)).containsExactly(Reason.CHAIN_UNTRUSTED);
        assertThat(verdict.findings().get(0).detail()).contains("CN=Stranger").contains(stranger.sha256());
    }

    @Test
    @Conforms("OPS-136")
    void without_the_intermediate_the_chain_is_untrusted() throws Exception {
        assertThat(reasons(PackageSigner.by(validSigner).embedding(validSigner)))
                .containsExactly(Reason.CHAIN_UNTRUSTED);
    }

    @Test
    @Conforms("OPS-136")
    void with_no_anchors_at_all_the_chain_is_untrusted() throws Exception {
        assertThat(reasons(
                        PackageSigner.by(validSigner).embedding(validSigner, intermediate),
                        new TrustAnchors(List.of(), List.of(), List.of())))
                .containsExactly(Reason.CHAIN_UNTRUSTED);
    }

    @Test
    @Conforms("OPS-136")
    void an_issuer_that_is_no_authority_cannot_vouch() throws Exception {
        Issued impostor = CertificateDraft.of("CN=Impostor").issuedBy(root);
        Issued signed = signer().issuedBy(impostor);

        assertThat(reasons(PackageSigner.by(signed).embedding(signed, impostor)))
                .containsExactly(Reason.CHAIN_UNTRUSTED);
    }

    @Test
    @Conforms("OPS-136")
    void an_issuer_of_the_same_name_with_another_key_does_not_vouch() throws Exception {
        Issued namesake = CertificateDraft.authority("CN=Intermediate").issuedBy(root);

        assertThat(reasons(PackageSigner.by(validSigner).embedding(validSigner, namesake)))
                .containsExactly(Reason.CHAIN_UNTRUSTED);
        assertThat(reasons(PackageSigner.by(validSigner).embedding(validSigner, namesake, intermediate)))
                .isEmpty();
    }

    @Test
    @Conforms("OPS-136")
    void of_two_cross_signed_paths_the_good_one_counts() throws Exception {
        Issued stranger = CertificateDraft.authority("CN=Stranger").selfSigned();
        Issued bySelf = CertificateDraft.authority("CN=Cross").issuedBy(stranger);
        Issued byRoot = CertificateDraft.authority("CN=Cross").keyOf(bySelf).issuedBy(root);
        Issued signed = signer().issuedBy(bySelf);

        assertThat(reasons(PackageSigner.by(signed).embedding(signed, bySelf, byRoot, stranger)))
                .isEmpty();
        assertThat(reasons(PackageSigner.by(signed).embedding(signed, bySelf, stranger)))
                .containsExactly(Reason.CHAIN_UNTRUSTED);
    }

    @Test
    @Conforms("OPS-136")
    void a_critical_extension_that_nobody_knows_breaks_the_path() throws Exception {
        Issued odd = signer().unknownCriticalExtension().issuedBy(intermediate);

        assertThat(reasons(PackageSigner.by(odd).embedding(odd, intermediate))).containsExactly(Reason.CHAIN_UNTRUSTED);
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
        Issued signed = signer().issuedBy(first);
        Issued mazeRoot = CertificateDraft.authority("CN=Maze").selfSigned();
        String signature = PackageSigner.by(signed)
                .embedding(signed)
                .embedding(maze.toArray(new Issued[0]))
                .sign(PACKAGE);

        long before = System.nanoTime();
        Verdict verdict = verify(signature, anchors(mazeRoot), SignerRule.ANYBODY);
        long milliseconds = (System.nanoTime() - before) / 1_000_000;

        assertThat(reasonsOf(verdict)).containsExactly(Reason.CHAIN_UNTRUSTED);
        assertThat(milliseconds).isLessThan(10_000);
    }

    // ---- usage and identity ----

    @Test
    @Conforms("OPS-136")
    void a_signer_without_the_usage_of_signing_code_is_told_apart_and_any_usage_is_not_that_usage() throws Exception {
        Issued none = signer().withoutUsages().issuedBy(intermediate);
        Issued any = signer().usages(false, "2.5.29.37.0").issuedBy(intermediate);
        Issued mail = signer().usages(false, "1.3.6.1.5.5.7.3.4").issuedBy(intermediate);
        Issued encrypts = signer().keyUsage(KeyUsage.keyEncipherment).issuedBy(intermediate);

        for (Issued each : List.of(none, any, mail, encrypts)) {
            assertThat(reasons(PackageSigner.by(each).embedding(each, intermediate)))
                    .containsExactly(Reason.EKU);
        }
    }

    @Test
    @Conforms("OPS-136")
    void an_intermediate_that_is_limited_to_other_usages_cannot_vouch_for_code() throws Exception {
        Issued forServers = CertificateDraft.authority("CN=Servers")
                .usages(false, "1.3.6.1.5.5.7.3.1")
                .issuedBy(root);
        Issued signed = signer().issuedBy(forServers);

        assertThat(reasons(PackageSigner.by(signed).embedding(signed, forServers)))
                .containsExactly(Reason.EKU);
    }

    @Test
    @Conforms("OPS-137")
    void an_extension_of_microsoft_must_be_signed_by_microsoft_with_its_publisher_usage() throws Exception {
        SignerRule rule = new SignerRule(Set.of(), true);
        Issued genuine = CertificateDraft.of("CN=Microsoft Corporation,O=Microsoft Corporation")
                .usages(false, CertificateDraft.CODE_SIGNING, "1.3.6.1.4.1.311.76.8.1")
                .issuedBy(intermediate);
        Issued withoutUsage = CertificateDraft.codeSigner("CN=Microsoft Corporation,O=Microsoft Corporation")
                .issuedBy(intermediate);

        assertThat(reasons(genuine, rule)).isEmpty();
        assertThat(reasons(withoutUsage, rule)).containsExactly(Reason.SIGNER_NOT_ALLOWED);
        assertThat(reasons(validSigner, rule)).containsExactly(Reason.SIGNER_NOT_ALLOWED);
    }

    @Test
    @Conforms("OPS-137")
    void the_policy_can_name_the_signers_of_an_extension_by_name_or_certificate() throws Exception {
        assertThat(reasons(validSigner, new SignerRule(Set.of("Contoso"), true)))
                .isEmpty();
        assertThat(reasons(validSigner, new SignerRule(Set.of("Signer"), true))).isEmpty();
        assertThat(reasons(validSigner, new SignerRule(Set.of(validSigner.sha256()), true)))
                .isEmpty();
        assertThat(reasons(validSigner, new SignerRule(Set.of("Fabrikam"), false)))
                .containsExactly(Reason.SIGNER_NOT_ALLOWED);
    }

    // ---- bytes ----

    @Test
    @Conforms("OPS-133")
    void the_signature_of_another_package_is_a_digest_mismatch() throws Exception {
        String other = PackageSigner.by(validSigner)
                .embedding(validSigner, intermediate)
                .sign(new byte[] {1});

        assertThat(reasonsOf(verify(other, anchors(root), SignerRule.ANYBODY))).containsExactly(Reason.DIGEST_MISMATCH);
    }

    @Test
    @Conforms("OPS-133")
    void a_signature_by_another_key_than_the_certificates_is_a_bad_signature() throws Exception {
        Issued thief = new Issued(validSigner.holder(), expiredSigner.key());

        assertThat(reasons(PackageSigner.by(thief).embedding(validSigner, intermediate)))
                .containsExactly(Reason.BAD_SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA256withRSA", "SHA512withRSA", "SHA384withRSAandMGF1"})
    @Conforms("OPS-131")
    void rsa_signatures_count_with_both_paddings(String algorithm) throws Exception {
        Issued rsa = signer().rsa(2048).issuedBy(intermediate);

        assertThat(reasons(PackageSigner.by(rsa).embedding(rsa, intermediate).with(algorithm)))
                .isEmpty();
    }

    @Test
    @Conforms("OPS-131")
    void weak_algorithms_are_refused_wherever_they_are_used() throws Exception {
        Issued small = signer().rsa(1024).issuedBy(intermediate);
        Issued sha1 = signer().signedWith("SHA1withECDSA").issuedBy(intermediate);
        Issued smallAuthority = CertificateDraft.authority("CN=Small").rsa(1024).issuedBy(root);
        Issued underSmall = signer().issuedBy(smallAuthority);
        Issued otherCurve = signer().curve("secp521r1").issuedBy(intermediate);

        assertThat(reasons(PackageSigner.by(validSigner)
                        .embedding(validSigner, intermediate)
                        .with("SHA1withECDSA")))
                .containsExactly(Reason.WEAK_ALGORITHM);
        assertThat(reasons(
                        PackageSigner.by(small).embedding(small, intermediate).with("SHA256withRSA")))
                .containsExactly(Reason.WEAK_ALGORITHM);
        assertThat(reasons(PackageSigner.by(sha1).embedding(sha1, intermediate)))
                .containsExactly(Reason.WEAK_ALGORITHM);
        assertThat(reasons(PackageSigner.by(sha1).embedding(sha1))).containsExactly(Reason.WEAK_ALGORITHM);
        assertThat(reasons(PackageSigner.by(underSmall).embedding(underSmall, smallAuthority)))
                .containsExactly(Reason.WEAK_ALGORITHM);
        assertThat(reasons(PackageSigner.by(otherCurve).embedding(otherCurve, intermediate)))
                .containsExactly(Reason.WEAK_ALGORITHM);
    }

    // ---- structure ----

    @Test
    @Conforms({"OPS-130", "OPS-132"})
    void a_signature_of_another_shape_is_malformed() throws Exception {
        List<PackageSigner> misshapen = List.of(
                PackageSigner.by(validSigner).and(expiredSigner).embedding(validSigner, expiredSigner, intermediate),
                PackageSigner.by(validSigner)
                        .embedding(validSigner, intermediate)
                        .attached(),
                PackageSigner.by(validSigner)
                        .embedding(validSigner, intermediate)
                        .contentType("1.2.840.113549.1.7.1")
                        .withoutSignedAttributes(),
                PackageSigner.by(validSigner)
                        .embedding(validSigner, intermediate)
                        .contentType("1.2.840.113549.1.9.16.1.4"),
                PackageSigner.by(validSigner).embedding(intermediate));

        for (PackageSigner each : misshapen) {
            assertThat(reasons(each)).containsExactly(Reason.STRUCTURE);
        }
    }

    @Test
    @Conforms("OPS-129")
    void what_is_not_one_der_structure_is_not_decoded() throws Exception {
        PackageSigner good = PackageSigner.by(validSigner).embedding(validSigner, intermediate);
        byte[] der = good.signDer(PACKAGE);
        byte[] trailing = Arrays.copyOf(der, der.length + 7);
        byte[] ber = good.signCms(PACKAGE).toASN1Structure().getEncoded(ASN1Encoding.BER);
        Base64.Encoder base64 = Base64.getEncoder();

        assertThat(ber).isNotEqualTo(der);
        for (String text : List.of(
                base64.encodeToString(trailing),
                base64.encodeToString(ber),
                base64.encodeToString(Arrays.copyOf(der, der.length - 1)),
                base64.encodeToString(new byte[] {0x30, 0}),
                "",
                "not base64!",
                base64.encodeToString(new byte[1 << 20]),
                base64.encodeToString(der) + "=")) {
            assertThat(reasonsOf(verify(text, anchors(root), SignerRule.ANYBODY)))
                    .containsExactly(Reason.DECODE);
        }
    }

    // ---- revocation ----

    @Test
    @Conforms("OPS-139")
    void what_is_on_the_deny_list_is_revoked_be_it_signer_authority_root_or_package() throws Exception {
        for (Issued denied : List.of(expiredSigner, intermediate, root)) {
            assertThat(reasons(stamped(expiredSigner), new DenyList(Set.of(denied.sha256()), Set.of())))
                    .containsExactly(Reason.REVOKED);
        }
        String packageSha256 = Thumbprint.sha256(PACKAGE).toLowerCase(Locale.ROOT);
        assertThat(reasons(stamped(expiredSigner), DenyList.EMPTY.plus(List.of(), List.of(packageSha256))))
                .containsExactly(Reason.REVOKED);
    }

    @Test
    @Conforms("OPS-139")
    void a_denied_stamping_authority_stamps_nothing() throws Exception {
        assertThat(reasons(stamped(expiredSigner), new DenyList(Set.of(stamper.sha256()), Set.of())))
                .containsExactly(Reason.TSA_UNTRUSTED, Reason.NO_TRUSTED_TIME);
    }

    // ---- shared ----

    private PackageSigner expired() {
        return PackageSigner.by(expiredSigner).embedding(expiredSigner, intermediate);
    }

    private PackageSigner stamped(Issued signer) {
        return PackageSigner.by(signer).embedding(signer, intermediate).stamped(stamper, THEN, timeRoot);
    }

    private TrustAnchors anchors(Issued code) throws Exception {
        return new TrustAnchors(List.of(code.certificate()), List.of(timeRoot.certificate()), List.of());
    }

    private Verdict verify(PackageSigner signer) throws Exception {
        return verify(signer.sign(PACKAGE), anchors(root), SignerRule.ANYBODY);
    }

    private static Verdict verify(String signature, TrustAnchors anchors, SignerRule rule) throws Exception {
        return verify(signature, anchors, rule, DenyList.EMPTY);
    }

    private static Verdict verify(String signature, TrustAnchors anchors, SignerRule rule, DenyList denied)
            throws Exception {
        return new PackageSignature(anchors, Revocations.of(denied)).verify(digests(), signature, rule, NOW);
    }

    static ContentDigests digests() {
        return algorithms -> {
            Map<String, byte[]> results = new HashMap<>();
            for (String algorithm : algorithms) {
                results.put(algorithm, digest(algorithm));
            }
            return results;
        };
    }

    private static byte[] digest(String algorithm) {
        return Attempt.at(() -> MessageDigest.getInstance(algorithm).digest(PACKAGE))
                .value()
                .orElseThrow();
    }

    private List<Reason> reasons(PackageSigner signer) throws Exception {
        return reasonsOf(verify(signer));
    }

    private static List<Reason> reasons(PackageSigner signer, TrustAnchors anchors) throws Exception {
        return reasonsOf(verify(signer.sign(PACKAGE), anchors, SignerRule.ANYBODY));
    }

    private List<Reason> reasons(PackageSigner signer, DenyList denied) throws Exception {
        return reasonsOf(verify(signer.sign(PACKAGE), anchors(root), SignerRule.ANYBODY, denied));
    }

    private List<Reason> reasons(Issued signer, SignerRule rule) throws Exception {
        PackageSigner signed = PackageSigner.by(signer).embedding(signer, intermediate);
        return reasonsOf(verify(signed.sign(PACKAGE), anchors(root), rule));
    }

    private static List<Reason> reasonsOf(Verdict verdict) {
        List<Reason> reasons = new ArrayList<>();
        verdict.findings().forEach(finding -> reasons.add(finding.reason()));
        return reasons;
    }
}
