package io.goalstated.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.extension.HandlerName;
import io.goalstated.trust.SignatureFinding.Reason;
import io.goalstated.trust.Verdict.ChainLink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The one real package signature that we have; of the package itself only the digests are recorded. */
class RealSignatureTest {
    private static final String GOOD =
            "f6f83434a29dadeae4b2acbb388b5f68fb76f9161b1aa43105062b551a0c9dccef3ec06d10420d48c4835aabb85c04fe";
    private static final String MODIFIED =
            "955bf2116e3c060ee8d45c486cfa8d002f64577e7488f11ac82f5756c207fe64b6b7ead7e8c00584e75f5ae814d724ff";
    private static final String GOOD_SHA256 = "a4c4bb73073f04d626a1d2b1c8e8440b5b66fed288b0b2aa0e757be677f8804d";
    private static final Instant LATER = Instant.parse("2037-01-01T00:00:00Z");
    private static final SignerRule RULE = SignerRule.of(
            HandlerName.parse("Microsoft.OSTCExtensions.Edp.VMAccessForLinux").orElseThrow(), Set.of());

    @Test
    @Conforms({"02#86", "OPS-134", "OPS-146"})
    void the_real_signature_holds_for_ever_because_the_time_stamp_says_when_it_was_made() throws Exception {
        Verdict verdict = verify(GOOD, TrustAnchors.shipped());

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.signedAt()).contains(Instant.parse("2025-03-31T22:01:12.909Z"));
        assertThat(verdict.signer())
                .hasValueSatisfying(name -> assertThat(name).startsWith("CN=Microsoft Corporation"));
        assertThat(names(verdict.signerChain()))
                .containsExactly(
                        "CN=Microsoft Corporation",
                        "CN=Microsoft Code Signing PCA 2011",
                        "CN=Microsoft Root Certificate Authority 2011");
        assertThat(names(verdict.stampChain()))
                .containsExactly(
                        "CN=Microsoft Time-Stamp Service",
                        "CN=Microsoft Time-Stamp PCA 2010",
                        "CN=Microsoft Root Certificate Authority 2010");
        assertThat(verdict.packageSha256()).contains(GOOD_SHA256.toUpperCase(Locale.ROOT));
    }

    @Test
    @Conforms("OPS-133")
    void one_modified_byte_is_a_digest_mismatch() throws Exception {
        Verdict verdict = verify(MODIFIED, TrustAnchors.shipped());

        assertThat(reasons(verdict)).containsExactly(Reason.DIGEST_MISMATCH);
    }

    @Test
    @Conforms("OPS-136")
    void with_another_root_the_chain_is_untrusted_and_the_unknown_issuer_is_named() throws Exception {
        TrustAnchors other = new TrustAnchors(
                List.of(certificate("signing/incorrect_microsoft_root_cert.pem")),
                TrustAnchors.shipped().timeStamping(),
                List.of());

        Verdict verdict = verify(GOOD, other);

        assertThat(reasons(verdict)).containsExactly(Reason.CHAIN_UNTRUSTED);
        assertThat(verdict.findings().get(0).detail())
                .contains("CN=Microsoft Root Certificate Authority 2011")
                .contains("Extensions.TrustAnchors");
    }

    @Test
    @Conforms({"OPS-134", "OPS-135"})
    void without_the_root_of_the_time_stamp_nothing_proves_that_the_expired_signer_was_valid_once() throws Exception {
        TrustAnchors shipped = TrustAnchors.shipped();
        TrustAnchors other = new TrustAnchors(shipped.codeSigning(), shipped.codeSigning(), List.of());

        Verdict verdict = verify(GOOD, other);

        assertThat(reasons(verdict)).containsExactly(Reason.TSA_UNTRUSTED, Reason.NO_TRUSTED_TIME);
    }

    @Test
    @Conforms("OPS-127")
    void the_shipped_anchors_are_the_recorded_ones() throws Exception {
        TrustAnchors shipped = TrustAnchors.shipped();

        assertThat(shipped.problems()).isEmpty();
        assertThat(shipped.codeSigning()).containsExactly(certificate("signing/microsoft_root_certificate_2011.pem"));
        assertThat(shipped.timeStamping())
                .containsExactly(
                        certificate("roots/microsoft-root-certificate-authority-2010.pem"),
                        certificate("signing/microsoft_root_certificate_2011.pem"));
    }

    private static Verdict verify(String sha384, TrustAnchors anchors) throws Exception {
        ContentDigests digests = ContentDigests.known(Map.of(
                "SHA-384",
                HexFormat.of().parseHex(sha384),
                "SHA-256",
                HexFormat.of().parseHex(GOOD_SHA256)));
        return new PackageSignature(anchors, Revocations.of(DenyList.shipped()))
                .verify(digests, Corpus.text("signing/vm_access_signature.txt"), RULE, LATER);
    }

    private static X509Certificate certificate(String file) throws IOException {
        String pem = Files.readString(Corpus.file(file), StandardCharsets.ISO_8859_1);
        return X509.parse(Pem.decode(Pem.CERTIFICATE, pem).orElseThrow()).orElseThrow();
    }

    private static List<Reason> reasons(Verdict verdict) {
        List<Reason> reasons = new ArrayList<>();
        verdict.findings().forEach(finding -> reasons.add(finding.reason()));
        return reasons;
    }

    private static List<String> names(List<ChainLink> chain) {
        List<String> names = new ArrayList<>();
        chain.forEach(link -> names.add(link.subject().split(",", 2)[0]));
        return names;
    }
}
